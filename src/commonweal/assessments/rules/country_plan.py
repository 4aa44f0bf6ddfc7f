"""A plan of 24 months for a country: the steps of a pack that its gaps ask for, placed month by month.

A step is needed where one of its indicators is known and lies below what the pack expects. Where nothing is known of
its indicators, it waits for finding out, and is told as such; unknown never decides. Steps begin after those they
need, as early as the people at hand allow; a step that does not fit is listed, not dropped.
Source: our own rule, packs/country-plan.yaml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonweal.assessments.rules.instrument import Given, Words

MONTHS = 24
FINDING_OUT = "find-out"  # the step for which those wait of which nothing is known


class Need(StrEnum):
    """Why a step is in the plan."""

    GAP = "gap"
    FIND_OUT = "find_out"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the pack; `below` gives for each indicator the value under which it is a gap, none for a fixed step.

    `months` long, taking `people` working full time; `by` is the last month of a step with a date.
    """

    id: str
    area: str
    below: Mapping[str, float]
    do: Words
    result: Words
    who: str
    months: int
    people: float
    after: tuple[str, ...] = ()
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A step in its months, 1 the first (none: it does not fit), why it is there, and the values that say so."""

    step: Step
    need: Need
    because: tuple[tuple[str, float | None, float], ...]
    starts: int | None
    ends: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order of their months, those left over, and how many people each month takes."""

    planned: tuple[Planned, ...]
    left_over: tuple[Planned, ...]
    load: tuple[float, ...]


def plan(steps: Sequence[Step], given: Mapping[str, Given], *, people: float, months: int = MONTHS) -> Plan:
    """The plan for a country with so many people; a step comes after those it names, which stand before it."""
    load = [0.0] * months
    ends: dict[str, int] = {}
    placed: list[Planned] = []
    left_over: list[Planned] = []
    for step in steps:
        found = _need(step, given)
        if found is None:
            continue
        need, because = found
        before = (*step.after, FINDING_OUT) if need is Need.FIND_OUT else step.after
        earliest = 1 + max((ends.get(each, 0) for each in before), default=0)
        if step.by is not None:
            earliest = max(earliest, step.by - step.months + 1)
        start = _first_free(load, step, earliest, people)
        if start is None or {each.step.id for each in left_over} & set(before):
            left_over.append(Planned(step, need, because, None, None))
            continue
        ends[step.id] = start + step.months - 1
        for month in range(start, start + step.months):
            load[month - 1] = round(load[month - 1] + step.people, 2)
        placed.append(Planned(step, need, because, start, ends[step.id]))
    in_order = sorted(placed, key=lambda each: (each.starts or 0, each.ends or 0))
    return Plan(tuple(in_order), tuple(left_over), tuple(load))


def _need(step: Step, given: Mapping[str, Given]) -> tuple[Need, tuple[tuple[str, float | None, float], ...]] | None:
    """Why the step is needed, with each indicator, its value and what is expected; None where it is not."""
    if not step.below:
        return Need.ALWAYS, ()
    values = [
        (indicator, given[indicator].value if indicator in given else None, least)
        for indicator, least in step.below.items()
    ]
    gaps = tuple((indicator, value, least) for indicator, value, least in values if value is not None and value < least)
    if gaps:
        return Need.GAP, gaps
    if all(value is None for _, value, _ in values) and not _is_inapplicable(step, given):
        return Need.FIND_OUT, tuple(values)
    return None


def _is_inapplicable(step: Step, given: Mapping[str, Given]) -> bool:
    return all(indicator in given and given[indicator].state.value == "inapplicable" for indicator in step.below)


def _first_free(load: Sequence[float], step: Step, earliest: int, people: float) -> int | None:
    """The first month from which enough people are free for as long as the step takes."""
    for start in range(earliest, len(load) - step.months + 2):
        if step.by is not None and start + step.months - 1 > step.by:
            return None
        if all(load[month - 1] + step.people <= people + 1e-9 for month in range(start, start + step.months)):
            return start
    return None

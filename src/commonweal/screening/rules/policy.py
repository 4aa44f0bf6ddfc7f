"""What the office's policy says (packs/screening-policy.yaml), as values; and the clock of those who rule.

The pack says which classes of licences pass for which use, which weaknesses stop or wait, and how many working days a
person has. Working days are Monday to Friday: holidays differ from place to place and are not counted out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commonweal.screening.rules.reasons import Lane
from commonweal.standards.cvss import Band
from commonweal.standards.licences import Choice, Expression, Openness, openness, read_expression

_SATURDAY = 5


class Kind(StrEnum):
    """What somebody wants to do."""

    USE = "use"
    PUBLISH = "publish"
    CONTRIBUTE = "contribute"


class Use(StrEnum):
    """For what a library or program is used; development is only while software is made, and never delivered."""

    INTERNAL = "internal"
    SERVICE = "service"
    DISTRIBUTED = "distributed"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class Policy:
    """The pack. `classes` names the licences of each class; `lanes` what becomes of a class for each use or kind."""

    name: str
    classes: Mapping[str, frozenset[str]]
    lanes: Mapping[str, Mapping[str, Lane]]
    other_open: Lane
    not_open: Lane
    takes_stated_licence: bool
    approve_up_to: Band
    unknown_band_counts_as: Band
    exploited: Lane
    malicious: Lane
    stopped_at_gate: Lane
    past_end_of_life: Lane
    ends_soon_days: int
    word_no: Lane
    may_be_unknown: frozenset[str]
    working_days: Mapping[str, int]
    ruling_holds_days: int
    small_fix_hours: int


@dataclass(frozen=True, slots=True)
class LicenceVerdict:
    """What becomes of a licence: the class that decided, "" where it is in none, and whether it is open at all."""

    lane: Lane
    openness: Openness
    decided_by: str = ""


def licence_verdict(text: str, use: str, policy: Policy) -> LicenceVerdict:
    """Judge an expression for a use or kind: of a choice (OR) the best counts, of a combination (AND) the worst."""
    expression = read_expression(text)
    if expression is None:
        return LicenceVerdict(Lane.PERSON, Openness.UNKNOWN)
    return _verdict(expression, use, policy)


def _verdict(expression: Expression, use: str, policy: Policy) -> LicenceVerdict:
    if isinstance(expression, Choice):
        parts = [_verdict(part, use, policy) for part in expression.parts]
        choose = min if expression.operator == "OR" else max
        return choose(parts, key=lambda each: list(Lane).index(each.lane))
    is_open = openness(str(expression))
    for name, licences in policy.classes.items():
        if expression.identifier in licences:
            return LicenceVerdict(policy.lanes[use][name], is_open, name)
    if is_open is Openness.UNKNOWN:
        return LicenceVerdict(Lane.PERSON, is_open)
    return LicenceVerdict(policy.other_open if is_open is Openness.OPEN else policy.not_open, is_open)


def add_working_days(start: date, days: int) -> date:
    """Give the day that is so many working days later.

    >>> add_working_days(date(2026, 11, 20), 1)
    datetime.date(2026, 11, 23)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day

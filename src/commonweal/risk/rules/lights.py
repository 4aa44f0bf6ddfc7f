"""Which colour a light has, and why. Source: packs/lights.yaml, our own judgement on what the sources there name.

Knowing less never makes a light greener: red comes before grey, grey before amber, amber before green.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.drawing.lights import Colour, Light, Reason, light_of


class Why(StrEnum):
    """What a reason is about."""

    EXPLOITED = "exploited"
    OVERDUE = "overdue"
    OPEN_NOT_KNOWN = "open_not_known"
    NO_SYSTEM = "no_system"
    NO_LIST = "no_list"
    UNREADABLE = "unreadable"
    UNCOVERED = "uncovered"
    UNREADABLE_NOT_KNOWN = "unreadable_not_known"
    UNCLEAR = "unclear"
    UNCLEAR_NOT_KNOWN = "unclear_not_known"
    NO_ADVISORIES = "no_advisories"
    SEVERE = "severe"
    LESS_SEVERE = "less_severe"
    OLD_LIST = "old_list"
    FEW_UNREADABLE = "few_unreadable"
    OLD_ADVISORIES = "old_advisories"
    NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of packs/lights.yaml."""

    list_is_old_days: int
    advisories_are_old_days: int
    most_unreadable_share: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a system, a body or many; None is not known.

    `exploited`, `overdue`, `severe` (critical, high or not rated) and `less_severe` count what is open; `unclear` parts
    of which nobody can tell whether an advisory means them; `unreadable` parts that cannot be looked up at all;
    `uncovered` parts of kinds (npm, Debian 12) that no advisory here is about.
    `oldest_list` and `advisories_as_of` are days.
    """

    systems: int = 0
    unlisted: int = 0
    oldest_list: date | None = None
    parts: int | None = None
    unreadable: int | None = None
    uncovered: int | None = None
    unclear: int | None = None
    exploited: int | None = None
    overdue: int | None = None
    severe: int | None = None
    less_severe: int | None = None
    advisories_as_of: date | None = None

    @property
    def listed(self) -> int:
        """How many systems have a list."""
        return self.systems - self.unlisted


def light(facts: Facts, limits: Limits, today: date) -> Light[Why]:
    """Judge the facts; a light is as its gravest reason is."""
    return light_of(
        _reasons(facts, limits, today), Reason(Why.NOTHING_OPEN, Colour.GREEN, facts.systems, facts.oldest_list)
    )


def together(several: Iterable[Facts]) -> Facts:
    """Add up the facts of several bodies or systems; what is not known of a listed one is not known of all.

    What makes a light red counts all the same: one system past its day is red, whatever is not known of another.
    """
    each = list(several)
    listed = [one for one in each if one.listed]
    days = [one.oldest_list for one in listed]
    as_of = [one.advisories_as_of for one in each]
    return Facts(
        systems=sum(one.systems for one in each),
        unlisted=sum(one.unlisted for one in each),
        oldest_list=_earliest(days),
        parts=_sum([one.parts for one in listed]),
        unreadable=_sum([one.unreadable for one in listed]),
        uncovered=_sum([one.uncovered for one in listed]),
        unclear=_sum([one.unclear for one in listed]),
        exploited=_at_least([one.exploited for one in listed]),
        overdue=_at_least([one.overdue for one in listed]),
        severe=_sum([one.severe for one in listed]),
        less_severe=_sum([one.less_severe for one in listed]),
        advisories_as_of=_earliest(as_of),
    )


def _reasons(facts: Facts, limits: Limits, today: date) -> Iterator[Reason[Why]]:
    if not facts.systems:
        yield Reason(Why.NO_SYSTEM, Colour.GREY)
        return
    if facts.unlisted:
        yield Reason(Why.NO_LIST, Colour.GREY, facts.unlisted)
    yield from _of_advisories(facts, limits, today)
    if facts.listed:
        yield from _of_what_is_open(facts)
        yield from _of_lists(facts, limits, today)


def _of_what_is_open(facts: Facts) -> Iterator[Reason[Why]]:
    if facts.exploited:
        yield Reason(Why.EXPLOITED, Colour.RED, facts.exploited)
    if facts.overdue:
        yield Reason(Why.OVERDUE, Colour.RED, facts.overdue)
    if None in (facts.exploited, facts.overdue, facts.severe, facts.less_severe):
        yield Reason(Why.OPEN_NOT_KNOWN, Colour.GREY)
    if facts.severe:
        yield Reason(Why.SEVERE, Colour.AMBER, facts.severe)
    if facts.less_severe:
        yield Reason(Why.LESS_SEVERE, Colour.AMBER, facts.less_severe)


def _of_lists(facts: Facts, limits: Limits, today: date) -> Iterator[Reason[Why]]:
    if facts.oldest_list is None:
        yield Reason(Why.NO_LIST, Colour.GREY)
    elif (today - facts.oldest_list).days > limits.list_is_old_days:
        yield Reason(Why.OLD_LIST, Colour.AMBER, day=facts.oldest_list)
    if facts.unclear is None:
        yield Reason(Why.UNCLEAR_NOT_KNOWN, Colour.GREY)
    elif facts.unclear:
        yield Reason(Why.UNCLEAR, Colour.GREY, facts.unclear)
    yield from _of_parts(facts, limits)


def _of_parts(facts: Facts, limits: Limits) -> Iterator[Reason[Why]]:
    if not facts.parts or facts.unreadable is None or facts.uncovered is None:
        yield Reason(Why.UNREADABLE_NOT_KNOWN, Colour.GREY)
        return
    is_much = facts.unreadable + facts.uncovered > limits.most_unreadable_share * facts.parts
    colour = Colour.GREY if is_much else Colour.AMBER
    if facts.unreadable:
        yield Reason(Why.UNREADABLE if is_much else Why.FEW_UNREADABLE, colour, facts.unreadable)
    if facts.uncovered:
        yield Reason(Why.UNCOVERED, colour, facts.uncovered)


def _of_advisories(facts: Facts, limits: Limits, today: date) -> Iterator[Reason[Why]]:
    if facts.advisories_as_of is None:
        yield Reason(Why.NO_ADVISORIES, Colour.GREY)
    elif (today - facts.advisories_as_of).days > limits.advisories_are_old_days:
        yield Reason(Why.OLD_ADVISORIES, Colour.AMBER, day=facts.advisories_as_of)


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def _at_least(counts: list[int | None]) -> int | None:
    return sum(count for count in counts if count is not None) or _sum(counts)


def _earliest(days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None

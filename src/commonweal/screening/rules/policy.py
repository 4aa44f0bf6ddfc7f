"""What the office's policy says (packs/screening-policy.yaml), as values; and the clock of those who rule.

The pack says which kinds of licences pass, which weaknesses stop or wait, and how many working days a person has.
Working days are Monday to Friday: holidays differ from place to place and are not counted out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commonweal.screening.rules.reasons import Lane
from commonweal.standards.cvss import Band
from commonweal.standards.licence_kinds import Kind as LicenceKind
from commonweal.standards.licence_kinds import kind_of_expression
from commonweal.standards.licences import read_expression

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
    """The pack. `lanes` say what becomes of each kind of licence to contribute to or to publish under, `fits` what
    becomes of code by others that may, may perhaps, or may not go under the licence chosen.
    """

    name: str
    lanes: Mapping[str, Mapping[str, Lane]]
    fits: Mapping[str, Lane]
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
    """What becomes of a licence, of which kind it is, and whether it can be read at all."""

    lane: Lane
    kind: LicenceKind
    is_read: bool = True
    is_own_choice: bool = False


def licence_verdict(text: str, kind: Kind, policy: Policy) -> LicenceVerdict:
    """Judge an expression to contribute to or to publish under: of a choice (OR) the kind that asks least counts."""
    found = kind_of_expression(text)
    return LicenceVerdict(policy.lanes[kind.value][found.value], found, read_expression(text) is not None)


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

"""What is missing: needed minus held, by skill and level, with what is not known apart.

Our own rule: people at a level or above meet a need of that level. What was said long ago counts for nothing and is
shown beside; a skill of which nobody said anything anew has a gap that is not known: neither none nor a full one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holding:
    """So many people have a skill at a level; `is_old` when they said so long ago."""

    skill: str
    level: int
    people: int = 1
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """So many people are needed who have a skill at a level or above."""

    skill: str
    level: int
    people: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing for a need.

    `held` have it at that level or above, `held_old` said so long ago, `said` said anything anew of this skill;
    `missing` is None where nobody did.
    """

    need: Need
    held: int
    held_old: int
    said: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """How many have a skill at each level from 0 up, and how many said so long ago."""

    skill: str
    by_level: tuple[int, ...]
    old: int

    @property
    def said(self) -> int:
        """How many said anything anew."""
        return sum(self.by_level)

    def at_least(self, level: int) -> int:
        """How many have it at this level or above."""
        return sum(self.by_level[level:])


def gaps(needs: Iterable[Need], holdings: Iterable[Holding]) -> list[Gap]:
    """What is missing for each need, in the order of the needs.

    >>> gaps([Need("teach", 2, 2)], [Holding("teach", 3), Holding("teach", 1)])[0].missing
    1
    """
    known = list(holdings)
    return [_gap(need, [each for each in known if each.skill == need.skill]) for need in needs]


def held_by_skill(holdings: Iterable[Holding], levels: int) -> dict[str, Held]:
    """How many have each skill at each of the levels; skills of which nothing was ever said are left out."""
    fresh: dict[str, list[int]] = {}
    old: dict[str, int] = {}
    for each in holdings:
        row = fresh.setdefault(each.skill, [0] * levels)
        if each.is_old:
            old[each.skill] = old.get(each.skill, 0) + each.people
        else:
            row[each.level] += each.people
    return {skill: Held(skill, tuple(row), old.get(skill, 0)) for skill, row in fresh.items()}


def is_old(said_on: date, today: date, months: int) -> bool:
    """Whether something was said so many months ago or longer.

    >>> is_old(date(2024, 5, 31), date(2026, 5, 30), 24), is_old(date(2024, 5, 31), date(2026, 5, 31), 24)
    (False, True)
    """
    passed = (today.year - said_on.year) * 12 + today.month - said_on.month
    return passed - (today.day < said_on.day) >= months


def _gap(need: Need, holdings: list[Holding]) -> Gap:
    fresh = [each for each in holdings if not each.is_old]
    held = sum(each.people for each in fresh if each.level >= need.level)
    said = sum(each.people for each in fresh)
    old = sum(each.people for each in holdings if each.is_old and each.level >= need.level)
    return Gap(need, held, old, said, max(0, need.people - held) if said else None)

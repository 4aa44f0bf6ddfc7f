"""Criteria by levels: each fulfilled, not fulfilled or not known, and which levels follow (version: criteria 1).

A level is reached when all that it and the levels below it ask for is fulfilled. It is missed when one of these is not
fulfilled; else it is not known. There is no total, and not known is never fulfilled.

Source: openCode, badges (the thresholds are in packs/criteria.yaml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

VERSION = "criteria 1"
Measured = float | int | bool | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked for: a fact that holds, is at least so much, or is below so much."""

    id: str
    fact: str
    at_least: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of maintenance or security, and what it asks for beyond the levels below it."""

    of: str
    level: int
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a level is reached; None is not known."""

    level: Level
    is_reached: bool | None


def is_fulfilled(criterion: Criterion, fact: Measured) -> bool | None:
    """Whether a fact fulfils a criterion; None where the fact is not known.

    >>> commits = Criterion("commits", "commits_183", at_least=5)
    >>> [is_fulfilled(commits, count) for count in (5, 4, None)]
    [True, False, None]
    """
    if fact is None:
        return None
    if criterion.at_least is not None:
        return fact >= criterion.at_least
    if criterion.below is not None:
        return fact < criterion.below
    return bool(fact)


def levels(wanted: Sequence[Level], fulfilled: Mapping[str, bool | None]) -> tuple[Reached, ...]:
    """Say of each level, in the order given, whether it is reached; the levels of a kind come lowest first."""
    found: list[Reached] = []
    below: dict[str, bool | None] = {}
    for level in wanted:
        answers = [below.get(level.of, True), *(fulfilled.get(each) for each in level.criteria)]
        below[level.of] = _all(answers)
        found.append(Reached(level, below[level.of]))
    return tuple(found)


def _all(answers: Sequence[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True

"""What changed between two campaigns with the same questions: each indicator before and after, in its own unit.

A difference is told only where both are known: that something became known is no progress, and is said as such.
Source: Linåker and Muto's indicators are made for yearly comparison; our own rule for the unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonweal.assessments.rules.instrument import NOT_SAID, Given, State


class Turn(StrEnum):
    """How an indicator changed; "higher" is better only where the scale says so."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    NOW_KNOWN = "now_known"
    NO_LONGER_KNOWN = "no_longer_known"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator of a place before and after; `difference` is None where one of the two is not known."""

    question: str
    before: Given
    after: Given
    turn: Turn
    difference: float | None


def changes(questions: Iterable[str], before: Mapping[str, Given], after: Mapping[str, Given]) -> tuple[Change, ...]:
    """Every question, in the order given.

    >>> changes(["1.1"], {"1.1": Given(State.ANSWERED, 1)}, {"1.1": Given(State.ANSWERED, 3)})[0].difference
    2
    """
    return tuple(_change(each, before.get(each, NOT_SAID), after.get(each, NOT_SAID)) for each in questions)


def _change(question: str, before: Given, after: Given) -> Change:
    if before.value is not None and after.value is not None:
        difference = after.value - before.value
        turn = Turn.SAME if difference == 0 else Turn.HIGHER if difference > 0 else Turn.LOWER
        return Change(question, before, after, turn, difference)
    if before.state is after.state:
        return Change(question, before, after, Turn.NOT_KNOWN if _is_open(before) else Turn.SAME, None)
    if _is_open(before):
        return Change(question, before, after, Turn.NOW_KNOWN, None)
    turn = Turn.NO_LONGER_KNOWN if _is_open(after) else Turn.NOT_KNOWN
    return Change(question, before, after, turn, None)


def _is_open(given: Given) -> bool:
    return given.state is State.UNKNOWN

"""Which conclusion about the licence of a package counts where several offices concluded something.

Precedence, first difference counts: the body itself, a body that watches over it, the whole installation · some
versions before all · the later. One that has ended counts for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Nearness(StrEnum):
    """Who concluded, seen from a body."""

    OWN = "own"
    OVERSEER = "overseer"
    EVERYBODY = "everybody"


_NEAR = {Nearness.EVERYBODY: 0, Nearness.OVERSEER: 1, Nearness.OWN: 2}


@dataclass(frozen=True, slots=True)
class Concluded:
    """A conclusion as the rule sees it; `body` is a primary key, None for the whole installation."""

    id: int
    expression: str
    concluded_at: datetime
    low: bytes | None = None
    high: bytes | None = None
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A version at a body; `key` is its place in the order, None where it has none; `overseers` watch over the body."""

    key: bytes | None
    body: int
    overseers: frozenset[int] = frozenset()


def counting(conclusions: Iterable[Concluded], place: Place) -> Concluded | None:
    """Give the conclusion that counts; None where nobody concluded anything that fits."""
    fitting = [each for each in conclusions if nearness(each, place) is not None and _fits(each, place.key)]
    return max(fitting, key=lambda each: _rank(each, place), default=None)


def nearness(concluded: Concluded, place: Place) -> Nearness | None:
    """Say who concluded, seen from the body; None for those who have no say there."""
    if concluded.body is None:
        return Nearness.EVERYBODY
    if concluded.body == place.body:
        return Nearness.OWN
    return Nearness.OVERSEER if concluded.body in place.overseers else None


def _fits(concluded: Concluded, key: bytes | None) -> bool:
    if concluded.low is None or concluded.high is None:
        return True
    return key is not None and concluded.low <= key < concluded.high


def _rank(concluded: Concluded, place: Place) -> tuple[int, bool, datetime, int]:
    near = nearness(concluded, place)
    return _NEAR[near] if near else -1, concluded.low is not None, concluded.concluded_at, concluded.id

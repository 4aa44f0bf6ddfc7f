"""Who is a neighbour of whom: by distance, by size, by association, by what they use.

Every way that is chosen must hold; then neighbours stand in order of the ways chosen, in this order of ways:

- distance: whole kilometres, nearest first; not known comes last;
- size: bands apart, fewest first; not known comes last. Holds for the same tier and at most one band apart;
- portfolio: likeness, most alike first. Holds above 0;
- association: does not order. Holds where both are members of one association, directly or through a member of it.

The ways that are not chosen decide between those that are alike so far, in the same order; then the exact distance, how
many times as many inhabitants, the name.

Source: own judgement, for the question "what is the neighbouring municipality using?".
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from math import inf, log

SIMILAR_BANDS = 1  # at most so many bands apart is "similar size"


class Way(StrEnum):
    """A way of being a neighbour."""

    DISTANCE = "distance"
    SIZE = "size"
    ASSOCIATION = "association"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class Band:
    """A class of sizes: from so many inhabitants to so many, both included; the last has no end."""

    number: int
    smallest: int
    largest: int | None


@dataclass(frozen=True, slots=True)
class Nearness:
    """How one body lies to another; None is "not known". `times` is how many times as many inhabitants, 1 or more."""

    distance_km: float | None = None
    band_distance: int | None = None
    times: float | None = None
    likeness: float | None = None


def size_band(bands: Iterable[Band], population: int | None) -> Band | None:
    """The band of so many inhabitants; None when nobody knows how many.

    >>> size_band([Band(0, 0, 1999), Band(1, 2000, None)], 2000)
    Band(number=1, smallest=2000, largest=None)
    """
    if population is None:
        return None
    fitting = (band for band in bands if band.smallest <= population)
    return max(fitting, key=lambda band: band.smallest, default=None)


def similar_bands(bands: Sequence[Band], band: Band) -> list[Band]:
    """The bands of similar size, the same one first."""
    near = [other for other in bands if abs(other.number - band.number) <= SIMILAR_BANDS]
    return sorted(near, key=lambda other: abs(other.number - band.number))


def times_as_many(here: int | None, there: int | None) -> float | None:
    """How many times as many inhabitants the larger has, both counted one higher; None if one is not known.

    >>> times_as_many(99, 199), times_as_many(199, 99), times_as_many(None, 5)
    (2.0, 2.0, None)
    """
    if here is None or there is None:
        return None
    return max(here + 1, there + 1) / min(here + 1, there + 1)


def rank(nearness: Nearness, ways: Set[Way]) -> tuple[float, ...]:
    """What neighbours are sorted by: the ways chosen, then the others, then what is exact.

    >>> rank(Nearness(distance_km=12.4, band_distance=1), {Way.SIZE}) < rank(Nearness(0.2, 2), {Way.SIZE})
    True
    """
    keys = {
        Way.DISTANCE: inf if nearness.distance_km is None else float(round(nearness.distance_km)),
        Way.SIZE: inf if nearness.band_distance is None else float(nearness.band_distance),
        Way.PORTFOLIO: -(nearness.likeness or 0.0),
    }
    chosen = [key for way, key in keys.items() if way in ways]
    others = [key for way, key in keys.items() if way not in ways]
    exact = inf if nearness.distance_km is None else nearness.distance_km
    return (*chosen, *others, exact, inf if nearness.times is None else log(nearness.times))

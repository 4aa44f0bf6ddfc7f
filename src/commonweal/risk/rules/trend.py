"""How counts moved over days; a day without a count is a gap, never nought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Point:
    """How the bodies in a scope stood on a day; `bodies_known` had a list. None where nobody had, or nobody counted."""

    day: date
    bodies: int = 0
    bodies_known: int = 0
    open: int | None = None
    exploited: int | None = None
    overdue: int | None = None


def every_day(points: Mapping[date, Point], first: date, last: date) -> list[Point]:
    """Give a point for each day from first to last, with gaps for the days that nobody counted.

    >>> every_day({}, date(2026, 1, 1), date(2026, 1, 2))[1].open is None
    True
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [points.get(day, Point(day)) for day in days]


def change(points: list[Point]) -> int | None:
    """Give by how much what is open grew from the first to the last day that is known; None where it cannot be told.

    Days on which another number of bodies was known are not compared: more may be open because more is known.
    """
    known = [point for point in points if point.open is not None]
    if len(known) < 2 or known[0].bodies_known != known[-1].bodies_known:
        return None
    return (known[-1].open or 0) - (known[0].open or 0)

"""Stretches of a plan in which nothing is planned (version: horizon 1).

Source: our own. A plan covers its months when no stretch without a step is longer than the pack allows, from the
beginning to the last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from commonweal.strategy.rules.alarms import month_after

VERSION = "horizon 1"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one step to the next, longer than it should be."""

    begins: date
    ends: date


def unplanned(begins: date, ends: date, steps: Iterable[date], most_months: int, today: date) -> tuple[Stretch, ...]:
    """Give the stretches without a step that are too long and not over yet.

    >>> unplanned(date(2026, 1, 1), date(2028, 1, 1), [date(2027, 1, 1)], 12, date(2026, 1, 1))
    ()
    >>> unplanned(date(2026, 1, 1), date(2028, 1, 1), [date(2026, 6, 1)], 12, date(2026, 1, 1))
    (Stretch(begins=datetime.date(2026, 6, 1), ends=datetime.date(2028, 1, 1)),)
    """
    within = sorted({day for day in steps if begins < day < ends})
    days = [begins, *within, ends]
    return tuple(
        Stretch(first, following)
        for first, following in pairwise(days)
        if month_after(first, most_months) < following and following >= today
    )

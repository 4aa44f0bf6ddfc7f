"""In which phase of its life a cycle is on a day, and how a distribution that keeps a package changes that.

Source: packs/lifecycles.yaml, our own judgement: the last day of fixes for everybody counts as the end.
"""

from datetime import date
from enum import StrEnum

from commonweal.standards.endoflife import Ending


class Phase(StrEnum):
    """Where a cycle is, the gravest first."""

    PAST = "past"
    EXTENDED = "extended"
    SOON = "soon"
    UNKNOWN = "unknown"
    SUPPORTED = "supported"


def phase_of(end: Ending, extended: Ending, today: date, soon_days: int) -> Phase:
    """Give the phase; extended counts only where it is said to go on.

    >>> from datetime import timedelta
    >>> today = date(2026, 11, 22)
    >>> phase_of(Ending(today - timedelta(1)), Ending(), today, 180)
    <Phase.PAST: 'past'>
    >>> phase_of(Ending(today), Ending(), today, 180), phase_of(Ending(), Ending(), today, 180)
    (<Phase.SOON: 'soon'>, <Phase.UNKNOWN: 'unknown'>)
    >>> phase_of(Ending(has_ended=True), Ending(day=today), today, 180)
    <Phase.EXTENDED: 'extended'>
    """
    is_over = end.is_over(today)
    if is_over is None:
        return Phase.UNKNOWN
    if is_over:
        return Phase.EXTENDED if extended.is_over(today) is False else Phase.PAST
    if end.day is not None and (end.day - today).days <= soon_days:
        return Phase.SOON
    return Phase.SUPPORTED


def kept_phase(own: Phase, distribution: Phase | None) -> Phase:
    """Give the phase of a package that a distribution keeps: that of the distribution, where it is the better one.

    >>> kept_phase(Phase.PAST, Phase.SUPPORTED), kept_phase(Phase.PAST, Phase.UNKNOWN), kept_phase(Phase.SOON, None)
    (<Phase.SUPPORTED: 'supported'>, <Phase.PAST: 'past'>, <Phase.SOON: 'soon'>)
    """
    if distribution in (None, Phase.UNKNOWN) or own in (Phase.UNKNOWN, Phase.SUPPORTED):
        return own
    return max(own, distribution, key=list(Phase).index)

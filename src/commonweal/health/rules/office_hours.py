"""How many hours of work lie between two moments (version: office hours 1).

Hours are those of a clock on the wall in one time zone, so a night with an hour less takes nothing from an office.
Holidays are not known.

Source: packs/forge.yaml.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

VERSION = "office hours 1"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """On which days (0 is Monday), from when until when, in which zone."""

    weekdays: frozenset[int]
    opens: time
    closes: time
    zone: tzinfo

    @property
    def day(self) -> timedelta:
        """How long a day of work is."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)


def hours_between(start: datetime, end: datetime, hours: OfficeHours) -> float:
    """Give the hours of work between two moments, 0 where the end is not after the start.

    >>> from datetime import UTC
    >>> week = OfficeHours(frozenset(range(5)), time(9), time(17), UTC)
    >>> friday, monday = datetime(2026, 11, 20, 16, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
    >>> hours_between(friday, monday, week)
    2.0
    """
    if end <= start:
        return 0.0
    first, last = (each.astimezone(hours.zone).replace(tzinfo=None) for each in (start, end))
    if first.date() == last.date():
        total = _part(first.date(), first.time(), last.time(), hours)
    else:
        total = _part(first.date(), first.time(), time.max, hours) + _part(last.date(), time.min, last.time(), hours)
        total += hours.day * _workdays(first.date(), last.date(), hours)
    return total / timedelta(hours=1)


def _part(day: date, since: time, until: time, hours: OfficeHours) -> timedelta:
    if day.weekday() not in hours.weekdays:
        return timedelta()
    start, end = max(since, hours.opens), min(until, hours.closes)
    return max(datetime.combine(day, end) - datetime.combine(day, start), timedelta())


def _workdays(first: date, last: date, hours: OfficeHours) -> int:
    """Count the days of work strictly between two days."""
    weeks, rest = divmod((last - first).days - 1, 7)
    odd = sum(1 for each in range(1, rest + 1) if (first.weekday() + each) % 7 in hours.weekdays)
    return weeks * len(hours.weekdays) + odd

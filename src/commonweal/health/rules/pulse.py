"""When there were commits, so little of it that it can be kept and asked again on a later day (version: pulse 1).

Days are those of UTC. A window of so many days ends today and holds today and the days before it, so that asking on
the same day always gives the same; the figures of `counting` go by the second.

Source: own rule, docs/reference/health.md.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from commonweal.health.rules.tally import Work

VERSION = "pulse 1"
KEPT_DAYS = 3 * 365


@dataclass(frozen=True, slots=True)
class Pulse:
    """The first and the last commit, and how many there were on each day that had any."""

    first: datetime | None
    last: datetime | None
    days: Mapping[date, int]

    def commits(self, now: datetime, days: int) -> int:
        """Count the commits of so many days back from now, at most of those that are kept."""
        today = now.astimezone(UTC).date()
        return sum(count for day, count in self.days.items() if 0 <= (today - day).days <= days)


def pulse_of(work: Work, now: datetime) -> Pulse:
    """Take of a history what is kept: the days of the last three years."""
    start = (now - timedelta(days=KEPT_DAYS)).timestamp()
    recent = (datetime.fromtimestamp(at, UTC).date() for at in work.commits.dated if at >= start)
    return Pulse(work.first, work.last, Counter(recent))

"""What comes first, and by when: known exploitation, then forecast times criticality, then severity.

The numbers are those of packs/priority.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Order = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Danger:
    """What is known of a vulnerability; None is not known."""

    band: str
    score: float | None = None
    exploited_on: date | None = None
    forecast: float | None = None


def order(danger: Danger, weight: int) -> Order:
    """Give what to sort by, greatest first; `weight` is that of the most critical system hit.

    What is not known sorts as nothing here, and is shown as not known.
    """
    return (int(danger.exploited_on is not None), (danger.forecast or 0.0) * weight, danger.score or 0.0)


def due_on(danger: Danger, known_since: date, days: Mapping[str, int], listed_due: date | None = None) -> date:
    """Give the day by which it should be done; `listed_due` is what a list of exploited vulnerabilities sets."""
    least = days[danger.band]
    if danger.exploited_on is not None:
        least = min(least, days["exploited"])
    due = known_since + timedelta(days=least)
    return min(due, listed_due) if listed_due is not None and listed_due >= known_since else due

"""Two indexes of others, computed as they say, to be shown as their claims and never as our judgement.

Source: OpenSSF criticality score, original weights after R. Pike (github.com/ossf/criticality_score); Developers
Italia, ranges of the vitality index (the program that publishes catalogues from publiccode.yml).
"""

import math
from collections.abc import Mapping

VERSION = "claims 1"

# What a signal weighs, from where on it counts no more, and whether less is better.
_SIGNALS: Mapping[str, tuple[float, float, bool]] = {
    "months_since_created": (1, 120, False),
    "months_since_updated": (1, 120, True),
    "contributors": (2, 5_000, False),
    "organisations": (1, 10, False),
    "commits_a_week": (1, 1_000, False),
    "releases_a_year": (0.5, 26, False),
    "closed_issues": (0.5, 5_000, False),
    "updated_issues": (0.5, 5_000, False),
    "comments_an_issue": (1, 15, False),
    "mentions": (2, 500_000, False),
}
# The points of a vitality index: (from this on, points), of authors ever, commits and merges a day, releases a day and
# the age in days.
_AUTHORS = ((0, 4), (2, 8), (4, 12), (8, 16), (12, 20), (16, 24), (20, 28), (24, 32), (28, 36))
_ACTIVITY = ((0, 2), (4, 8), (6, 14), (9, 20), (12, 26), (15, 32), (18, 38), (25, 44), (30, 50), (35, 60))
_RELEASES = ((0, 20), (1, 30), (2, 40), (4, 50))
_AGE = ((0, 20), (365, 30), (730, 35))


def criticality(signals: Mapping[str, float | None]) -> float | None:
    """H30: how much may hang on a project, from 0 to 1; what is not known leaves the denominator, all of it gives None.

    >>> criticality({"contributors": 5_000})
    1.0
    """
    known = {name: value for name, value in signals.items() if value is not None and name in _SIGNALS}
    weight = sum(_SIGNALS[name][0] for name in known)
    if not weight:
        return None
    return sum(_SIGNALS[name][0] * _of_signal(name, value) for name, value in known.items()) / weight


def signal(value: float, upper: float) -> float:
    """How much of a signal there is: log(1 + S) ÷ log(1 + max(S, T)).

    >>> round(signal(70, 5_000), 4)
    0.5005
    """
    return math.log1p(value) / math.log1p(max(value, upper))


def italian_vitality(*, authors: int, changes_a_day: float, releases_a_day: float, age_days: int) -> int:
    """The points of one day, at most 100; the published index is the mean of sixty days.

    It gives 20 points where there is no release, and counts everybody who ever wrote, so whatever is dead for two years
    keeps at least 61.

    >>> italian_vitality(authors=28, changes_a_day=0, releases_a_day=0, age_days=3_000)
    93
    """
    points = (
        _points(authors, _AUTHORS)
        + _points(changes_a_day, _ACTIVITY)
        + _points(releases_a_day, _RELEASES)
        + _points(age_days, _AGE)
    )
    return min(100, points)


def _of_signal(name: str, value: float) -> float:
    _, upper, is_smaller_better = _SIGNALS[name]
    there = signal(min(max(value, 0.0), upper), upper)
    return 1 - there if is_smaller_better else there


def _points(value: float, table: tuple[tuple[int, int], ...]) -> int:
    return max(points for start, points in table if value >= start)

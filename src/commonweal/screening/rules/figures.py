"""How long rulings take: the median and the ninetieth percentile, by nearest rank (version: screening-figures 1).

Source: nearest-rank method, as in Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, definition 1; the
median is that of halves and the two in the middle, so that it is what people expect.
"""

from collections.abc import Sequence
from math import ceil
from statistics import median

VERSION = "screening-figures 1"


def median_seconds(seconds: Sequence[float]) -> float | None:
    """Give the median; None where there is nothing.

    >>> median_seconds([60, 120, 600]), median_seconds([])
    (120, None)
    """
    return median(seconds) if seconds else None


def ninetieth_seconds(seconds: Sequence[float]) -> float | None:
    """Give the shortest time within which nine of ten were done; None where there is nothing.

    >>> ninetieth_seconds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    9
    """
    return sorted(seconds)[ceil(0.9 * len(seconds)) - 1] if seconds else None

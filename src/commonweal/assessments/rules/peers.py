"""Where a body stands among others of its kind and size: quartiles, and nothing that tells who the others are.

Shown for at least five others, since from fewer one could guess. Quartiles by the inclusive method (Hyndman and Fan,
type 7), as spreadsheets do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

LEAST_PEERS = 5


@dataclass(frozen=True, slots=True)
class Quartiles:
    """How many peers there are, and what a quarter, half and three quarters of them do not exceed."""

    count: int
    low: float
    middle: float
    high: float


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """The quartiles of the peers; None for fewer than five.

    >>> quartiles([0, 1, 2, 3, 4])
    Quartiles(count=5, low=1.0, middle=2.0, high=3.0)
    >>> quartiles([0, 1, 2, 3]) is None
    True
    """
    if len(values) < LEAST_PEERS:
        return None
    low, half, high = quantiles(values, n=4, method="inclusive")
    return Quartiles(len(values), low, half, high)

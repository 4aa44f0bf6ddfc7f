"""Where a body stands among others of its kind and size: quartiles, and nothing that tells who the others are.

Shown for at least five others, since from fewer one could guess. Quartiles by the inclusive method (Hyndman and Fan,
type 7), as spreadsheets do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

LEAST_PEERS = 5
# Bands of inhabitants for local bodies: upper ends, the last one open.
BANDS = (5_000, 20_000, 100_000, 500_000)


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


def band(population: int | None) -> int | None:
    """The band of size of a body by its inhabitants, from 0; None where they are not known.

    >>> [band(count) for count in (2_000, 5_000, 2_000_000, None)]
    [0, 1, 4, None]
    """
    return None if population is None else sum(population >= end for end in BANDS)

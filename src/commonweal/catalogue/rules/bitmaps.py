"""Sets of entries as bitmaps over their ids, counted and combined a machine word at a time.

Source: the bitmap index of O'Neil and Quass, "Improved query performance with variant indexes" (SIGMOD 1997),
without compression: a million entries are 125 kB a value.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Ids = NDArray[np.int64]
GROWTH = 65_536  # ids; a bitmap grows by so many at a time


def room_for(highest: int) -> int:
    """Give a capacity that holds ids up to the highest.

    >>> room_for(70_000)
    131072
    """
    return (highest // GROWTH + 1) * GROWTH


def empty(capacity: int) -> Bits:
    """Give the empty set of ids below the capacity."""
    return np.zeros(capacity // 8, dtype=np.uint8)


def from_ids(ids: Ids | Iterable[int], capacity: int) -> Bits:
    """Give the set of these ids; those at or above the capacity are left out."""
    flags = np.zeros(capacity, dtype=np.bool_)
    wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64)
    flags[wanted[wanted < capacity]] = True
    return np.packbits(flags)


def to_ids(bits: Bits) -> Ids:
    """Give the ids of a set in ascending order."""
    return np.flatnonzero(np.unpackbits(bits).view(np.bool_))  # several times as fast for truth values


def count(bits: Bits) -> int:
    """Count the ids of a set."""
    return int(np.bitwise_count(bits.view(np.uint64)).sum())


def count_each(rows: NDArray[np.uint8], within: Bits) -> NDArray[np.int64]:
    """Count, for each row of a matrix of bitmaps, the ids it shares with a set."""
    mask = within.view(np.uint64)
    words = rows.view(np.uint64)
    busy = np.flatnonzero(mask)
    if busy.size < mask.size // 4:
        words, mask = words[:, busy], mask[busy]
    counted: NDArray[np.int64] = np.bitwise_count(words & mask).sum(axis=1, dtype=np.int64)
    return counted


def put(rows: NDArray[np.uint8], row: int, ids: Ids) -> None:
    """Add ids, at least one and in ascending order, to one row of a matrix of bitmaps."""
    first = int(ids[0]) // 8
    added = from_ids(ids - first * 8, (int(ids[-1]) // 8 + 1 - first) * 8)
    rows[row, first : first + added.size] |= added


def clear(rows: NDArray[np.uint8], identifier: int) -> None:
    """Take an id out of every row."""
    rows[:, identifier >> 3] &= np.uint8(0xFF ^ (0x80 >> (identifier & 7)))


def add(rows: NDArray[np.uint8], row: int, identifier: int) -> None:
    """Add one id to a row."""
    rows[row, identifier >> 3] |= np.uint8(0x80 >> (identifier & 7))

"""Intervals of ranks, and the scope that says which systems an answer may come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from commonweal.exposure.keys import Array, distinct, spread

_NO_END = 2**32


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Ranks from each start up to but without its end; sorted, not empty, and apart."""

    starts: Array
    ends: Array

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]]) -> Self:
        """Sort, drop what is empty, and join what touches.

        >>> list(Intervals.of([(4, 6), (1, 2), (2, 3), (9, 9)]))
        [(1, 3), (4, 6)]
        """
        joined: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if start >= end:
                continue
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        both = np.array(joined, np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1])

    @classmethod
    def of_ranks(cls, ranks: Array) -> Self:
        """Give the intervals of single ranks."""
        sole = distinct(ranks).astype(np.int64)
        is_first = np.ones(len(sole), np.bool_)
        is_first[1:] = sole[1:] != sole[:-1] + 1
        first = np.flatnonzero(is_first)
        last = np.append(first[1:], len(sole))[: len(first)] - 1
        return cls(sole[first], sole[last] + 1)

    @classmethod
    def all(cls) -> Self:
        """Give every rank there may be."""
        return cls.of([(0, _NO_END)])

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    @property
    def total(self) -> int:
        """How many ranks there are."""
        return int((self.ends - self.starts).sum())

    def members(self) -> Array:
        """Give all ranks."""
        return spread(self.starts, self.ends - self.starts)

    def until(self, end: int) -> "Intervals":
        """Cut off what lies at or above the end."""
        if not len(self) or self.ends[-1] <= end:
            return self
        kept = int(np.searchsorted(self.starts, end))
        return Intervals(self.starts[:kept], np.minimum(self.ends[:kept], end))

    def moved(self, by: int) -> "Intervals":
        """Count from another rank; what falls below zero is cut off."""
        kept = self.ends + by > 0
        return Intervals(np.maximum(self.starts[kept] + by, 0), self.ends[kept] + by)

    def among(self, ranks: Array) -> "Intervals":
        """Give the intervals of places in `ranks`, which ascend, whose ranks are in these intervals."""
        starts, ends = np.searchsorted(ranks, self.starts), np.searchsorted(ranks, self.ends)
        kept = starts < ends
        return Intervals(starts[kept], ends[kept])

    def parts(self, size: int) -> Iterator["Intervals"]:
        """Cut into parts of at most so many ranks, in order."""
        part: list[tuple[int, int]] = []
        room = size
        for first, end in self:
            start = first
            while start < end:
                cut = min(end, start + room)
                part.append((start, cut))
                room -= cut - start
                start = cut
                if not room:
                    yield Intervals.of(part)
                    part, room = [], size
        if part:
            yield Intervals.of(part)

    def contain(self, ranks: Array) -> Array:
        """Say for each rank whether it is in an interval."""
        if len(self) == 1:
            inside: Array = (ranks >= self.starts[0]) & (ranks < self.ends[0])
            return inside
        bounds = np.stack([self.starts, self.ends], axis=1).ravel().astype(np.int64)
        # Between a start and its end an odd number of bounds lies behind.
        return (np.searchsorted(bounds, ranks, side="right") & 1).astype(np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The systems that an asker may see, by rank in one version of the index; made by `Index.scope`."""

    systems: Intervals
    version: str


EVERYTHING = Scope(Intervals.all(), "")
NOTHING = Scope(Intervals.of([]), "")

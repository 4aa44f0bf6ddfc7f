"""Lists of ranks behind one another, and the one function that finds occurrences within a scope."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from commonweal.exposure.keys import Array, first_not_below, offsets_of, spread
from commonweal.exposure.scopes import Intervals

# Up to so many systems a scope is read from their side, so that time depends on nothing outside the scope.
FEW_SYSTEMS = 1_024
_LOW_HALF = np.uint64(0xFFFF_FFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """For each row a list of ranks in ascending order: `members[offsets[row]:offsets[row + 1]]`."""

    offsets: Array
    members: Array

    @classmethod
    def of(cls, rows: Array, members: Array, count: int) -> Self:
        """Sort and drop what is double."""
        both = rows.astype(np.uint64)
        both <<= np.uint64(32)
        both |= members
        both.sort()
        is_new = np.ones(len(both), np.bool_)
        np.not_equal(both[1:], both[:-1], out=is_new[1:])
        if not is_new.all():
            both = both[is_new]
        del is_new
        lengths = np.bincount((both >> np.uint64(32)).astype(np.uint32), minlength=count)
        both &= _LOW_HALF
        return cls(offsets_of(lengths), both.astype(np.uint32))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def gather(self, rows: Array) -> tuple[Array, Array]:
        """Give the lists of these rows one after the other, and the length of each."""
        starts = self.offsets[rows]
        lengths = self.offsets[rows + 1] - starts
        return self.members[spread(starts, lengths)], lengths

    def rows(self) -> Array:
        """Give the row of each member."""
        return np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self.offsets))

    def turned(self, count: int) -> "Lists":
        """Give for each member its rows."""
        return Lists.of(self.members, self.rows(), count)


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Which system runs which pair, from both sides."""

    by_pair: Lists
    by_system: Lists

    @classmethod
    def of(cls, pairs: Array, systems: Array, counts: tuple[int, int]) -> Self:
        """Sort from both sides; `counts` of pairs and systems."""
        by_pair = Lists.of(pairs, systems, counts[0])
        return cls(by_pair, by_pair.turned(counts[1]))

    def select(self, pairs: Intervals, scope: Intervals) -> tuple[Array, Array]:
        """Give the occurrences (pairs, systems) of these pairs in these systems, and nothing else.

        For a small scope the time depends on what its systems run. For a larger one it depends on what is found and
        on how many versions are asked for, but never on how many systems outside run them. Only who may see all
        reads lists as they are.
        """
        scope = scope.until(len(self.by_system))
        pairs = pairs.until(len(self.by_pair))
        if scope.total == len(self.by_system):
            return self._of_pairs(pairs)
        if scope.total <= FEW_SYSTEMS:
            return self._of_systems(pairs, scope)
        return self._clipped(pairs, scope)

    def _of_pairs(self, pairs: Intervals) -> tuple[Array, Array]:
        offsets = self.by_pair.offsets
        ends = offsets[pairs.ends]
        starts = offsets[pairs.starts]
        if len(pairs) == 1:
            systems = self.by_pair.members[starts[0] : ends[0]]
        else:
            systems = self.by_pair.members[spread(starts, ends - starts)]
        ranks = pairs.members()
        return np.repeat(ranks, offsets[ranks + 1] - offsets[ranks]), systems

    def _of_systems(self, pairs: Intervals, scope: Intervals) -> tuple[Array, Array]:
        systems = scope.members()
        run, lengths = self.by_system.gather(systems)
        wanted = np.flatnonzero(pairs.contain(run))
        return run[wanted].astype(np.int64), np.repeat(systems, lengths)[wanted]

    def _clipped(self, pairs: Intervals, scope: Intervals) -> tuple[Array, Array]:
        members, offsets = self.by_pair.members, self.by_pair.offsets
        ranks = np.repeat(pairs.members(), len(scope))
        lows, highs = offsets[ranks], offsets[ranks + 1]
        repeats = len(ranks) // max(1, len(scope))
        # As many steps as for the longest list there could be: the longest there is would tell of others.
        longest = len(self.by_system)
        bounds = np.concatenate([np.tile(scope.starts, repeats), np.tile(scope.ends, repeats)])
        starts, ends = first_not_below(members, bounds, np.tile(lows, 2), np.tile(highs, 2), longest=longest).reshape(
            2, -1
        )
        lengths = ends - starts
        return np.repeat(ranks, lengths), members[spread(starts, lengths)]

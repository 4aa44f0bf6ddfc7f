"""Lists of ranks behind one another, and the one place that finds occurrences within a scope."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from commonweal.exposure.keys import Array, first_not_below, offsets_of, spread
from commonweal.exposure.scopes import Intervals

# Up to so many systems a scope is read from their side, so that time depends on nothing outside the scope.
FEW_SYSTEMS = 1_024
_LOW_HALF = np.uint64(0xFFFF_FFFF)
_WORD_BITS, _DAY_BITS = 64, 16
_LAST_DAY = np.uint64(0xFFFF)


class TooMany(Exception):
    """Rows and members do not fit into one number together with a day: more than 2**48 pairs times systems."""


def _no_days() -> Array:
    return np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """For each row a list of ranks in ascending order: `members[offsets[row]:offsets[row + 1]]`; some with days."""

    offsets: Array
    members: Array
    days: Array = field(default_factory=_no_days)

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

    @classmethod
    def dated(cls, rows: Array, members: Array, days: Array, count: int) -> Self:
        """Sort; of what is double keep the earliest day. Raises TooMany."""
        return cls.counted(rows, members, days, count)[0]

    @classmethod
    def counted(cls, rows: Array, members: Array, days: Array, count: int) -> tuple[Self, Array]:
        """Sort; of what is double keep the earliest day, and how often it was there. Raises TooMany."""
        bits = int(members.max()).bit_length() if len(members) else 0
        if count.bit_length() + bits + _DAY_BITS > _WORD_BITS:
            raise TooMany
        packed = rows.astype(np.uint64)
        for width, more in ((bits, members), (_DAY_BITS, days)):
            packed <<= np.uint64(width)
            packed |= more.astype(np.uint64, copy=False)
        packed.sort()
        is_new = np.ones(len(packed), np.bool_)
        np.greater(packed[1:] ^ packed[:-1], _LAST_DAY, out=is_new[1:])
        firsts = np.flatnonzero(is_new)
        if len(firsts) < len(packed):
            packed = packed[firsts]
        kept = (packed & _LAST_DAY).astype(np.uint16)
        packed >>= np.uint64(_DAY_BITS)
        lengths = np.bincount((packed >> np.uint64(bits)).astype(np.uint32), minlength=count)
        packed &= np.uint64((1 << bits) - 1)
        return cls(offsets_of(lengths), packed.astype(np.uint32), kept), np.diff(firsts, append=len(is_new))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def gather_dated(self, rows: Array) -> tuple[Array, Array, Array]:
        """Give the lists of these rows one after the other, their days, and the length of each."""
        starts = self.offsets[rows]
        lengths = self.offsets[rows + 1] - starts
        if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1 and (np.diff(rows) == 1).all():
            here = slice(int(starts[0]), int(starts[-1] + lengths[-1]))
            return self.members[here], self.days[here], lengths
        places = spread(starts, lengths)
        return self.members[places], self.days[places], lengths

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
    """Which system runs which pair, from both sides; since when, from the side of systems."""

    by_pair: Lists
    by_system: Lists

    @classmethod
    def of(cls, pairs: Array, systems: Array, days: Array, counts: tuple[int, int]) -> Self:
        """Sort from both sides; `counts` of pairs and systems. Raises TooMany."""
        by_system = Lists.dated(systems, pairs, days, counts[1])
        return cls(by_system.turned(counts[0]), by_system)

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

    def runs(self, scope: Intervals) -> tuple[Array, Array, Array]:
        """Give all occurrences (pairs, systems, days) in these systems, read from their own lists alone."""
        systems = scope.until(len(self.by_system)).members()
        pairs, days, lengths = self.by_system.gather_dated(systems)
        return pairs, np.repeat(systems, lengths), days

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

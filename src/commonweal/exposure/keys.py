"""Version keys, one after another in one array of bytes, and the places of others among them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, Self, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Keys(Sequence[bytes]):
    """Bytes that may lie in a file: key `i` is `blob[offsets[i]:offsets[i + 1]]`; an empty key is no key."""

    __slots__ = ("_bytes", "_ends", "blob", "offsets")

    def __init__(self, blob: Array, offsets: Array) -> None:
        self.blob, self.offsets = blob, offsets
        # Views read single items several times as fast as arrays.
        self._bytes, self._ends = blob.data, offsets.data

    @classmethod
    def of(cls, keys: Iterable[bytes]) -> Self:
        """Lay the keys one after another."""
        listed = list(keys)
        lengths = np.fromiter(map(len, listed), np.int64, len(listed))
        return cls(np.frombuffer(b"".join(listed), np.uint8), offsets_of(lengths))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return bytes(self._bytes[self._ends[place] : self._ends[place + 1]])

    def take(self, places: Array) -> "Keys":
        """Give the keys at these places, in this order."""
        starts = self.offsets[places]
        lengths = self.offsets[places + 1] - starts
        return Keys(self.blob[spread(starts, lengths)], offsets_of(lengths))

    def prefixes(self) -> Array:
        """Give the first eight bytes of each as a number; numbers that differ sort as their keys do."""
        starts, lengths = self.offsets[:-1], np.diff(self.offsets)
        found = np.zeros(len(lengths), np.uint64)
        for place in range(8):
            has = np.flatnonzero(lengths > place)
            found[has] |= self.blob[starts[has] + place].astype(np.uint64) << np.uint64(8 * (7 - place))
        return found


def places(keys: Keys, lows: Array, highs: Array, wanted: Keys) -> Array:
    """For each wanted key: how many keys come before it, where keys `lows[i]` to `highs[i]` are sorted.

    Most are told apart by their first eight bytes, all at once; the rest one by one.
    """
    known, asked = keys.prefixes(), wanted.prefixes()
    longest = int((highs - lows).max()) if len(lows) else 0
    found = first_not_below(known, asked, lows, highs, longest=longest)
    # Keys that share the first eight bytes end where the next number begins; the greatest number has no next.
    last = np.uint64(np.iinfo(np.uint64).max)
    after = first_not_below(known, np.where(asked < last, asked + np.uint64(1), last), found, highs, longest=longest)
    after = np.where(asked < last, after, highs)
    for place in np.flatnonzero(after > found).tolist():
        found[place] = bisect_left(keys, wanted[place], int(found[place]), int(after[place]))
    return found


def first_not_below(values: Array, wanted: Array, lows: Array, highs: Array, *, longest: int) -> Array:
    """For each `i`: the first place in `lows[i]` to `highs[i]`, where values ascend, that is not below `wanted[i]`.

    No stretch is longer than `longest`, which alone decides how many steps are taken.
    """
    # Steps of halving size from just before the first place, each taken where it stays below what is wanted.
    place, last = lows.astype(np.int64) - 1, len(values) - 1
    if last < 0:
        return place + 1
    for bit in reversed(range(longest.bit_length())):
        ahead = place + (1 << bit)
        is_below = (ahead < highs) & (values[np.minimum(ahead, last)] < wanted)
        place = np.where(is_below, ahead, place)
    return place + 1


def distinct(values: Array) -> Array:
    """Give each value once, in ascending order; `np.unique` takes a hundred times as long for numbers like ours."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def offsets_of(lengths: Array) -> Array:
    """Give where each of the things of these lengths starts, and where the last ends."""
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def spread(starts: Array, lengths: Array) -> Array:
    """Give all places of the slices, one slice after the other.

    >>> spread(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Array = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - lengths), lengths)
    return places

"""Ranges of versions as intervals of keys, half open: the first key is in, the last is not."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.standards.versions import FIRST, LAST, after


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """All keys from `low` on, up to but without `high`."""

    low: bytes = FIRST
    high: bytes = LAST

    def __contains__(self, key: object) -> bool:
        return isinstance(key, bytes) and self.low <= key < self.high


Intervals = tuple[Interval, ...]
EVERYTHING: Intervals = (Interval(),)


def only(key: bytes) -> Interval:
    """Give the interval of one version."""
    return Interval(key, after(key))


def union(intervals: Iterable[Interval]) -> Intervals:
    """Sort, drop what is empty, and join what touches.

    >>> union([Interval(b"b", b"d"), Interval(b"a", b"b"), Interval(b"e", b"e")])
    (Interval(low=b'a', high=b'd'),)
    """
    joined: list[Interval] = []
    for interval in sorted(interval for interval in intervals if interval.low < interval.high):
        if joined and interval.low <= joined[-1].high:
            joined[-1] = Interval(joined[-1].low, max(joined[-1].high, interval.high))
        else:
            joined.append(interval)
    return tuple(joined)


def without(intervals: Intervals, keys: Iterable[bytes]) -> Intervals:
    """Take single versions out of intervals that are sorted and apart."""
    holes = sorted(set(keys))
    left: list[Interval] = []
    place = 0
    for interval in intervals:
        low = interval.low
        while place < len(holes) and holes[place] < interval.high:
            if holes[place] >= low:
                left.append(Interval(low, holes[place]))
                low = after(holes[place])
            place += 1
        left.append(Interval(low, interval.high))
    return tuple(interval for interval in left if interval.low < interval.high)


def contains(intervals: Intervals, key: bytes) -> bool:
    """Say whether the key is in intervals that are sorted and apart."""
    place = bisect_right(intervals, key, key=lambda interval: interval.low)
    return place > 0 and key < intervals[place - 1].high

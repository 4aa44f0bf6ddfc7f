"""All that one version of the index holds, by rank: systems, pairs, vulnerabilities, and what links them."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable
from typing import TypeVar

import numpy as np

from commonweal.exposure.arrays import Arrays, keys_of
from commonweal.exposure.keys import Array, Keys
from commonweal.exposure.postings import Lists, Postings
from commonweal.exposure.scopes import Intervals
from commonweal.exposure.tables import ranks

KeyRange = tuple[bytes, bytes]
Named = TypeVar("Named", bound=Hashable)


class NotIndexed(LookupError):
    """This version of the index does not know what was asked for."""


def earliest(found: Iterable[tuple[Named, int]]) -> dict[Named, int]:
    """Give each once, with its earliest day."""
    kept: dict[Named, int] = {}
    for each, day in found:
        kept[each] = min(day, kept.get(each, day))
    return kept


class Holdings:
    """What the tables said when the index was built; `Changed` puts on top what came since."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.pair_ids, self.system_ids = arrays.pair_ids, arrays.system_ids
        self.body_ids, self.group_ids = arrays.body_ids, arrays.group_ids
        self.system_bodies, self.system_criticalities = arrays.system_bodies, arrays.system_criticalities
        self.kev, self.epss, self.cvss = arrays.group_kev, arrays.group_epss, arrays.group_cvss
        self._keys = keys_of(arrays)
        self._lows = Keys(arrays.low_bytes, arrays.low_offsets)
        self._highs = Keys(arrays.high_bytes, arrays.high_offsets)
        self._affecting = Lists(arrays.pair_group_offsets, arrays.pair_groups, arrays.pair_group_days)
        self._postings = Postings(
            Lists(arrays.pair_system_offsets, arrays.pair_systems),
            Lists(arrays.system_pair_offsets, arrays.system_pairs, arrays.system_pair_days),
        )

    def pairs(self, ids: Array) -> Array:
        """Give the ranks of pairs, -1 where there is none."""
        return ranks(self.arrays.pair_ids, self.arrays.pair_order, ids)

    def systems(self, ids: Array) -> Array:
        """Give the ranks of systems, -1 where there is none."""
        return ranks(self.arrays.system_ids, self.arrays.system_order, ids)

    def bodies(self, ids: Array) -> Array:
        """Give the ranks of bodies, -1 where there is none."""
        return ranks(self.arrays.body_ids, self.arrays.body_order, ids)

    def group(self, group: int) -> int:
        """Give the rank of a vulnerability. Raises NotIndexed."""
        rank = int(ranks(self.arrays.group_ids, self.arrays.group_order, np.array([group]))[0])
        if rank < 0:
            raise NotIndexed(group)
        return rank

    def systems_of(self, bodies: Array) -> Array:
        """Give rows of first and last-but-one ranks of the systems of these bodies."""
        offsets = self.arrays.body_offsets
        return np.stack([offsets[bodies], offsets[bodies + 1]], axis=1)

    def present(self, systems: Intervals) -> Array:
        """Give the ranks that are systems of today."""
        return systems.until(len(self.system_ids)).members()

    def occurrences(self, pairs: Intervals, systems: Intervals) -> tuple[Array, Array]:
        """Give the occurrences (pairs, systems) of these pairs in these systems, and no other."""
        return self._postings.select(pairs, systems)

    def runs(self, systems: Intervals) -> tuple[Array, Array, Array]:
        """Give all occurrences (pairs, systems, days) in these systems, and no other."""
        return self._postings.runs(systems)

    def pairs_of_group(self, rank: int) -> Intervals:
        """Give the pairs that a vulnerability affects."""
        arrays = self.arrays
        here = slice(arrays.interval_offsets[rank], arrays.interval_offsets[rank + 1])
        return Intervals(arrays.interval_starts[here].astype(np.int64), arrays.interval_ends[here].astype(np.int64))

    def pairs_between(self, package: int, spans: Iterable[KeyRange]) -> list[tuple[int, int]]:
        """Give the pairs of a package from low up to but without high, as intervals."""
        rank = self._package(package)
        if rank is None:
            return []
        start, end = int(self.arrays.package_offsets[rank]), int(self.arrays.package_ordered[rank])
        return [
            (bisect_left(self._keys, low, start, end), bisect_left(self._keys, high, start, end)) for low, high in spans
        ]

    def groups_of(self, pairs: Array) -> tuple[Array, Array]:
        """Give the vulnerabilities of these pairs one after the other, and how many each has."""
        return self._affecting.gather(pairs)

    def dated_groups_of(self, pairs: Array) -> tuple[Array, Array, Array]:
        """Give the vulnerabilities of these pairs, since when that is known, and how many each pair has."""
        return self._affecting.gather_dated(pairs)

    def groups_at(self, package: int, key: bytes) -> dict[int, int]:
        """Give the vulnerabilities whose spans hold the key, whether or not anyone runs it, with the earliest day."""
        rank = self._package(package)
        if rank is None or not key:
            return {}
        spans = range(self.arrays.span_offsets[rank], self.arrays.span_offsets[rank + 1])
        return earliest(
            (int(self.arrays.span_groups[span]), int(self.arrays.span_days[span]))
            for span in spans
            if self._lows[span] <= key < self._highs[span]
        )

    def _package(self, package: int) -> int | None:
        rank = int(np.searchsorted(self.arrays.package_ids, package))
        known = rank < len(self.arrays.package_ids) and self.arrays.package_ids[rank] == package
        return rank if known else None

"""One version of the index, and the questions it answers; each within a scope."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from commonweal.exposure.arrays import Arrays, keys_of
from commonweal.exposure.keys import Array
from commonweal.exposure.postings import Lists, Postings
from commonweal.exposure.scopes import Intervals, Scope
from commonweal.exposure.tables import ranks

# Distinct ranks of fewer than one in so many are sorted; of more they are marked.
_SPARSE = 64


class NotIndexed(LookupError):
    """This version of the index does not know what was asked for."""


class StaleScope(Exception):
    """The scope was made for another version of the index, where ranks mean other systems."""


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """Who runs what was asked for: ids of systems in pre-order, of pairs, and of bodies with how many systems each.

    `found_systems[i]` runs `found_pairs[i]`. Systems of bodies sum to the number of systems.
    """

    systems: Array
    pairs: Array
    bodies: Array
    body_systems: Array
    found_systems: Array
    found_pairs: Array


class Index:
    """Arrays of one version; cheap to make, safe to share between threads, since nothing in it changes."""

    def __init__(self, arrays: Arrays, version: str, position: int) -> None:
        self.version, self.position = version, position
        self._arrays = arrays
        self._keys = keys_of(arrays)
        self._postings = Postings(
            Lists(arrays.pair_system_offsets, arrays.pair_systems),
            Lists(arrays.system_pair_offsets, arrays.system_pairs),
        )

    def scope(self, bodies: Iterable[int] = (), systems: Iterable[int] = ()) -> Scope:
        """Give the scope of all systems of these bodies, and of these systems; ids that are not there are left out."""
        arrays = self._arrays
        of_bodies = _known(ranks(arrays.body_ids, arrays.body_order, _ids(bodies)))
        of_systems = _known(ranks(arrays.system_ids, arrays.system_order, _ids(systems)))
        starts = np.concatenate([arrays.body_offsets[of_bodies], of_systems])
        ends = np.concatenate([arrays.body_offsets[of_bodies + 1], of_systems + 1])
        return Scope(Intervals.of(zip(starts.tolist(), ends.tolist(), strict=True)), self.version)

    def affected(self, group: int, scope: Scope) -> Affected:
        """Answer which systems a vulnerability affects. Raises NotIndexed, StaleScope."""
        return self._answer(self._pairs_of_group(self._group(group)), scope)

    def affected_by_interval(self, package: int, intervals: Iterable[tuple[bytes, bytes]], scope: Scope) -> Affected:
        """Answer which systems run the package in versions from low up to but without high. Raises StaleScope."""
        return self._answer(self._pairs_between(package, intervals), scope)

    def affected_by_pairs(self, pairs: Iterable[int], scope: Scope) -> Affected:
        """Answer which systems run one of these pairs. Raises StaleScope."""
        found = _known(ranks(self._arrays.pair_ids, self._arrays.pair_order, _ids(pairs)))
        return self._answer(Intervals.of_ranks(found), scope)

    def _occurrences(self, pairs: Intervals, scope: Scope) -> tuple[Array, Array]:
        """Give the occurrences (pairs, systems) of these pairs within the scope: every answer comes through here."""
        if scope.version not in {self.version, ""}:
            raise StaleScope
        return self._postings.select(pairs, scope.systems)

    def _answer(self, wanted: Intervals, scope: Scope) -> Affected:
        arrays = self._arrays
        pairs, systems = self._occurrences(wanted, scope)
        distinct = _distinct(systems, len(arrays.system_ids))
        bodies, counts = _counted(arrays.system_bodies[distinct], len(arrays.body_ids))
        return Affected(
            systems=arrays.system_ids[distinct],
            pairs=arrays.pair_ids[_distinct(pairs, len(arrays.pair_ids))],
            bodies=arrays.body_ids[bodies],
            body_systems=counts,
            found_systems=arrays.system_ids[systems],
            found_pairs=arrays.pair_ids[pairs],
        )

    def _group(self, group: int) -> int:
        rank = int(ranks(self._arrays.group_ids, self._arrays.group_order, _ids([group]))[0])
        if rank < 0:
            raise NotIndexed(group)
        return rank

    def _pairs_of_group(self, rank: int) -> Intervals:
        arrays = self._arrays
        here = slice(arrays.interval_offsets[rank], arrays.interval_offsets[rank + 1])
        return Intervals(arrays.interval_starts[here].astype(np.int64), arrays.interval_ends[here].astype(np.int64))

    def _pairs_between(self, package: int, intervals: Iterable[tuple[bytes, bytes]]) -> Intervals:
        arrays = self._arrays
        rank = int(np.searchsorted(arrays.package_ids, package))
        if rank == len(arrays.package_ids) or arrays.package_ids[rank] != package:
            return Intervals.of([])
        start, end = int(arrays.package_offsets[rank]), int(arrays.package_ordered[rank])
        return Intervals.of(
            (bisect_left(self._keys, low, start, end), bisect_left(self._keys, high, start, end))
            for low, high in intervals
        )


def _ids(given: Iterable[int]) -> Array:
    return np.fromiter(given, np.int64)


def _known(found: Array) -> Array:
    known: Array = found[found >= 0]
    return known


def _distinct(found: Array, count: int) -> Array:
    """Give each rank once, in ascending order."""
    if len(found) < count // _SPARSE:
        return np.unique(found)
    is_there = np.zeros(count, np.bool_)
    is_there[found] = True
    return np.flatnonzero(is_there)


def _counted(found: Array, count: int) -> tuple[Array, Array]:
    """Give each rank once, in ascending order, and how often it is there."""
    if len(found) < count // _SPARSE:
        return np.unique(found, return_counts=True)
    counts = np.bincount(found, minlength=count)
    there = np.flatnonzero(counts)
    return there, counts[there]

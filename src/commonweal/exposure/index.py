"""One version of the index, and the questions it answers; each within a scope."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from commonweal.exposure.delta import Changed, Delta
from commonweal.exposure.holdings import Holdings, KeyRange, NotIndexed
from commonweal.exposure.keys import Array, distinct
from commonweal.exposure.scopes import Intervals, Scope
from commonweal.exposure.tallies import PlaceTallies, Tallies, tallies, tallies_by
from commonweal.exposure.worklists import Filters, Order, RollUp, Totals, Worklist, roll_up, totals, worklist

# Distinct ranks of fewer than one in so many are sorted; of more they are marked.
_SPARSE = 64


class StaleScope(Exception):
    """The scope was made for another version of the index, where ranks mean other systems."""


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """Who runs what was asked for: ids of systems, of pairs, and of bodies with how many systems each.

    In pre-order, what changed since the build behind. `found_systems[i]` runs `found_pairs[i]`. Systems of bodies sum
    to the number of systems.
    """

    systems: Array
    pairs: Array
    bodies: Array
    body_systems: Array
    found_systems: Array
    found_pairs: Array


class Index:
    """Cheap to make, and safe to share between threads, since nothing in it changes."""

    def __init__(self, holdings: Holdings, version: str, position: int) -> None:
        self.version, self.position = version, position
        self._holdings = holdings

    def with_delta(self, delta: Delta) -> "Index":
        """Give this version with what changed since, as if it had been built anew. Raises NotIndexed.

        Keep it for as long as nothing more changes: making it takes time that grows with the delta.
        """
        fingerprint = hashlib.sha256(repr(delta).encode()).hexdigest()
        arrays = self._holdings.arrays
        return Index(Changed(arrays, delta), f"{self.version}+{fingerprint}", max(self.position, delta.position))

    def scope(self, bodies: Iterable[int] = (), systems: Iterable[int] = ()) -> Scope:
        """Give the scope of all systems of these bodies, and of these systems; ids that are not there are left out."""
        of_bodies = self._holdings.systems_of(_known(self._holdings.bodies(_ids(bodies))))
        of_systems = _known(self._holdings.systems(_ids(systems)))
        return Scope(Intervals.of([*map(tuple, of_bodies.tolist()), *Intervals.of_ranks(of_systems)]), self.version)

    def affected(self, group: int, scope: Scope) -> Affected:
        """Answer which systems a vulnerability affects. Raises NotIndexed, StaleScope."""
        return self._answer(self._holdings.pairs_of_group(self._holdings.group(group)), scope)

    def affected_by_interval(self, package: int, spans: Iterable[KeyRange], scope: Scope) -> Affected:
        """Answer which systems run the package in versions from low up to but without high. Raises StaleScope."""
        return self._answer(Intervals.of(self._holdings.pairs_between(package, spans)), scope)

    def affected_by_pairs(self, pairs: Iterable[int], scope: Scope) -> Affected:
        """Answer which systems run one of these pairs. Raises StaleScope."""
        return self._answer(Intervals.of_ranks(_known(self._holdings.pairs(_ids(pairs)))), scope)

    def of_system(self, system: int, scope: Scope) -> tuple[Array, Array]:
        """Give what a system runs and what is wrong with it: ids of pairs, and ids of vulnerabilities beside them.

        A pair stands once for each of its vulnerabilities, and once with 0 where it has none.
        Raises NotIndexed where there is no such system in the scope, StaleScope.
        """
        rank = self._holdings.systems(_ids([system]))
        if rank[0] < 0 or not self._seen(scope).contain(rank)[0]:
            raise NotIndexed(system)
        pairs = self._holdings.occurrences(Intervals.all(), Intervals.of_ranks(rank))[0]
        groups, lengths = self._holdings.groups_of(pairs)
        clean = lengths == 0
        return (
            self._holdings.pair_ids[np.concatenate([np.repeat(pairs, lengths), pairs[clean]])],
            np.concatenate([self._holdings.group_ids[groups], np.zeros(clean.sum(), np.int64)]),
        )

    def groups_of(self, pairs: Iterable[int]) -> dict[int, list[int]]:
        """Give the vulnerabilities of each of these pairs that has some; who runs them stays untold."""
        asked = self._holdings.pairs(_ids(pairs))
        known = _known(asked)
        groups, lengths = self._holdings.groups_of(known)
        found: dict[int, list[int]] = {}
        named = self._holdings.pair_ids[np.repeat(known, lengths)].tolist()
        for pair, group in zip(named, self._holdings.group_ids[groups].tolist(), strict=True):
            found.setdefault(pair, []).append(group)
        return found

    def groups_at(self, package: int, key: bytes) -> list[int]:
        """Give the vulnerabilities whose ranges hold this version of the package, whether or not anyone runs it."""
        return sorted(self._holdings.group_ids[list(self._holdings.groups_at(package, key))].tolist())

    def worklist(self, scope: Scope, order: Order, filters: Filters | None = None, top: int = 50) -> Worklist:
        """Give what to do first: the first so many vulnerabilities in this order, with counts. Raises StaleScope."""
        return worklist(self._holdings, self._seen(scope), order, filters or Filters(), top)

    def totals(self, scope: Scope) -> Totals:
        """Count what there is. Raises StaleScope."""
        return totals(self._holdings, self._seen(scope))

    def roll_up(self, scope: Scope) -> RollUp:
        """Count and give the worst for each system. Raises StaleScope."""
        return roll_up(self._holdings, self._seen(scope))

    def tallies(self, scope: Scope, weights: Sequence[float]) -> Tallies:
        """Count for each vulnerability how far it reaches; weights as in `Order`. Raises StaleScope."""
        return tallies(self._holdings, self._seen(scope), weights)

    def tallies_by(self, place: Literal["body", "system"], scope: Scope) -> PlaceTallies:
        """Count for each vulnerability at each place. Raises StaleScope."""
        return tallies_by(self._holdings, self._seen(scope), place)

    def _seen(self, scope: Scope) -> Intervals:
        """Give the systems an answer may come from; no question reads occurrences but through here."""
        if scope.version not in {self.version, ""}:
            raise StaleScope
        return scope.systems.until(len(self._holdings.system_ids))

    def _answer(self, wanted: Intervals, scope: Scope) -> Affected:
        holdings = self._holdings
        pairs, systems = holdings.occurrences(wanted, self._seen(scope))
        distinct = distinct_of(systems, len(holdings.system_ids))
        bodies, counts = _counted(holdings.system_bodies[distinct], len(holdings.body_ids))
        return Affected(
            systems=holdings.system_ids[distinct],
            pairs=holdings.pair_ids[distinct_of(pairs, len(holdings.pair_ids))],
            bodies=holdings.body_ids[bodies],
            body_systems=counts,
            found_systems=holdings.system_ids[systems],
            found_pairs=holdings.pair_ids[pairs],
        )


def _ids(given: Iterable[int]) -> Array:
    return np.fromiter(given, np.int64)


def _known(found: Array) -> Array:
    known: Array = found[found >= 0]
    return known


def distinct_of(found: Array, count: int) -> Array:
    """Give each rank once, in ascending order."""
    if len(found) < count // _SPARSE:
        return distinct(found)
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

"""What changed since the index was built, merged into every answer until the next build."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from commonweal.exposure.arrays import Arrays
from commonweal.exposure.holdings import Holdings, KeyRange, NotIndexed
from commonweal.exposure.keys import Array, offsets_of
from commonweal.exposure.postings import Lists, Postings
from commonweal.exposure.scopes import Intervals

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class ChangedSystem:
    """A system that is new, or whose facts or pairs changed: all of it, as it is now; everything by id."""

    id: int
    body: int
    criticality: int
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewPair:
    """A package in a version that the index has not; key b"" where its version has no order."""

    id: int
    package: int
    key: bytes


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """A vulnerability that is new or changed: all of it, as it is now; spans are (package, low, high)."""

    id: int
    spans: tuple[tuple[int, bytes, bytes], ...] = ()
    matches: tuple[int, ...] = ()
    kev: bool = False
    epss: float = NAN
    cvss: float = NAN


@dataclass(frozen=True, slots=True)
class Delta:
    """Everything that is other than in the index; `position` is the event up to which this was read."""

    systems: tuple[ChangedSystem, ...] = ()
    removed_systems: tuple[int, ...] = ()
    pairs: tuple[NewPair, ...] = ()
    groups: tuple[ChangedGroup, ...] = ()
    removed_groups: tuple[int, ...] = ()
    position: int = 0


class Changed(Holdings):
    """Holdings with a delta on top: what is new gets ranks behind the others, what was replaced is passed over."""

    def __init__(self, arrays: Arrays, delta: Delta) -> None:
        super().__init__(arrays)
        self._number_pairs(delta)
        self._number_systems(delta)
        self._number_groups(delta)
        self._post()
        self._match(delta)

    def _number_pairs(self, delta: Delta) -> None:
        known = super().pairs(_ids(pair.id for pair in delta.pairs)).tolist()
        fresh = [pair for pair, rank in zip(delta.pairs, known, strict=True) if rank < 0]
        fresh.sort(key=lambda pair: (pair.package, not pair.key, pair.key))
        self._new_pairs = {pair.id: len(self.pair_ids) + place for place, pair in enumerate(fresh)}
        self._new_keys: dict[int, list[tuple[bytes, int]]] = {}
        for pair in fresh:
            if pair.key:
                self._new_keys.setdefault(pair.package, []).append((pair.key, self._new_pairs[pair.id]))
        self.pair_ids = np.concatenate([self.pair_ids, _ids(self._new_pairs)])

    def _number_systems(self, delta: Delta) -> None:
        named = _ids(sorted({system.body for system in delta.systems}))
        fresh = named[super().bodies(named) < 0]
        self._new_bodies = {int(body): len(self.body_ids) + place for place, body in enumerate(fresh)}
        self.body_ids = np.concatenate([self.body_ids, fresh])
        bodies = self.bodies(_ids(system.body for system in delta.systems))
        # In pre-order again, so that a body with all below it stays one interval.
        order = np.argsort(bodies, kind="stable")
        self._systems = [delta.systems[place] for place in order.tolist()]
        self._first_system = len(self.system_ids)
        self._body_offsets = offsets_of(np.bincount(bodies, minlength=len(self.body_ids)))
        self._new_systems = {system.id: self._first_system + place for place, system in enumerate(self._systems)}
        replaced = super().systems(_ids([*self._new_systems, *delta.removed_systems]))
        self._is_gone = np.zeros(len(self.system_ids), np.bool_)
        self._is_gone[replaced[replaced >= 0]] = True
        self._removed = frozenset(delta.removed_systems) - self._new_systems.keys()
        levels = np.array([system.criticality for system in self._systems], np.uint8)
        self.system_ids = np.concatenate([self.system_ids, _ids(self._new_systems)])
        self.system_bodies = np.concatenate([self.system_bodies, bodies[order].astype(np.uint32)])
        self.system_criticalities = np.concatenate([self.system_criticalities, levels])

    def _number_groups(self, delta: Delta) -> None:
        first = len(self.group_ids)
        self._new_groups = {group.id: first + place for place, group in enumerate(delta.groups)}
        self._gone_groups = frozenset(delta.removed_groups) - self._new_groups.keys()
        self._is_past = np.zeros(first, np.bool_)
        for group in [*self._new_groups, *self._gone_groups]:
            try:
                self._is_past[super().group(group)] = True
            except NotIndexed:
                continue
        self.group_ids = np.concatenate([self.group_ids, _ids(self._new_groups)])
        self.kev = np.concatenate([self.kev, np.array([group.kev for group in delta.groups], np.bool_)])
        self.epss = np.concatenate([self.epss, np.array([group.epss for group in delta.groups], np.float32)])
        self.cvss = np.concatenate([self.cvss, np.array([group.cvss for group in delta.groups], np.float32)])

    def _post(self) -> None:
        counts = _ids(len(system.pairs) for system in self._systems)
        pairs = self.pairs(_ids(pair for system in self._systems for pair in system.pairs))
        if (pairs < 0).any():
            raise NotIndexed("A system runs a pair that is neither in the index nor in the delta.")
        # Ranks without gaps: lists as long as the delta, not as all that is held.
        self._run_pairs, pairs = np.unique(pairs, return_inverse=True)
        systems = np.repeat(np.arange(len(counts)), counts)
        self._new_postings = Postings.of(
            pairs.astype(np.uint32), systems.astype(np.uint32), (len(self._run_pairs), len(counts))
        )

    def _match(self, delta: Delta) -> None:
        """Link new vulnerabilities with all pairs, and new pairs with all vulnerabilities."""
        self._new_intervals: dict[int, Intervals] = {}
        self._new_spans: dict[int, list[tuple[bytes, bytes, int]]] = {}
        linked: set[tuple[int, int]] = set()
        for package, found in self._new_keys.items():
            linked.update((pair, group) for key, pair in found for group in self.groups_at(package, key))
        more: dict[int, list[tuple[int, int]]] = {}
        for pair, rank in linked:
            more.setdefault(rank, []).append((pair, pair + 1))
        self._more_intervals = more
        for group in delta.groups:
            rank = self._new_groups[group.id]
            listed = self.pairs(_ids(group.matches))
            ranges = [(pair, pair + 1) for pair in listed[listed >= 0].tolist()]
            for package, low, high in group.spans:
                ranges += self.pairs_between(package, [(low, high)])
                self._new_spans.setdefault(package, []).append((low, high, rank))
            self._new_intervals[rank] = Intervals.of(ranges)
            linked.update((pair, rank) for pair in self._new_intervals[rank].members().tolist())
        pairs, groups = np.array(sorted(linked), np.int64).reshape(-1, 2).T
        self._hit_pairs, places = np.unique(pairs, return_inverse=True)
        self._new_affecting = Lists.of(places.astype(np.uint32), groups.astype(np.uint32), len(self._hit_pairs))

    def pairs(self, ids: Array) -> Array:
        """Give the ranks of pairs, -1 where there is none."""
        return _overlaid(super().pairs(ids), ids, self._new_pairs)

    def systems(self, ids: Array) -> Array:
        """Give the ranks of systems, -1 where there is none."""
        return _overlaid(super().systems(ids), ids, self._new_systems | dict.fromkeys(self._removed, -1))

    def bodies(self, ids: Array) -> Array:
        """Give the ranks of bodies, -1 where there is none."""
        return _overlaid(super().bodies(ids), ids, self._new_bodies)

    def group(self, group: int) -> int:
        """Give the rank of a vulnerability. Raises NotIndexed."""
        if group in self._gone_groups:
            raise NotIndexed(group)
        found = self._new_groups.get(group)
        return super().group(group) if found is None else found

    def systems_of(self, bodies: Array) -> Array:
        """Give rows of first and last-but-one ranks of the systems of these bodies."""
        offsets = self._body_offsets + self._first_system
        fresh = np.stack([offsets[bodies], offsets[bodies + 1]], axis=1)
        return np.concatenate([super().systems_of(bodies[bodies < len(self.arrays.body_ids)]), fresh])

    def present(self, systems: Intervals) -> Array:
        """Give the ranks that are systems of today."""
        found = super().present(systems)
        is_old = found < self._first_system
        return found[~is_old | ~self._is_gone[np.where(is_old, found, 0)]] if self._first_system else found

    def occurrences(self, pairs: Intervals, systems: Intervals) -> tuple[Array, Array]:
        """Give the occurrences (pairs, systems) of these pairs in these systems, and no other."""
        old_pairs, old_systems = super().occurrences(pairs, systems)
        kept = ~self._is_gone[old_systems]
        new_pairs, new_systems = self._new_postings.select(
            pairs.among(self._run_pairs), systems.moved(-self._first_system)
        )
        return (
            np.concatenate([old_pairs[kept], self._run_pairs[new_pairs]]),
            np.concatenate([old_systems[kept], new_systems.astype(np.int64) + self._first_system]),
        )

    def pairs_of_group(self, rank: int) -> Intervals:
        """Give the pairs that a vulnerability affects."""
        if rank in self._new_intervals:
            return self._new_intervals[rank]
        known = super().pairs_of_group(rank)
        more = self._more_intervals.get(rank)
        return Intervals.of([*known, *more]) if more else known

    def pairs_between(self, package: int, spans: Iterable[KeyRange]) -> list[tuple[int, int]]:
        """Give the pairs of a package from low up to but without high, as intervals."""
        asked = list(spans)
        fresh = self._new_keys.get(package, ())
        return super().pairs_between(package, asked) + [
            (pair, pair + 1) for key, pair in fresh if any(low <= key < high for low, high in asked)
        ]

    def groups_of(self, pairs: Array) -> tuple[Array, Array]:
        """Give the vulnerabilities of these pairs one after the other, and how many each has."""
        known = np.flatnonzero(pairs < len(self.arrays.pair_ids))
        groups, found = super().groups_of(pairs[known])
        lengths = np.zeros(len(pairs), np.int64)
        lengths[known] = found
        if (is_past := self._is_past[groups]).any():
            lengths -= np.bincount(np.repeat(np.arange(len(pairs)), lengths)[is_past], minlength=len(pairs))
            groups = groups[~is_past]
        places, rows = _meeting(self._hit_pairs, pairs)
        more, counts = self._new_affecting.gather(rows)
        groups = np.insert(groups, np.repeat(np.cumsum(lengths)[places], counts), more)
        lengths[places] += counts
        return groups, lengths

    def groups_at(self, package: int, key: bytes) -> set[int]:
        """Give the vulnerabilities whose spans hold the key, whether or not anyone runs it."""
        known = {group for group in super().groups_at(package, key) if not self._is_past[group]}
        fresh = self._new_spans.get(package, ())
        return known | {group for low, high, group in fresh if key and low <= key < high}


_ids = partial(np.fromiter, dtype=np.int64)


def _overlaid(found: Array, ids: Array, other: dict[int, int]) -> Array:
    if other:
        for place in np.flatnonzero(np.isin(ids, _ids(other))).tolist():
            found[place] = other[int(ids[place])]
    return found


def _meeting(known: Array, wanted: Array) -> tuple[Array, Array]:
    """Give the places of wanted ranks that are known, and where in `known`, which ascends."""
    if not len(known):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    places = np.flatnonzero(known[rows] == wanted)
    return places, rows[places]

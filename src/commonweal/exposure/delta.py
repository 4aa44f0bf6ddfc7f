"""What changed since the index was built, merged into every answer until the next build."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from commonweal.exposure.arrays import Arrays
from commonweal.exposure.holdings import Holdings, KeyRange, NotIndexed, earliest
from commonweal.exposure.keys import Array, offsets_of
from commonweal.exposure.postings import Lists, Postings
from commonweal.exposure.scopes import Intervals

NAN = float("nan")
Link = tuple[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class ChangedSystem:
    """A system that is new, or whose facts or pairs changed: all of it, as it is now; everything by id.

    `pairs` are what it runs, each with the day since when.
    """

    id: int
    body: int
    criticality: int
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NewPair:
    """A package in a version that the index has not; key b"" where its version has no order.

    `listed_by` are vulnerabilities that list it as it is, each with the day since when.
    """

    id: int
    package: int
    key: bytes
    listed_by: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """A vulnerability that is new or changed: all of it, as it is now.

    `spans` are (package, low, high, day), `matches` pairs that it lists as they are, each with the day since when.
    """

    id: int
    spans: tuple[tuple[int, bytes, bytes, int], ...] = ()
    matches: tuple[tuple[int, int], ...] = ()
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
        self._link(self._matches(delta))

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
        run = [each for system in self._systems for each in system.pairs]
        pairs = self.pairs(_ids(pair for pair, _ in run))
        if (pairs < 0).any():
            raise NotIndexed("A system runs a pair that is neither in the index nor in the delta.")
        # Ranks without gaps: lists as long as the delta, not as all that is held.
        self._run_pairs, pairs = np.unique(pairs, return_inverse=True)
        systems = np.repeat(np.arange(len(counts)), counts)
        days = np.array([day for _, day in run], np.uint16)
        self._new_postings = Postings.of(
            pairs.astype(np.uint32), systems.astype(np.uint32), days, (len(self._run_pairs), len(counts))
        )

    def _matches(self, delta: Delta) -> dict[tuple[int, int], int]:
        """Give the earliest day for each pair and vulnerability of which one is new."""
        self._new_intervals: dict[int, Intervals] = {}
        self._new_spans: dict[int, list[tuple[bytes, bytes, int, int]]] = {}
        of_new_pairs = earliest(self._known_about(delta.pairs))
        more: dict[int, list[tuple[int, int]]] = {}
        for pair, rank in of_new_pairs:
            more.setdefault(rank, []).append((pair, pair + 1))
        self._more_intervals = more
        return earliest([*of_new_pairs.items(), *self._said_by(delta.groups)])

    def _known_about(self, pairs: Iterable[NewPair]) -> Iterator[Link]:
        """Give what vulnerabilities that did not change say about new pairs."""
        for package, found in self._new_keys.items():
            for key, pair in found:
                for group, day in self.groups_at(package, key).items():
                    yield (pair, group), day
        for each in pairs:
            rank = self._new_pairs.get(each.id)
            for named, day in each.listed_by:
                group_rank = self._unchanged(named)
                if rank is not None and group_rank is not None:
                    yield (rank, group_rank), day

    def _said_by(self, groups: Iterable[ChangedGroup]) -> Iterator[Link]:
        """Give what vulnerabilities that changed say about all pairs, and keep it for questions."""
        for group in groups:
            rank = self._new_groups[group.id]
            listed = self.pairs(_ids(pair for pair, _ in group.matches)).tolist()
            said = [
                (pair, pair + 1, day) for pair, (_, day) in zip(listed, group.matches, strict=True) if pair >= 0
            ]  # fmt: skip
            for package, low, high, day in group.spans:
                said += [(start, end, day) for start, end in self.pairs_between(package, [(low, high)])]
                self._new_spans.setdefault(package, []).append((low, high, rank, day))
            self._new_intervals[rank] = Intervals.of((start, end) for start, end, _ in said)
            for start, end, day in said:
                for pair in range(start, end):
                    yield (pair, rank), day

    def _unchanged(self, group: int) -> int | None:
        """Give the rank of a vulnerability that is as the base has it."""
        try:
            rank = Holdings.group(self, group)
        except NotIndexed:
            return None
        return None if self._is_past[rank] else rank

    def _link(self, linked: dict[tuple[int, int], int]) -> None:
        """Keep which vulnerabilities affect which pairs, beside what the base knows, and since when."""
        ordered = sorted(linked)
        pairs, groups = np.array(ordered, np.int64).reshape(-1, 2).T
        days = np.array([linked[each] for each in ordered], np.uint16)
        self._hit_pairs, places = np.unique(pairs, return_inverse=True)
        self._new_affecting = Lists.dated(places.astype(np.uint32), groups, days, len(self._hit_pairs))

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

    def runs(self, systems: Intervals) -> tuple[Array, Array, Array]:
        """Give all occurrences (pairs, systems, days) in these systems, and no other."""
        old_pairs, old_systems, old_days = super().runs(systems)
        kept = ~self._is_gone[old_systems]
        pairs, new_systems, days = self._new_postings.runs(systems.moved(-self._first_system))
        return (
            np.concatenate([old_pairs[kept], self._run_pairs[pairs]]),
            np.concatenate([old_systems[kept], new_systems.astype(np.int64) + self._first_system]),
            np.concatenate([old_days[kept], days]),
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
        groups, _, lengths = self.dated_groups_of(pairs)
        return groups, lengths

    def dated_groups_of(self, pairs: Array) -> tuple[Array, Array, Array]:
        """Give the vulnerabilities of these pairs, since when that is known, and how many each pair has."""
        known = np.flatnonzero(pairs < len(self.arrays.pair_ids))
        groups, days, found = super().dated_groups_of(pairs[known])
        lengths = np.zeros(len(pairs), np.int64)
        lengths[known] = found
        if (is_past := self._is_past[groups]).any():
            lengths -= np.bincount(np.repeat(np.arange(len(pairs)), lengths)[is_past], minlength=len(pairs))
            groups, days = groups[~is_past], days[~is_past]
        places, rows = _meeting(self._hit_pairs, pairs)
        if not len(places):
            return groups, days, lengths
        more, more_days, counts = self._new_affecting.gather_dated(rows)
        behind = np.repeat(np.cumsum(lengths)[places], counts)
        lengths[places] += counts
        return np.insert(groups, behind, more), np.insert(days, behind, more_days), lengths

    def groups_at(self, package: int, key: bytes) -> dict[int, int]:
        """Give the vulnerabilities whose spans hold the key, whether or not anyone runs it, with the earliest day."""
        known = {group: day for group, day in super().groups_at(package, key).items() if not self._is_past[group]}
        fresh = self._new_spans.get(package, ())
        return known | earliest((group, day) for low, high, group, day in fresh if key and low <= key < high)


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

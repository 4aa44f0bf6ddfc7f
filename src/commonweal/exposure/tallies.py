"""How far each vulnerability reaches within a scope, all of them, or for each body or each system; and since when.

Time and memory grow with what the scope runs and what is wrong with it: some systems are read at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from commonweal.exposure.holdings import Holdings
from commonweal.exposure.keys import Array, distinct
from commonweal.exposure.postings import FEW_SYSTEMS, Lists
from commonweal.exposure.scopes import Intervals

_GROUP_BITS = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """For each vulnerability (id) that affects anything: how many systems, bodies and findings, and the most weight.

    A finding is a pair that a system runs. `days` are the first on which both were known: that it runs, and that it is
    affected.
    """

    groups: Array
    systems: Array
    bodies: Array
    findings: Array
    weights: Array
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTallies:
    """The same for each vulnerability at each body or each system (`places`, ids)."""

    places: Array
    groups: Array
    findings: Array
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What is wrong with some systems (ranks): each vulnerability (rank) once for each of them."""

    systems: Array
    groups: Array
    findings: Array
    days: Array


def tallies(holdings: Holdings, scope: Intervals, weights: Sequence[float]) -> Tallies:
    """Count for each vulnerability; `weights[0]` is for systems whose criticality nobody said."""
    of_level = np.array(weights, np.float32)
    count = len(holdings.group_ids)
    systems, bodies, findings = (np.zeros(count, np.int64) for _ in range(3))
    heaviest, first = np.zeros(count, np.float32), np.full(count, np.iinfo(np.uint16).max, np.uint16)
    before = np.zeros(0, np.uint64)
    for part in _parts(holdings, scope):
        np.add.at(systems, part.groups, 1)
        np.add.at(findings, part.groups, part.findings)
        np.maximum.at(heaviest, part.groups, of_level[holdings.system_criticalities[part.systems]])
        np.minimum.at(first, part.groups, part.days)
        # A body may begin in one part and end in the next: what was counted for the last body is not counted again.
        in_bodies = distinct(_packed(holdings.system_bodies[part.systems], part.groups))
        in_bodies = in_bodies[~np.isin(in_bodies, before)]
        np.add.at(bodies, _groups(in_bodies), 1)
        seen = np.concatenate([before, in_bodies])
        before = seen[seen >> _GROUP_BITS == seen.max() >> _GROUP_BITS] if len(seen) else seen
    there = np.flatnonzero(systems)
    found = (systems, bodies, findings, heaviest, first)
    return Tallies(holdings.group_ids[there], *(each[there] for each in found))


def tallies_by(holdings: Holdings, scope: Intervals, place: Literal["body", "system"]) -> PlaceTallies:
    """Count for each vulnerability at each place."""
    parts = list(_parts(holdings, scope))
    places, groups, findings, days = (
        np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
        for name, kind in (("systems", np.int64), ("groups", np.int64), ("findings", np.int64), ("days", np.uint16))
    )
    if place == "system":
        return PlaceTallies(holdings.system_ids[places], holdings.group_ids[groups], findings, days)
    packed = _packed(holdings.system_bodies[places], groups)
    order = np.argsort(packed)
    packed = packed[order]
    firsts = np.flatnonzero(np.concatenate([np.ones(len(packed[:1]), np.bool_), packed[1:] != packed[:-1]]))
    summed, earliest = (
        reduced.reduceat(each[order], firsts) if len(firsts) else each
        for reduced, each in ((np.add, findings), (np.minimum, days))
    )
    bodies = (packed[firsts] >> _GROUP_BITS).astype(np.int64)
    return PlaceTallies(holdings.body_ids[bodies], holdings.group_ids[_groups(packed[firsts])], summed, earliest)


def _parts(holdings: Holdings, scope: Intervals) -> Iterator[_Part]:
    """Read some systems at a time, those of one body behind one another."""
    systems = holdings.present(scope)
    systems = systems[np.argsort(holdings.system_bodies[systems], kind="stable")]
    for start in range(0, len(systems), FEW_SYSTEMS):
        yield _part(holdings, np.sort(systems[start : start + FEW_SYSTEMS]))


def _part(holdings: Holdings, systems: Array) -> _Part:
    pairs, ranks, since = holdings.runs(Intervals.of_ranks(systems))
    groups, known, lengths = holdings.dated_groups_of(pairs)
    rows = np.repeat(np.searchsorted(systems, ranks), lengths)
    both = np.maximum(known, np.repeat(since, lengths))
    found, findings = Lists.counted(rows, groups, both, len(systems))
    return _Part(systems[found.rows()], found.members.astype(np.int64), findings, found.days)


def _packed(bodies: Array, groups: Array) -> Array:
    packed: Array = bodies.astype(np.uint64) << _GROUP_BITS | groups.astype(np.uint64)
    return packed


def _groups(packed: Array) -> Array:
    return (packed & np.uint64(0xFFFF_FFFF)).astype(np.int64)

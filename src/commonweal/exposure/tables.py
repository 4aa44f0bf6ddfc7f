"""What the record gives to build an index from: columns of PostgreSQL, as arrays."""

from dataclasses import dataclass

import numpy as np

from commonweal.exposure.keys import Array, Keys


class NotInOrder(Exception):
    """A table is not sorted as the index needs it; a mistake of whoever read it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Packages in versions, sorted by rank of package, then key; those without a key come last in their package."""

    ids: Array
    packages: Array
    keys: Keys


@dataclass(frozen=True, slots=True, eq=False)
class Systems:
    """Systems in pre-order of their bodies; criticality from 1, or 0 where nobody said."""

    ids: Array
    bodies: Array
    criticalities: Array


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Which system (rank) runs which pair (rank), and since which day; in any order."""

    pairs: Array
    systems: Array
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Vulnerabilities: advisories that are aliases of each other; NaN where a score is not known."""

    ids: Array
    kev: Array
    epss: Array
    cvss: Array


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Which keys of a package (rank) a vulnerability (rank) affects: from low on, up to but without high.

    `days` say since when that is known.
    """

    groups: Array
    packages: Array
    lows: Keys
    highs: Keys
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Pairs (rank) that an advisory of the vulnerability (rank) lists as they are, and since which day."""

    groups: Array
    pairs: Array
    days: Array


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Everything; a rank is a place in a table, an id is the primary key in the database.

    `packages` are ids in ascending order, `bodies` are ids in pre-order of the organisations. Days are counted from 0
    to 65,535, from whichever the caller likes. `position` says up to which event of the journal this was read.
    """

    packages: Array
    pairs: Pairs
    systems: Systems
    bodies: Array
    occurrences: Occurrences
    groups: Groups
    spans: Spans
    matches: Matches
    position: int = 0


def check(tables: Tables) -> None:
    """Raise NotInOrder where a sort order is missing that answers depend on."""
    packages = tables.pairs.packages.astype(np.int64)
    has_key = np.diff(tables.pairs.keys.offsets) > 0
    if not (np.diff(tables.packages) > 0).all():
        raise NotInOrder("Packages are not in ascending order of their ids.")
    if not (np.diff(packages) >= 0).all():
        raise NotInOrder("Pairs are not sorted by package.")
    same = packages[1:] == packages[:-1]
    if (same & has_key[1:] & ~has_key[:-1]).any():
        raise NotInOrder("Pairs without a key do not come last in their package.")
    prefixes = tables.pairs.keys.prefixes()
    keys, alike = tables.pairs.keys, np.flatnonzero(same & has_key[1:] & (prefixes[1:] == prefixes[:-1]))
    if (same & has_key[1:] & (prefixes[1:] < prefixes[:-1])).any() or any(
        keys[place] > keys[place + 1] for place in alike.tolist()
    ):
        raise NotInOrder("Pairs are not sorted by key.")
    if not (np.diff(tables.systems.bodies.astype(np.int64)) >= 0).all():
        raise NotInOrder("Systems are not in the order of their bodies.")


class Numbering:
    """Turns ids into ranks, many at a time: `Numbering(ids).ranks(wanted)`; -1 for an id that is not there."""

    def __init__(self, ids: Array) -> None:
        self._ids = ids
        self._order = np.argsort(ids, kind="stable").astype(np.int32)

    @property
    def order(self) -> Array:
        """Ranks in ascending order of their ids."""
        return self._order

    def ranks(self, wanted: Array) -> Array:
        """Give the ranks of these ids."""
        return ranks(self._ids, self._order, wanted)


def ranks(ids: Array, order: Array, wanted: Array) -> Array:
    """Give the ranks of these ids, where `order` sorts the ids; -1 for an id that is not there."""
    if not len(ids):
        return np.full(len(wanted), -1, np.int64)
    place = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    found = order[place].astype(np.int64)
    return np.where(ids[found] == wanted, found, -1)

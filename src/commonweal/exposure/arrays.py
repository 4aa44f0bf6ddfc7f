"""What an index is made of, in memory or in files: arrays, worked out once from the tables."""

from dataclasses import dataclass

import numpy as np

from commonweal.exposure.keys import Array, Keys, offsets_of, places, spread
from commonweal.exposure.postings import Lists, Postings
from commonweal.exposure.tables import Numbering, Tables, check


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """One file each; `*_order` sorts the ids, `*_offsets` say where the list of each row starts."""

    package_ids: Array
    package_offsets: Array  # its pairs
    package_ordered: Array  # where its pairs without a key begin
    pair_ids: Array
    pair_order: Array
    pair_packages: Array
    key_bytes: Array
    key_offsets: Array
    system_ids: Array
    system_order: Array
    system_bodies: Array
    system_criticalities: Array
    body_ids: Array
    body_order: Array
    body_offsets: Array  # its systems
    pair_system_offsets: Array
    pair_systems: Array
    system_pair_offsets: Array
    system_pairs: Array
    system_pair_days: Array
    group_ids: Array
    group_order: Array
    group_kev: Array
    group_epss: Array
    group_cvss: Array
    interval_offsets: Array  # of each group: which pairs it affects
    interval_starts: Array
    interval_ends: Array
    pair_group_offsets: Array
    pair_groups: Array
    pair_group_days: Array
    span_offsets: Array  # of each package: what advisories say about it
    span_groups: Array
    span_days: Array
    low_bytes: Array
    low_offsets: Array
    high_bytes: Array
    high_offsets: Array


def work_out(tables: Tables) -> Arrays:
    """Sort everything from every side. Raises NotInOrder."""
    check(tables)
    pairs, systems, groups = tables.pairs, tables.systems, tables.groups
    package_offsets = _starts(pairs.packages, len(tables.packages))
    keyless = np.bincount(pairs.packages[np.diff(pairs.keys.offsets) == 0], minlength=len(tables.packages))
    package_ordered = package_offsets[1:] - keyless
    stretches = resolve(tables, package_offsets, package_ordered)
    interval_offsets, starts, ends = stretches.united(len(groups.ids))
    affected = stretches.affecting(len(pairs.ids))
    run = tables.occurrences
    postings = Postings.of(run.pairs, run.systems, run.days, (len(pairs.ids), len(systems.ids)))
    by_package = np.argsort(tables.spans.packages, kind="stable")
    lows, highs = tables.spans.lows.take(by_package), tables.spans.highs.take(by_package)
    return Arrays(
        package_ids=tables.packages.astype(np.int64),
        package_offsets=package_offsets,
        package_ordered=package_ordered,
        pair_ids=pairs.ids.astype(np.int64),
        pair_order=Numbering(pairs.ids).order,
        pair_packages=pairs.packages.astype(np.uint32),
        key_bytes=pairs.keys.blob,
        key_offsets=pairs.keys.offsets,
        system_ids=systems.ids.astype(np.int64),
        system_order=Numbering(systems.ids).order,
        system_bodies=systems.bodies.astype(np.uint32),
        system_criticalities=systems.criticalities.astype(np.uint8),
        body_ids=tables.bodies.astype(np.int64),
        body_order=Numbering(tables.bodies).order,
        body_offsets=_starts(systems.bodies, len(tables.bodies)),
        pair_system_offsets=postings.by_pair.offsets,
        pair_systems=postings.by_pair.members,
        system_pair_offsets=postings.by_system.offsets,
        system_pairs=postings.by_system.members,
        system_pair_days=postings.by_system.days,
        group_ids=groups.ids.astype(np.int64),
        group_order=Numbering(groups.ids).order,
        group_kev=groups.kev.astype(np.bool_),
        group_epss=groups.epss.astype(np.float32),
        group_cvss=groups.cvss.astype(np.float32),
        interval_offsets=interval_offsets,
        interval_starts=starts,
        interval_ends=ends,
        pair_group_offsets=affected.offsets,
        pair_groups=affected.members,
        pair_group_days=affected.days,
        span_offsets=_starts(tables.spans.packages[by_package], len(tables.packages)),
        span_groups=tables.spans.groups[by_package].astype(np.uint32),
        span_days=tables.spans.days[by_package].astype(np.uint16),
        low_bytes=lows.blob,
        low_offsets=lows.offsets,
        high_bytes=highs.blob,
        high_offsets=highs.offsets,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Which stretches of pairs a vulnerability affects, and since when that is known; they may overlap or be empty."""

    groups: Array
    starts: Array
    ends: Array
    days: Array

    def affecting(self, pairs: int) -> Lists:
        """Give for each pair the vulnerabilities that affect it, each since the earliest day."""
        lengths = np.maximum(self.ends - self.starts, 0)
        affected = spread(self.starts, lengths).astype(np.uint32)
        groups, days = (np.repeat(each, lengths) for each in (self.groups.astype(np.uint32), self.days))
        return Lists.dated(affected, groups, days, pairs)

    def united(self, count: int) -> tuple[Array, Array, Array]:
        """Drop what is empty and join, within each vulnerability, what touches or overlaps: offsets, starts, ends."""
        kept = np.flatnonzero(self.starts < self.ends)
        kept = kept[np.lexsort((self.starts[kept], self.groups[kept]))]
        groups, starts, ends = self.groups[kept], self.starts[kept], self.ends[kept]
        if len(groups):
            # The highest end so far, within each vulnerability: they are set apart by more than any rank.
            apart = groups << 32
            reached = np.maximum.accumulate(ends + apart)
            is_first = np.ones(len(groups), np.bool_)
            is_first[1:] = (starts + apart)[1:] > reached[:-1]
            first = np.flatnonzero(is_first)
            last = np.append(first[1:], len(groups)) - 1
            groups, starts, ends = groups[first], starts[first], (reached - apart)[last]
        return _starts(groups, count), starts.astype(np.uint32), ends.astype(np.uint32)


def resolve(tables: Tables, package_offsets: Array, package_ordered: Array) -> Stretches:
    """Turn spans and matches into stretches of pairs."""
    spans, matches, keys = tables.spans, tables.matches, tables.pairs.keys
    lows, highs = package_offsets[spans.packages], package_ordered[spans.packages]
    starts = places(keys, lows, highs, spans.lows)
    ends = places(keys, lows, highs, spans.highs)
    return Stretches(
        np.concatenate([spans.groups, matches.groups]).astype(np.int64),
        np.concatenate([starts, matches.pairs]).astype(np.int64),
        np.concatenate([ends, matches.pairs.astype(np.int64) + 1]),
        np.concatenate([spans.days, matches.days]).astype(np.uint16),
    )


def _starts(rows: Array, count: int) -> Array:
    """Give where each row starts, of rows in ascending order."""
    return offsets_of(np.bincount(rows, minlength=count)) if len(rows) else np.zeros(count + 1, np.int64)


def keys_of(arrays: Arrays) -> Keys:
    """Give the keys of all pairs."""
    return Keys(arrays.key_bytes, arrays.key_offsets)

"""What to do first, and what there is in all: answers that read everything within a scope, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.exposure.holdings import Holdings
from commonweal.exposure.keys import Array, distinct, offsets_of
from commonweal.exposure.postings import FEW_SYSTEMS
from commonweal.exposure.scopes import Intervals

# Bounds the memory that one answer takes.
_PAIRS_AT_ONCE = 32_768
# Below every score, while the highest is looked for: the function that knows NaN is many times as slow.
_NOT_KNOWN = -1.0
# Above every EPSS × weight.
_KEV_FIRST = 1e9
NO_DAY = 0xFFFF


@dataclass(frozen=True, slots=True)
class Order:
    """KEV first, then EPSS × weight of the most critical system affected, then CVSS, then id.

    No weight is below 0; `weights[0]` is for systems whose criticality nobody said. What is not known counts as the
    caller decides.
    """

    weights: tuple[float, ...]
    unknown_epss: float
    unknown_cvss: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Which vulnerabilities, and which systems, to count; a score that is not known passes, as it may be high."""

    is_kev: bool = False
    epss_from: float = 0.0
    cvss_from: float = 0.0
    criticality_from: int = 0
    without: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """A vulnerability by id, and how many it affects within the scope; NaN where a score is not known.

    `day` is the first on which both were known: that a system runs a pair, and that it is affected.
    """

    group: int
    kev: bool
    epss: float
    cvss: float
    criticality: int
    systems: int
    bodies: int
    pairs: int
    day: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """The first tasks, how many there are, and how many findings: a vulnerability of a pair that a system runs."""

    tasks: tuple[Task, ...]
    groups: int
    findings: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What there is within a scope, and how much of it is affected by anything."""

    systems: int
    bodies: int
    pairs: int
    occurrences: int
    affected_systems: int
    affected_bodies: int
    groups: int
    findings: int


@dataclass(frozen=True, slots=True, eq=False)
class RollUp:
    """For each system, or each body: how much it runs, its findings, and the worst of them; NaN where none is known."""

    ids: Array
    bodies: Array
    pairs: Array
    findings: Array
    kev_findings: Array
    epss: Array
    cvss: Array

    def by_body(self) -> "RollUp":
        """Add the systems of each body; pairs and findings count once for each system."""
        bodies, place = np.unique(self.bodies, return_inverse=True)
        return RollUp(
            bodies,
            bodies,
            *(_added(len(bodies), place, each) for each in (self.pairs, self.findings, self.kev_findings)),
            *(_highest(len(bodies), place, each) for each in (self.epss, self.cvss)),
        )


def worklist(holdings: Holdings, scope: Intervals, order: Order, filters: Filters, top: int) -> Worklist:
    """Weigh every pair by the most critical system that runs it, then every vulnerability by its heaviest pair."""
    weights = np.array(order.weights, np.float32)
    run = _Run(holdings, scope, filters.criticality_from)
    counts, heaviest = np.zeros(len(run.pairs), np.int64), np.zeros(len(run.pairs), np.float32)
    since = np.full(len(run.pairs), NO_DAY, np.uint16)
    for pairs, systems, days in run.parts():
        rows = run.rows(pairs)
        np.add.at(counts, rows, 1)
        np.maximum.at(heaviest, rows, weights[holdings.system_criticalities[systems]])
        np.minimum.at(since, rows, days)
    passes = _passing(holdings, filters)
    all_pass = passes.all()
    weight = np.full(len(holdings.group_ids), -1, np.float32)
    findings = 0
    for level in np.unique(weights):  # ascending, so that the heaviest is written last
        of_level = np.flatnonzero(heaviest == level)
        for part, groups, lengths in _matched(holdings, run.pairs[of_level]):
            weight[groups] = level
            findings += int(
                counts[of_level[part]] @ (lengths if all_pass else _passing_of_each(passes[groups], lengths))
            )
    there = np.flatnonzero((weight >= 0) & passes)
    first = _first(holdings, (there, weight[there]), order, top)
    tasks = tuple(_task(holdings, run, rank, since) for rank in first.tolist())
    return Worklist(tasks, len(there), findings)


def totals(holdings: Holdings, scope: Intervals) -> Totals:
    """Count systems and pairs, then what is wrong with them."""
    runs = _Runs(holdings, scope)
    affected = runs.findings > 0
    return Totals(
        systems=len(runs.systems),
        bodies=len(distinct(holdings.system_bodies[runs.systems])),
        pairs=len(runs.run),
        occurrences=int(runs.pairs.sum()),
        affected_systems=int(affected.sum()),
        affected_bodies=len(distinct(holdings.system_bodies[runs.systems[affected]])),
        groups=runs.groups,
        findings=int(runs.findings.sum()),
    )


def roll_up(holdings: Holdings, scope: Intervals) -> RollUp:
    """Work out each pair once, then add up what each system runs."""
    runs = _Runs(holdings, scope)
    return RollUp(
        holdings.system_ids[runs.systems],
        holdings.body_ids[holdings.system_bodies[runs.systems]],
        runs.pairs,
        runs.findings,
        runs.kev_findings,
        runs.epss,
        runs.cvss,
    )


class _Run:
    """Which pairs run within a scope, and the row of each among them."""

    def __init__(self, holdings: Holdings, scope: Intervals, criticality_from: int = 0) -> None:
        self._holdings, self.scope, self.criticality_from = holdings, scope, criticality_from
        self._row_of: Array | None = None
        if scope.total <= FEW_SYSTEMS:
            self.pairs = distinct(np.concatenate([np.zeros(0, np.int64), *(pairs for pairs, *_ in self.parts())]))
            return
        # For many systems a table of all pairs, looked up instead of searched.
        self._row_of = np.zeros(len(holdings.pair_ids), np.int64)
        for pairs, *_ in self.parts():
            self._row_of[pairs] = 1
        self.pairs = np.flatnonzero(self._row_of)
        self._row_of[self.pairs] = np.arange(len(self.pairs))

    def parts(self) -> Iterator[tuple[Array, Array, Array]]:
        """Give the occurrences (pairs, systems, days) within the scope, some systems at a time."""
        for part in self.scope.parts(FEW_SYSTEMS):
            pairs, systems, days = self._holdings.runs(part)
            if self.criticality_from:
                kept = self._holdings.system_criticalities[systems] >= self.criticality_from
                pairs, systems, days = pairs[kept], systems[kept], days[kept]
            yield pairs, systems, days

    def rows(self, pairs: Array) -> Array:
        """Give the row of each of these pairs."""
        return np.searchsorted(self.pairs, pairs) if self._row_of is None else self._row_of[pairs]


class _Runs:
    """What the systems of a scope run and how bad that is, for each of them."""

    def __init__(self, holdings: Holdings, scope: Intervals) -> None:
        self.systems = holdings.present(scope)
        run = _Run(holdings, scope)
        self.run = run.pairs
        self._judge_pairs(holdings)
        count = len(self.systems)
        self.pairs, self.findings, self.kev_findings = (np.zeros(count, np.int64) for _ in range(3))
        self.epss, self.cvss = (np.full(count, _NOT_KNOWN, np.float32) for _ in range(2))
        for pairs, systems, _ in run.parts():
            place, row = np.searchsorted(self.systems, systems), run.rows(pairs)
            np.add.at(self.pairs, place, 1)
            np.add.at(self.findings, place, self._pair_findings[row])
            np.add.at(self.kev_findings, place, self._pair_kev[row])
            np.maximum.at(self.epss, place, self._pair_epss[row])
            np.maximum.at(self.cvss, place, self._pair_cvss[row])
        for scores in (self.epss, self.cvss):
            scores[scores == _NOT_KNOWN] = np.nan

    def _judge_pairs(self, holdings: Holdings) -> None:
        count = len(self.run)
        self._pair_findings, self._pair_kev = (np.zeros(count, np.int64) for _ in range(2))
        self._pair_epss, self._pair_cvss = (np.full(count, _NOT_KNOWN, np.float32) for _ in range(2))
        is_there = np.zeros(len(holdings.group_ids), np.bool_)
        epss, cvss = (np.nan_to_num(scores, nan=_NOT_KNOWN) for scores in (holdings.epss, holdings.cvss))
        for part, groups, lengths in _matched(holdings, self.run):
            is_there[groups] = True
            places = np.repeat(np.arange(part.start, part.stop), lengths)
            self._pair_findings[part] = lengths
            self._pair_kev[part] = _passing_of_each(holdings.kev[groups], lengths)
            np.maximum.at(self._pair_epss, places, epss[groups])
            np.maximum.at(self._pair_cvss, places, cvss[groups])
        self.groups = int(is_there.sum())


def _matched(holdings: Holdings, run: Array) -> Iterator[tuple[slice, Array, Array]]:
    """Give the vulnerabilities of pairs, some pairs at a time: which of `run`, vulnerabilities, how many each has."""
    for start in range(0, len(run), _PAIRS_AT_ONCE):
        part = slice(start, min(start + _PAIRS_AT_ONCE, len(run)))
        yield part, *holdings.groups_of(run[part])


def _passing_of_each(passes: Array, lengths: Array) -> Array:
    """Count what passes in each of the lists of these lengths."""
    return np.diff(np.concatenate([[0], np.cumsum(passes)])[offsets_of(lengths)])


def _passing(holdings: Holdings, filters: Filters) -> Array:
    """Say of each vulnerability whether it passes; what is not known is not below anything."""
    passes: Array = ~(holdings.epss < filters.epss_from) & ~(holdings.cvss < filters.cvss_from)
    if filters.is_kev:
        passes &= holdings.kev
    if filters.without:
        passes &= ~np.isin(holdings.group_ids, list(filters.without))
    return passes


def _first(holdings: Holdings, found: tuple[Array, Array], order: Order, top: int) -> Array:
    """Sort the vulnerabilities (ranks, weights), but only as many as are wanted."""
    there, weight = found
    epss = np.nan_to_num(holdings.epss[there], nan=order.unknown_epss)
    cvss = np.nan_to_num(holdings.cvss[there], nan=order.unknown_cvss)
    urgency = holdings.kev[there] * _KEV_FIRST + epss.astype(np.float64) * weight
    wanted = np.arange(len(there))
    if len(there) > top:
        wanted = np.flatnonzero(urgency >= np.partition(urgency, len(there) - top)[len(there) - top])
    ids = holdings.group_ids[there[wanted]]
    first: Array = there[wanted[np.lexsort((ids, -cvss[wanted], -urgency[wanted]))[:top]]]
    return first


def _task(holdings: Holdings, run: _Run, rank: int, since: Array) -> Task:
    pairs, systems = holdings.occurrences(holdings.pairs_of_group(rank), run.scope)
    levels = holdings.system_criticalities[systems]
    kept = levels >= run.criticality_from
    systems, pairs = distinct(systems[kept]), distinct(pairs[kept])
    groups, days, lengths = holdings.dated_groups_of(pairs)
    is_it = groups == rank
    both = np.maximum(days[is_it], np.repeat(since[run.rows(pairs)], lengths)[is_it])
    return Task(
        group=int(holdings.group_ids[rank]),
        kev=bool(holdings.kev[rank]),
        epss=float(holdings.epss[rank]),
        cvss=float(holdings.cvss[rank]),
        criticality=int(levels[kept].max()),
        systems=len(systems),
        bodies=len(distinct(holdings.system_bodies[systems])),
        pairs=len(pairs),
        day=int(both.min()),
    )


def _added(count: int, place: Array, each: Array) -> Array:
    added = np.zeros(count, np.int64)
    np.add.at(added, place, each)
    return added


def _highest(count: int, place: Array, each: Array) -> Array:
    highest = np.full(count, np.nan, np.float32)
    np.fmax.at(highest, place, each)  # systems, not findings: few enough
    return highest

"""Facets, visibility and sort keys of every entry, in memory beside the process that answers.

The table SearchDocument is the truth. Each search first reads the rows that transactions have written since the last
look, so the answer is exact and nothing has to be told to anybody. What is new is found by transaction id: everything
written by a transaction at or above the oldest that was still running then is read again, so one that commits late is
never missed. A transaction that has itself written (a test, an import) sees its own rows in an index of its own.
See docs/adr/0005-count-facets-in-memory.md.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from commonweal.catalogue.models import FacetTerm
from commonweal.catalogue.queries import facet_rows
from commonweal.catalogue.queries.facet_rows import News, Rows, written_since
from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids
from commonweal.organisations.models import Visibility

FACETS = (
    "category", "scope", "licence", "openness", "language", "platform", "publisher", "country", "tier", "status",
    "maintenance", "kind", "activity",
)  # fmt: skip
COLUMN_FACETS = ("publisher", "licence")  # one value an entry and thousands in all: a column is smaller than bitmaps
ACTIVITIES = ("quarter", "year", "older", "archived", "unknown")
LIVELY_DAYS = (91, 366)  # up to which an entry was active in the last quarter, the last year
MOST_CHANGES = 200  # looks that are remembered

PostingKey = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class FacetIndex:
    """Arrays over entry ids; `generation` grows whenever something changed."""

    generation: int = 0
    capacity: int = 0
    listed: Bits = field(default_factory=lambda: bitmaps.empty(0))
    public: Bits = field(default_factory=lambda: bitmaps.empty(0))
    archived: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    activity_day: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    first_seen_day: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    quality: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    name_keys: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((0, 2), np.uint64))
    columns: dict[str, NDArray[np.int32]] = field(default_factory=dict)
    rows: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    row_of: dict[int, tuple[str, int]] = field(default_factory=dict)
    terms_of_rows: dict[str, list[int]] = field(default_factory=dict)
    values: dict[int, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    activity: tuple[tuple[int, int], NDArray[np.int8]] | None = None
    changes: list[tuple[int, Ids]] = field(default_factory=list)
    postings: OrderedDict[PostingKey, tuple[int, NDArray[np.uint32] | Bits]] = field(default_factory=OrderedDict)
    postings_bytes: int = 0

    def forget_posting(self, key: PostingKey) -> None:
        """Let go of what is remembered of a word, if anything is."""
        _, kept = self.postings.pop(key, (0, np.zeros(0, np.uint8)))
        self.postings_bytes -= kept.nbytes

    def changed_since(self, generation: int) -> Ids | None:
        """The entries that have changed after a generation; None when that is too long ago to tell."""
        if generation == self.generation:
            return np.zeros(0, np.int64)
        if not self.changes or self.changes[0][0] > generation + 1:
            return None
        return np.unique(np.concatenate([ids for since, ids in self.changes if since > generation]))

    def bits(self, facet: str, values: Iterable[str]) -> Bits:
        """The entries that have one of the values in the facet."""
        if facet == "activity":
            wanted = [ACTIVITIES.index(value) for value in values if value in ACTIVITIES]
            return np.packbits(np.isin(self._activity(), wanted))
        numbers = [number for value in values if (number := self.numbers.get((facet, value))) is not None]
        if facet in COLUMN_FACETS:
            return np.packbits(np.isin(self.columns[facet], numbers)) if numbers else bitmaps.empty(self.capacity)
        found = bitmaps.empty(self.capacity)
        for number in numbers:
            place = self.row_of.get(number)
            if place is not None:
                found |= self.rows[facet][place[1]]
        return found

    def counts(self, facet: str, within: Bits, ids: Ids) -> list[tuple[str, int]]:
        """How many of a set, as bits and as ids, have each value of the facet, most first; zeroes are left out."""
        if facet == "activity":
            counted = np.bincount(self._activity()[ids], minlength=len(ACTIVITIES)).tolist()
            return [(value, times) for value, times in zip(ACTIVITIES, counted, strict=True) if times]
        if facet in COLUMN_FACETS:
            if facet not in self.columns:
                return []
            counted = np.bincount(self.columns[facet][ids]).tolist()
            present = [(self.values[number][1], times) for number, times in enumerate(counted) if times and number]
        elif facet in self.rows:
            each = bitmaps.count_each(self.rows[facet][: len(self.terms_of_rows[facet])], within).tolist()
            named = zip(self.terms_of_rows[facet], each, strict=True)
            present = [(self.values[number][1], times) for number, times in named if times]
        else:
            present = []
        return sorted(present, key=lambda pair: (-pair[1], pair[0]))

    def _activity(self) -> NDArray[np.int8]:
        """The place in ACTIVITIES of every entry today."""
        today = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
        if self.activity is None or self.activity[0] != (self.generation, today):
            places = np.searchsorted(LIVELY_DAYS, today - self.activity_day, side="right").astype(np.int8)
            places[self.activity_day == 0] = ACTIVITIES.index("unknown")
            places[self.archived] = ACTIVITIES.index("archived")
            self.activity = ((self.generation, today), places)
        return self.activity[1]

    def take(self, rows: Rows, *, is_first: bool) -> None:
        """Put rows in, replacing what was known of their entries; `is_first` when nothing was."""
        self.generation += self.generation >= 0
        ids = rows.ids
        self.grow(int(ids[-1]))
        self._learn_terms(np.flatnonzero(np.bincount(rows.terms)).tolist())
        self.changes = [*self.changes, (self.generation, ids)][-MOST_CHANGES:]
        self.archived[ids] = rows.archived
        self.activity_day[ids] = rows.activity_day
        self.first_seen_day[ids] = rows.first_seen_day
        self.quality[ids] = rows.quality
        self.name_keys[ids] = rows.name_keys
        if not is_first:
            outside = ~bitmaps.from_ids(ids, self.capacity)
            self.listed &= outside
            self.public &= outside
            for matrix in self.rows.values():
                np.bitwise_and(matrix, outside, out=matrix)
            for column in self.columns.values():
                column[ids] = 0
        self.listed |= bitmaps.from_ids(ids[rows.listed], self.capacity)
        is_public = rows.listed & (rows.visibility == Visibility.PUBLIC)
        self.public |= bitmaps.from_ids(ids[is_public], self.capacity)
        self._take_terms(rows)

    def _take_terms(self, rows: Rows) -> None:
        pairs = np.sort((rows.terms.astype(np.int64) << 32) | rows.owners)  # several times as fast as lexsort
        owners, numbers = pairs & 0xFFFF_FFFF, pairs >> 32
        starts = np.flatnonzero(np.diff(numbers, prepend=-1))
        for start, end in zip(starts, [*starts[1:], numbers.size], strict=True):
            number = int(numbers[start])
            facet, _ = self.values[number]
            if facet in COLUMN_FACETS:
                self.columns[facet][owners[start:end]] = number
            else:
                place = self._row(facet, number)  # may put a larger matrix in place of the old
                bitmaps.put(self.rows[facet], place, owners[start:end])

    def _row(self, facet: str, number: int) -> int:
        """The row of a value in its facet's matrix, added where there is none."""
        if number not in self.row_of:
            place = len(self.terms_of_rows[facet])
            matrix = self.rows[facet]
            if place == matrix.shape[0]:
                more = np.zeros((max(16, matrix.shape[0]), matrix.shape[1]), np.uint8)
                self.rows[facet] = np.concatenate([matrix, more])
            self.terms_of_rows[facet].append(number)
            self.row_of[number] = (facet, place)
        return self.row_of[number][1]

    def _learn_terms(self, numbers: Iterable[int]) -> None:
        if set(numbers) <= self.values.keys():
            return
        for number, facet, value in FacetTerm.objects.values_list("pk", "facet", "value"):
            self.values[number] = (facet, value)
            self.numbers[facet, value] = number
        for facet in FACETS:
            if facet in COLUMN_FACETS:
                self.columns.setdefault(facet, np.zeros(self.capacity, np.int32))
            elif facet != "activity":
                self.rows.setdefault(facet, np.zeros((16, self.capacity // 8), np.uint8))
                self.terms_of_rows.setdefault(facet, [])

    def grow(self, highest: int) -> None:
        """Make room for ids up to the highest."""
        if highest < self.capacity:
            return
        capacity = bitmaps.room_for(highest)
        more, more_bytes = capacity - self.capacity, (capacity - self.capacity) // 8
        self.listed = np.pad(self.listed, (0, more_bytes))
        self.public = np.pad(self.public, (0, more_bytes))
        for name in ("archived", "activity_day", "first_seen_day", "quality"):
            setattr(self, name, np.pad(getattr(self, name), (0, more)))
        self.name_keys = np.pad(self.name_keys, ((0, more), (0, 0)))
        self.columns = {facet: np.pad(column, (0, more)) for facet, column in self.columns.items()}
        self.rows = {facet: np.pad(matrix, ((0, 0), (0, more_bytes))) for facet, matrix in self.rows.items()}
        self.capacity = capacity


@dataclass(slots=True)
class _Shared:
    """The index of this process, and up to where it has read which table."""

    index: FacetIndex = field(default_factory=FacetIndex)
    table: tuple[str, int] = ("", 0)
    read_to: int = 0


_shared = _Shared()
_lock = threading.RLock()


@contextmanager
def reading(index: FacetIndex) -> Iterator[FacetIndex]:
    """Keep others from changing the index while it is read."""
    with _lock:
        yield index


def current() -> FacetIndex:
    """The index with everything that is committed, and what this transaction itself has written."""
    with _lock:
        found = written_since(_shared.read_to, after=0)
        if found.is_own_writing:
            index = FacetIndex(generation=-1)
            _take_all(index, written_since(0, after=0), since=0)
            return index
        if found.table != _shared.table:
            _shared.index, _shared.table, _shared.read_to = FacetIndex(), found.table, 0
            found = written_since(0, after=0)
        _take_all(_shared.index, found, since=_shared.read_to)
        _shared.read_to = found.oldest_running
        return _shared.index


def _take_all(index: FacetIndex, news: News, *, since: int) -> None:
    is_first = index.capacity == 0
    if news.rows is not None:
        index.grow(news.highest)
    while news.rows is not None:
        index.take(news.rows, is_first=is_first)
        if news.rows.ids.size < facet_rows.CHUNK:
            return
        news = written_since(since, after=int(news.rows.ids[-1]))

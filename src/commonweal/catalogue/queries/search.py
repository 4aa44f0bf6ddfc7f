"""Search: text, facets with live counts, order, pages; exact for the viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict
from numpy.typing import NDArray

from commonweal.catalogue.models import Entry, EntryText
from commonweal.catalogue.queries import facet_index, facet_names, matching, spelling
from commonweal.catalogue.queries.entries import text_for, with_public_sector
from commonweal.catalogue.queries.facet_index import FACETS, FacetIndex
from commonweal.catalogue.queries.matching import Found, Question
from commonweal.catalogue.rules import bitmaps
from commonweal.catalogue.rules.bitmaps import Bits, Ids
from commonweal.organisations.models import Visibility
from commonweal.organisations.queries import Viewer, visible

SORTS = ("relevance", "name", "newest", "activity")
PAGE_SIZE, LARGEST_PAGE, LAST_PAGE = 20, 100, 5_000
RANKED = 200  # hits that are ranked exactly; the rest follows by where it fits and its quality
SHOWN_VALUES = 40  # of a facet; chosen ones always
MOST_CHOSEN = 20


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked for; `chosen` holds the values picked in each facet."""

    text: str = ""
    language: str = "en"
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    size: int = PAGE_SIZE

    @classmethod
    def from_query(cls, query: QueryDict, language: str) -> "SearchRequest":
        """Read a page's URL; what makes no sense is passed over."""
        chosen = {facet: tuple(dict.fromkeys(filter(None, query.getlist(facet))))[:MOST_CHOSEN] for facet in FACETS}
        sort = query.get("sort", "")
        return cls(
            text=" ".join(query.get("q", "").split())[: matching.LONGEST_TEXT].replace("\x00", ""),
            language=language,
            chosen={facet: values for facet, values in chosen.items() if values},
            sort=sort if sort in SORTS else "relevance",
            page=_number(query.get("page"), 1, LAST_PAGE),
            size=_number(query.get("size"), PAGE_SIZE, LARGEST_PAGE),
        )

    def to_query(self, **changes: object) -> str:
        """Give the URL query of this search with some fields changed; another choice begins at the first page."""
        asked = replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]
        pairs = [("q", asked.text)] if asked.text else []
        pairs += [(facet, value) for facet in FACETS for value in asked.chosen.get(facet, ())]
        pairs += [("sort", asked.sort)] if asked.sort != "relevance" else []
        pairs += [("size", str(asked.size))] if asked.size != PAGE_SIZE else []
        pairs += [("page", str(asked.page))] if asked.page != 1 else []
        return urlencode(pairs)

    def toggled(self, facet: str, value: str) -> str:
        """Give the URL query with a value picked, or put back if it was."""
        before = self.chosen.get(facet, ())
        after = tuple(one for one in before if one != value) if value in before else (*before, value)
        return self.to_query(chosen={**self.chosen, facet: after})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits, in the viewer's language or the best there is; `reason` is the other name it was found by."""

    entry: Entry
    text: EntryText | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and how many hits have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow hits down; its own choice does not narrow its own counts."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits, the facets of all, and what became of the text.

    `did_you_mean` is another spelling; when `is_corrected` it is the one whose hits these are, since as typed there
    were none. `expanded` are other names under which was searched as well.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    did_you_mean: str | None
    expanded: tuple[str, ...]
    page: int
    pages: int
    is_corrected: bool = False


def search(viewer: Viewer, request: SearchRequest) -> SearchResult:
    """Search what the viewer may see and is listed."""
    index = facet_index.current()
    asked = matching.question(request.text) if request.text else None
    found, other_spelling, is_corrected = None, None, False
    if asked is not None and asked.groups:
        found = matching.find(index, asked, most_ranked=RANKED)
        if found.count < matching.FEW and not _values(index, asked):
            other_spelling = spelling.corrected(request.text)
        if found.count == 0 and other_spelling:
            asked, is_corrected = matching.question(other_spelling), True
            found = matching.find(index, asked, most_ranked=RANKED)
    others = _seen_by(viewer)
    with facet_index.reading(index):
        found = found.widened(index.capacity) if found is not None else None
        base = _narrowed_by_text(index, _may_see(index, others), asked, found)
        counts, fitting = _counted(index, base, request.chosen)
        total = fitting.size
        pages = max(-(-total // request.size), 1)
        page = min(request.page, pages)
        order = _ordered(index, request, asked, found, fitting, page * request.size)
    ids = order[(page - 1) * request.size : page * request.size]
    return SearchResult(
        total=total,
        hits=_hits(ids, request.language),
        facets=_facets(counts, request),
        did_you_mean=other_spelling,
        expanded=asked.names()[:12] if asked is not None else (),
        page=page,
        pages=pages,
        is_corrected=is_corrected,
    )


def _seen_by(viewer: Viewer) -> list[int]:
    """What the viewer may see beside what is public; the anonymous see nothing else."""
    if not viewer.is_authenticated:
        return []
    others = visible(Entry.objects.filter(visibility__lt=Visibility.PUBLIC), viewer)
    return list(others.values_list("pk", flat=True))


def _may_see(index: FacetIndex, others: list[int]) -> Bits:
    """What is listed and public, or one of the others."""
    return index.public | (bitmaps.from_ids(others, index.capacity) & index.listed) if others else index.public


def _narrowed_by_text(index: FacetIndex, may_see: Bits, asked: Question | None, found: Found | None) -> Bits:
    """What fits the text, or is of the category that the whole text names."""
    if asked is None or found is None:
        return may_see
    fitting = found.fitting
    if len(asked.groups) == 1:
        for facet, value in _values(index, asked):
            fitting = fitting | index.bits(facet, [value])
    return may_see & fitting


def _values(index: FacetIndex, asked: Question) -> list[tuple[str, str]]:
    """The categories that the text names and that some entry has; fields of work are too wide to be hits."""
    return [pair for group in asked.groups for pair in group.values if pair[0] == "category" and pair in index.numbers]


def _counted(
    index: FacetIndex, base: Bits, chosen: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[tuple[str, int]]], Ids]:
    """Counts of every facet under the choices of the others, and the ids of what fits all choices."""
    picks = {facet: index.bits(facet, values) for facet, values in chosen.items() if facet in FACETS}
    within = base
    for pick in picks.values():
        within = within & pick
    ids = bitmaps.to_ids(within)
    counts = {facet: index.counts(facet, within, ids) for facet in FACETS if facet not in picks}
    for facet in picks:
        rest = base
        for other, pick in picks.items():
            rest = rest & pick if other != facet else rest
        counts[facet] = index.counts(facet, rest, bitmaps.to_ids(rest))
    return counts, ids


def _ordered(
    index: FacetIndex, request: SearchRequest, asked: Question | None, found: Found | None, ids: Ids, wanted: int
) -> list[int]:
    """The first `wanted` ids in the order asked for; equal ones by id."""
    if ids.size == 0:
        return []
    if request.sort == "name":
        return _by_name(index, ids, wanted)
    if request.sort == "newest":
        return _first(ids, -index.first_seen_day[ids].astype(np.float64), wanted)
    if request.sort == "activity":
        return _first(ids, -index.activity_day[ids].astype(np.float64), wanted)
    if asked is None or found is None:
        return _first(ids, -index.quality[ids].astype(np.float64), wanted)
    return _by_relevance(index, asked, found, ids, wanted)


def _by_relevance(index: FacetIndex, asked: Question, found: Found, ids: Ids, wanted: int) -> list[int]:
    """Rank the likeliest exactly; behind them follow the others by where they fit."""
    likely = np.unpackbits(found.outstanding)[ids].astype(np.float64)
    of_category = np.zeros(ids.size)
    for facet, value in _values(index, asked):
        of_category = np.maximum(of_category, np.unpackbits(index.bits(facet, [value]))[ids])
    prior = index.quality[ids].astype(np.float64)
    order = _first(ids, -(likely + of_category + prior), max(wanted, RANKED))
    head = np.array(order[:RANKED], dtype=np.int64)
    ranks = matching.rank(asked, head)
    places = np.searchsorted(ids, head)
    bonus = dict(zip(head.tolist(), (0.35 * of_category + 0.25 * prior)[places].tolist(), strict=True))
    best = sorted(head.tolist(), key=lambda pk: (-(ranks.get(pk, 0.0) + bonus[pk]), pk))
    return [*best, *order[RANKED:]][:wanted]


def _by_name(index: FacetIndex, ids: Ids, wanted: int) -> list[int]:
    keys = index.name_keys[ids]
    if ids.size > wanted:
        border = np.partition(keys[:, 0], wanted - 1)[wanted - 1]
        kept = keys[:, 0] <= border
        ids, keys = ids[kept], keys[kept]
    return [int(pk) for pk in ids[np.lexsort((ids, keys[:, 1], keys[:, 0]))][:wanted]]


def _first(ids: Ids, keys: NDArray[np.float64], wanted: int) -> list[int]:
    """The ids with the smallest keys, without sorting all of them."""
    if ids.size > wanted:
        border = np.partition(keys, wanted - 1)[wanted - 1]
        kept = keys <= border
        ids, keys = ids[kept], keys[kept]
    return [int(pk) for pk in ids[np.lexsort((ids, keys))][:wanted]]


def _hits(ids: Sequence[int], language: str) -> tuple[Hit, ...]:
    entries = with_public_sector(Entry.objects.filter(pk__in=ids)).select_related("publisher").defer("provenance")
    by_id = {entry.pk: entry for entry in entries.prefetch_related("texts")}
    return tuple(Hit(by_id[pk], text_for(by_id[pk].texts.all(), language)) for pk in ids if pk in by_id)


def _facets(counts: Mapping[str, Sequence[tuple[str, int]]], request: SearchRequest) -> tuple[Facet, ...]:
    shown = {facet: _shown(counts[facet], request.chosen.get(facet, ())) for facet in FACETS}
    names = facet_names.publisher_names(value for value, _ in shown["publisher"])
    return tuple(
        Facet(
            name=facet,
            label=str(facet_names.FACET_NAMES[facet]),
            values=tuple(
                FacetValue(
                    value=value,
                    label=names.get(value, value)
                    if facet == "publisher"
                    else facet_names.value_name(facet, value, request.language),
                    count=number,
                    is_chosen=value in request.chosen.get(facet, ()),
                )
                for value, number in shown[facet]
            ),
        )
        for facet in FACETS
    )


def _shown(counts: Sequence[tuple[str, int]], chosen: Iterable[str]) -> list[tuple[str, int]]:
    """The commonest values, and every chosen one even where nothing has it."""
    shown = list(counts[:SHOWN_VALUES])
    present, all_counts = {value for value, _ in shown}, dict(counts)
    return shown + [(value, all_counts.get(value, 0)) for value in chosen if value not in present]


def _number(text: str | None, otherwise: int, most: int) -> int:
    return min(max(int(text), 1), most) if text is not None and text.isdecimal() and len(text) < 9 else otherwise

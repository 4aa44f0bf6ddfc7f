"""The search page: hits as cards, choices with counts, addresses that change one thing of the search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonweal.catalogue.documents.cards import Card, Label, card, label
from commonweal.catalogue.queries import Facet, SearchRequest, SearchResult
from commonweal.catalogue.queries.vocabulary import grouped_categories
from commonweal.journal.models import Event

OPEN_FACETS = ("category", "openness", "publisher")
WINDOW = 2


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A hit as a card, and why it was found."""

    card: Card
    reason: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that is made, and the address without it."""

    facet: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A group of choices; open when something is chosen in it or it is one of the first."""

    facet: Facet
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to order the hits."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """Everything the search page shows."""

    text: str
    query: str
    total: int
    cards: tuple[FoundCard, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[Sort, ...]
    did_you_mean: str
    did_you_mean_address: str
    expanded: tuple[str, ...]
    is_corrected: bool
    without_choices: str
    page: int
    pages: int
    addresses: tuple[tuple[int, str], ...]
    previous_address: str
    next_address: str


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A category and how much it has."""

    label: Label
    number: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of everyday tasks with its categories, fullest first."""

    id: str
    name: str
    items: tuple[ShelfItem, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing in an entry's history, in words."""

    at: datetime
    words: str


def search_view(wanted: SearchRequest, found: SearchResult, language: str) -> SearchView:
    """A result as a page; its addresses each change one thing of what was asked."""
    numbers = _window(found.page, found.pages)
    return SearchView(
        text=wanted.text,
        query=wanted.to_query(),
        total=found.total,
        cards=tuple(FoundCard(card(hit.entry, hit.text, language), hit.reason) for hit in found.hits),
        facets=tuple(
            FacetView(facet, facet.name in OPEN_FACETS or any(value.is_chosen for value in facet.values))
            for facet in found.facets
            if facet.values
        ),
        chips=tuple(_chips(found.facets, wanted)),
        sorts=tuple(Sort(value, name, value == wanted.sort) for value, name in _sorts()),
        did_you_mean=found.did_you_mean or "",
        did_you_mean_address=_address(wanted, text=found.did_you_mean) if found.did_you_mean else "",
        expanded=found.expanded,
        is_corrected=found.is_corrected,
        without_choices=_address(wanted, chosen={}),
        page=found.page,
        pages=found.pages,
        addresses=tuple((number, _address(wanted, page=number) if number else "") for number in numbers),
        previous_address=_address(wanted, page=found.page - 1) if found.page > 1 else "",
        next_address=_address(wanted, page=found.page + 1) if found.page < found.pages else "",
    )


def shelves(counts: Mapping[str, int], language: str) -> tuple[Shelf, ...]:
    """Every group of categories in the order of the pack; those without any software come with 0."""
    return tuple(
        Shelf(
            group.id,
            label("category_group", group.id, language).name,
            tuple(
                sorted(
                    (ShelfItem(label("category", term.id, language), counts.get(term.id, 0)) for term in terms),
                    key=lambda item: (-item.number, item.label.name),
                )
            ),
        )
        for group, terms in grouped_categories()
    )


def fullest(found: Sequence[Shelf], most: int) -> tuple[Shelf, ...]:
    """The groups with the most software, at most so many, in the order they had; empty ones never."""
    by_size = sorted(found, key=lambda shelf: -sum(item.number for item in shelf.items))[:most]
    return tuple(shelf for shelf in found if shelf in by_size and shelf.items and shelf.items[0].number)


def history(events: Iterable[Event]) -> tuple[Happening, ...]:
    """What happened to an entry, in words; events that say nothing to a reader are left out."""
    words = {
        "catalogue.entry_published": _("Entered the catalogue."),
        "catalogue.entry_changed": _("Its description changed."),
        "catalogue.entry_broken": _("Its file could not be read any more; the last good version stays."),
        "catalogue.entry_retired": _("Left the catalogue."),
        "catalogue.entry_returned": _("Came back into the catalogue."),
        "catalogue.entry_moved": _("Moved to another address."),
    }
    told = [Happening(event.recorded_at, words[event.name]) for event in events if event.name in words]
    return tuple(
        now for now, later in zip(told, (None, *told), strict=False) if later is None or not _is_same_news(now, later)
    )


def _is_same_news(one: Happening, other: Happening) -> bool:
    """Whether both say the same on the same day: told once."""
    return one.words == other.words and one.at.date() == other.at.date()


def _sorts() -> tuple[tuple[str, str], ...]:
    return (
        ("relevance", _("Best match")),
        ("name", _("Name")),
        ("newest", _("Newest in the catalogue")),
        ("activity", _("Latest work on the code")),
    )


def _chips(facets: Iterable[Facet], wanted: SearchRequest) -> Iterator[Chip]:
    for facet in facets:
        for value in facet.values:
            if value.is_chosen:
                yield Chip(str(facet.label), value.label, f"/software?{wanted.toggled(facet.name, value.value)}")


def _address(wanted: SearchRequest, **changes: object) -> str:
    """The search with some parts changed."""
    query = wanted.to_query(**changes)
    return f"/software?{query}" if query else "/software"


def _window(page: int, pages: int) -> list[int]:
    """The page numbers to show; 0 stands for those left out."""
    near = {1, pages, *range(page - WINDOW, page + WINDOW + 1)}
    numbers: list[int] = []
    for number in sorted(number for number in near if 1 <= number <= pages):
        if numbers and number != numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers

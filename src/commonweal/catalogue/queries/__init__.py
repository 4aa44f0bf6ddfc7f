"""Reading the catalogue; everything says who is asking."""

from commonweal.catalogue.queries.counts import Figures, figures
from commonweal.catalogue.queries.entries import (
    entries_for,
    entry_for,
    find_by_url,
    saved_searches,
    shown_records,
    text_for,
    with_public_sector,
)
from commonweal.catalogue.queries.exchange import (
    ENTRY_EVENTS,
    best_text,
    entries_changed,
    entries_seen_by,
    public_entries,
    with_details,
)
from commonweal.catalogue.queries.mending import UNREADABLE_RULES, introduction, mending
from commonweal.catalogue.queries.products import (
    StandIn,
    of_same_function,
    open_by_function,
    product_asked_for,
    product_for,
    products_called,
    products_for,
    replaceable_by,
    stand_ins,
)
from commonweal.catalogue.queries.search import (
    SORTS,
    Facet,
    FacetValue,
    Hit,
    SearchRequest,
    SearchResult,
    search,
)
from commonweal.catalogue.queries.suggestions import Suggestion, suggestions
from commonweal.catalogue.queries.vocabulary import category_ids, explanation, grouped_categories, label, read_pack

__all__ = [
    "ENTRY_EVENTS",
    "SORTS",
    "UNREADABLE_RULES",
    "Facet",
    "FacetValue",
    "Figures",
    "Hit",
    "SearchRequest",
    "SearchResult",
    "StandIn",
    "Suggestion",
    "best_text",
    "category_ids",
    "entries_changed",
    "entries_for",
    "entries_seen_by",
    "entry_for",
    "explanation",
    "figures",
    "find_by_url",
    "grouped_categories",
    "introduction",
    "label",
    "mending",
    "of_same_function",
    "open_by_function",
    "product_asked_for",
    "product_for",
    "products_called",
    "products_for",
    "public_entries",
    "read_pack",
    "replaceable_by",
    "saved_searches",
    "search",
    "shown_records",
    "stand_ins",
    "suggestions",
    "text_for",
    "with_details",
    "with_public_sector",
]

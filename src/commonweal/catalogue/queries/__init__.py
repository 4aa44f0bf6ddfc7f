"""Reading the catalogue; everything says who is asking."""

from commonweal.catalogue.queries.entries import (
    entries_for,
    entry_for,
    find_by_url,
    saved_searches,
    search_by_token,
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
from commonweal.catalogue.queries.vocabulary import label

__all__ = [
    "ENTRY_EVENTS",
    "best_text",
    "entries_changed",
    "entries_for",
    "entries_seen_by",
    "entry_for",
    "find_by_url",
    "label",
    "public_entries",
    "saved_searches",
    "search_by_token",
    "text_for",
    "with_details",
    "with_public_sector",
]

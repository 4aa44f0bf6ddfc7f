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
from commonweal.catalogue.queries.vocabulary import label

__all__ = [
    "entries_for",
    "entry_for",
    "find_by_url",
    "label",
    "saved_searches",
    "search_by_token",
    "text_for",
    "with_public_sector",
]

"""The shape in which the catalogue leaves: for the API, in bulk, for other catalogues."""

from commonweal.catalogue.documents.cards import Card, card
from commonweal.catalogue.documents.entries import (
    CSV_COLUMNS,
    EntryDocument,
    RecordDocument,
    codemeta_document,
    csv_rows,
    entry_document,
    record_document,
    schema_org_document,
)
from commonweal.catalogue.documents.pages import EntryView, entry_view, linked_data
from commonweal.catalogue.documents.searches import SearchView, Shelf, fullest, history, search_view, shelves

__all__ = [
    "CSV_COLUMNS",
    "Card",
    "EntryDocument",
    "EntryView",
    "RecordDocument",
    "SearchView",
    "Shelf",
    "card",
    "codemeta_document",
    "csv_rows",
    "entry_document",
    "entry_view",
    "fullest",
    "history",
    "linked_data",
    "record_document",
    "schema_org_document",
    "search_view",
    "shelves",
]

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
from commonweal.catalogue.documents.products import ProductView, function_labels, product_view
from commonweal.catalogue.documents.searches import SearchView, Shelf, fullest, history, search_view, shelves

__all__ = [
    "CSV_COLUMNS",
    "Card",
    "EntryDocument",
    "EntryView",
    "ProductView",
    "RecordDocument",
    "SearchView",
    "Shelf",
    "card",
    "codemeta_document",
    "csv_rows",
    "entry_document",
    "entry_view",
    "fullest",
    "function_labels",
    "history",
    "linked_data",
    "product_view",
    "record_document",
    "schema_org_document",
    "search_view",
    "shelves",
]

"""The shape in which the catalogue leaves: for the API, in bulk, for other catalogues."""

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

__all__ = [
    "CSV_COLUMNS",
    "EntryDocument",
    "RecordDocument",
    "codemeta_document",
    "csv_rows",
    "entry_document",
    "record_document",
    "schema_org_document",
]

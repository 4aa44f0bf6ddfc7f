"""The nouns of the context, a file each."""

from commonweal.catalogue.models.entry import Alias, Entry, EntryText, Kind, Relation, RelationKind, Retirement
from commonweal.catalogue.models.product import Alternative, Product
from commonweal.catalogue.models.record import Record, Revision
from commonweal.catalogue.models.search import (
    FacetTerm,
    Posting,
    PostingList,
    SavedSearch,
    SearchDocument,
    SearchText,
    SearchWord,
)

__all__ = [
    "Alias",
    "Alternative",
    "Entry",
    "EntryText",
    "FacetTerm",
    "Kind",
    "Posting",
    "PostingList",
    "Product",
    "Record",
    "Relation",
    "RelationKind",
    "Retirement",
    "Revision",
    "SavedSearch",
    "SearchDocument",
    "SearchText",
    "SearchWord",
]

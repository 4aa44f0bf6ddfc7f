"""Everything a person or a harvest can do in the catalogue, one function each."""

from commonweal.catalogue.actions.findings import Finding, Outcome, Publication
from commonweal.catalogue.actions.lifecycle import (
    AddressTaken,
    bring_back,
    confirm_seen,
    drop_record,
    follow_publisher,
    move,
    retire,
)
from commonweal.catalogue.actions.postings import list_postings
from commonweal.catalogue.actions.products import (
    AlternativeSource,
    NamelessProduct,
    name_product,
    state_alternative,
    withdraw_alternative,
)
from commonweal.catalogue.actions.publishing import publish, publish_many
from commonweal.catalogue.actions.saved_searches import NameTaken, remove_search, save_search
from commonweal.catalogue.actions.starter import load_alternatives, load_starter

__all__ = [
    "AddressTaken",
    "AlternativeSource",
    "Finding",
    "NameTaken",
    "NamelessProduct",
    "Outcome",
    "Publication",
    "bring_back",
    "confirm_seen",
    "drop_record",
    "follow_publisher",
    "list_postings",
    "load_alternatives",
    "load_starter",
    "move",
    "name_product",
    "publish",
    "publish_many",
    "remove_search",
    "retire",
    "save_search",
    "state_alternative",
    "withdraw_alternative",
]

"""Decisions about entries, as pure functions on values."""

from commonweal.catalogue.rules.addresses import address, name_from_url, owner_from_url, slug_choices
from commonweal.catalogue.rules.merging import Merged, Statement, Text, merge
from commonweal.catalogue.rules.words import fold, is_like, words

__all__ = [
    "Merged",
    "Statement",
    "Text",
    "address",
    "fold",
    "is_like",
    "merge",
    "name_from_url",
    "owner_from_url",
    "slug_choices",
    "words",
]

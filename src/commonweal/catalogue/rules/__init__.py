"""Decisions about entries, as pure functions on values."""

from commonweal.catalogue.rules.addresses import address, name_from_url, owner_from_url, slug_choices
from commonweal.catalogue.rules.asking import names_asked_for
from commonweal.catalogue.rules.merging import Merged, Statement, Text, merge
from commonweal.catalogue.rules.words import STOP_WORDS, distance, fold, is_like, meaningful, root, words

__all__ = [
    "STOP_WORDS",
    "Merged",
    "Statement",
    "Text",
    "address",
    "distance",
    "fold",
    "is_like",
    "meaningful",
    "merge",
    "name_from_url",
    "names_asked_for",
    "owner_from_url",
    "root",
    "slug_choices",
    "words",
]

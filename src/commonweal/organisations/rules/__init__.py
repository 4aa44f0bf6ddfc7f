"""Decisions about names, places, sizes, codes and slugs, as pure functions."""

from commonweal.organisations.rules.dates import read_date, written_date
from commonweal.organisations.rules.identifiers import SCHEMES, read_identifier, scheme_address, scheme_label
from commonweal.organisations.rules.links import closes_a_circle
from commonweal.organisations.rules.names import PLAIN_LETTERS, fold, fold_all, free_slug
from commonweal.organisations.rules.neighbours import (
    SIMILAR_BANDS,
    Band,
    Nearness,
    Way,
    rank,
    similar_bands,
    size_band,
    times_as_many,
)
from commonweal.organisations.rules.places import EARTH_RADIUS_KM, Box, box_around, distance_km
from commonweal.organisations.rules.services import read_service

__all__ = [
    "EARTH_RADIUS_KM",
    "PLAIN_LETTERS",
    "SCHEMES",
    "SIMILAR_BANDS",
    "Band",
    "Box",
    "Nearness",
    "Way",
    "box_around",
    "closes_a_circle",
    "distance_km",
    "fold",
    "fold_all",
    "free_slug",
    "rank",
    "read_date",
    "read_identifier",
    "read_service",
    "scheme_address",
    "scheme_label",
    "similar_bands",
    "size_band",
    "times_as_many",
    "written_date",
]

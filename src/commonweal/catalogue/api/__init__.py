"""The catalogue for machines: entries, search, changes, records. Read only."""

from commonweal.catalogue.api import products  # noqa: F401  adds its routes to the router
from commonweal.catalogue.api.entries import router

__all__ = ["router"]

"""Tells Django of this context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue."""

    name = "commonweal.catalogue"
    label = "catalogue"

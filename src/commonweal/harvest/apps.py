"""Tells Django of this context."""

from django.apps import AppConfig


class HarvestConfig(AppConfig):
    """The harvest."""

    name = "commonweal.harvest"
    label = "harvest"

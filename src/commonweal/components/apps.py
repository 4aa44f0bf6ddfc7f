"""Tells Django of this context."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """The context of components."""

    name = "commonweal.components"
    label = "components"

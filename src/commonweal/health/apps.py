"""Tells Django of this context."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """The context of health."""

    name = "commonweal.health"
    label = "health"

"""Tells Django of this context."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """The context of usage."""

    name = "commonweal.usage"
    label = "usage"

"""Tells Django of this context."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The context of screening."""

    name = "commonweal.screening"
    label = "screening"

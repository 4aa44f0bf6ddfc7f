"""Tells Django of this context."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """The context of risk."""

    name = "commonweal.risk"
    label = "risk"

"""Tells Django of this context."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """The context of strategy."""

    name = "commonweal.strategy"
    label = "strategy"

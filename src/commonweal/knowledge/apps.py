"""Tells Django of this context."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The context of guidance."""

    name = "commonweal.knowledge"
    label = "knowledge"

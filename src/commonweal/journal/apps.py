"""Tells Django of this context."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal."""

    name = "commonweal.journal"
    label = "journal"

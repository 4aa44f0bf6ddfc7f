"""Tells Django of this context."""

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    """The context of licensing."""

    name = "commonweal.licensing"
    label = "licensing"

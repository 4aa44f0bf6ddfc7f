"""Tells Django of this context."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Bodies, offices, people."""

    name = "commonweal.organisations"
    label = "organisations"

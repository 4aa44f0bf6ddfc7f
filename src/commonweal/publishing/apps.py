"""Tells Django of this context."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The context of publishing."""

    name = "commonweal.publishing"
    label = "publishing"

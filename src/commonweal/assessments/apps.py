"""Tells Django of this context."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The context of assessments."""

    name = "commonweal.assessments"
    label = "assessments"

"""Tells Django of this context."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """The context of skills."""

    name = "commonweal.skills"
    label = "skills"

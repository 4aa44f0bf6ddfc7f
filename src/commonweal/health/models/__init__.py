"""The nouns of the context."""

from commonweal.health.models.projects import Project

__all__ = ["Project"]

"""The worker's part, a module for each kind of work."""

from commonweal.usage.tasks import claims

__all__ = ["claims"]

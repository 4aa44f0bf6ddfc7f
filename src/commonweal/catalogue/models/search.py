"""Searches that somebody wants to come back to."""

from django.db import models

from commonweal.organisations.models import User


class SavedSearch(models.Model):
    """A search under a name, with an Atom feed of its own behind an unguessable token."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    query = models.CharField(max_length=2000)
    token = models.CharField(max_length=40, unique=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A name once a person."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name

"""Repositories whose health is looked at."""

from django.db import models

from commonweal.catalogue.models import Entry


class Project(models.Model):
    """A public repository whose health is looked at, known by its address; `entry` is the software kept there.

    What is said of it are public facts. Who runs it stands elsewhere, and is seen more narrowly.
    """

    url = models.CharField(max_length=1000, unique=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url

    def get_absolute_url(self) -> str:
        """The project's page."""
        return f"/projects/{self.pk}"

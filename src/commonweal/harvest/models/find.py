"""Finds: the repositories of a source, their components, and what was turned away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Entry
from commonweal.harvest.models.run import Run
from commonweal.harvest.models.source import Source
from commonweal.organisations.models import Body


class Repository(models.Model):
    """A repository as a source held it when last seen; `facts` is a digest of what its host said of it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="repositories")
    url = models.CharField(max_length=1000)
    name = models.CharField(max_length=300)
    revision = models.CharField(max_length=300, blank=True)
    listing_revision = models.CharField(max_length=300, blank=True)
    facts = models.CharField(max_length=64, blank=True)
    publisher_name = models.CharField(max_length=300, blank=True)
    publisher_slug = models.CharField(max_length=120, blank=True)
    has_metadata = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    first_run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    last_run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="repositories")
    missing_since = models.DateTimeField(null=True, blank=True)
    moved_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_from")

    class Meta:
        """A source holds an address once."""

        verbose_name_plural = "repositories"
        ordering = ["url"]
        indexes = [models.Index(fields=["publisher_slug"])]
        constraints = [models.UniqueConstraint(fields=["source", "url"], name="repository_once_a_source")]

    def __str__(self) -> str:
        return self.url


class Component(models.Model):
    """A metadata file of a repository; `address` is set while it speaks for a catalogue entry.

    `revision` is that of the content read last; a stale one is read again at the next harvest even if unchanged.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="components")
    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="components")
    path = models.CharField(max_length=500, blank=True)
    revision = models.CharField(max_length=300, blank=True)
    is_stale = models.BooleanField(default=False)
    address = models.CharField(max_length=1500, blank=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In one source, one file speaks for an address."""

        constraints = [
            models.UniqueConstraint(fields=["repository", "path"], name="component_once"),
            models.UniqueConstraint(
                fields=["source", "address"], condition=~models.Q(address=""), name="one_component_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repository_id}: {self.path}"


class Reason(models.TextChoices):
    """Why something found is not in the catalogue, or not as it should be."""

    UNREADABLE = "unreadable", _("The file cannot be read as YAML, so nothing of it can be shown.")
    NO_NAME = "no_name", _("The file does not say what the software is called (name).")
    NO_ADDRESS = "no_address", _("Neither the file nor the source says where the source code lies (url).")
    FORK = "fork", _("The file says that it describes the software of another repository, so this is a copy of it.")
    SECOND = "second", _("Another repository of this source describes the same software.")
    UNREACHABLE = "unreachable", _("The repository or its file could not be fetched.")
    BROKEN = "broken", _("The newest version cannot be used; the catalogue shows the last good one.")


class Rejection(models.Model):
    """Why something found is not in the catalogue, in words its publisher can act on; resolved, never deleted."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rejections")
    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="rejections")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rejections")
    url = models.CharField(max_length=1000)
    path = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    detail = models.CharField(max_length=1000, blank=True)
    problems = models.JSONField(default=list)
    publisher = models.ForeignKey(Body, null=True, on_delete=models.SET_NULL, related_name="+")
    publisher_name = models.CharField(max_length=300)
    publisher_slug = models.CharField(max_length=120)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that stands per file."""

        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["publisher_slug", "-changed_at"]), models.Index(fields=["-changed_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "path"],
                condition=models.Q(resolved_at__isnull=True),
                name="one_standing_rejection_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"

    def get_absolute_url(self) -> str:
        """The publisher's page, at this rejection."""
        return f"/rejections/{self.publisher_slug}#rejection-{self.pk}"

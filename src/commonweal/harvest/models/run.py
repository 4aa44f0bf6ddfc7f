"""Runs: one walk through a source each, and what it counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.harvest.models.source import Source


class RunEnd(models.TextChoices):
    """How a run ended."""

    COMPLETED = "completed", _("completed")
    DOUBTFUL = "doubtful", _("waits for an answer: much was missing")
    FAILED = "failed", _("failed")


class Run(models.Model):
    """One walk through a source; `cursor` is saved with each page's results, so it goes on where it was cut off."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    progressed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, blank=True, choices=RunEnd.choices)
    cursor = models.TextField(blank=True)
    is_partial = models.BooleanField(default=False)
    pages = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=1)
    failure = models.TextField(blank=True)
    problems = models.JSONField(default=list)
    seen = models.PositiveIntegerField(_("repositories seen"), default=0)
    published = models.PositiveIntegerField(_("newly listed"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    returned = models.PositiveIntegerField(_("back again"), default=0)
    broken = models.PositiveIntegerField(_("newly unreadable, last good version kept"), default=0)
    rejected = models.PositiveIntegerField(_("not listed"), default=0)
    moved = models.PositiveIntegerField(_("moved"), default=0)
    gone = models.PositiveIntegerField(_("gone"), default=0)
    without_metadata = models.PositiveIntegerField(_("without a publiccode.yml"), default=0)

    COUNTS = (
        "seen", "published", "changed", "unchanged", "returned", "broken", "rejected", "moved", "gone",
        "without_metadata",
    )  # fmt: skip

    class Meta:
        """A source is walked by one run at a time."""

        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["source", "-started_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(finished_at__isnull=True), name="one_open_run_a_source"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, end="") | models.Q(finished_at__isnull=False),
                name="a_finished_run_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The run's page."""
        return f"/runs/{self.pk}"

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each count with its name and its words, in the order of a page."""
        fields = {field.name: field for field in self._meta.fields}
        return [(name, str(fields[name].verbose_name), getattr(self, name)) for name in self.COUNTS]

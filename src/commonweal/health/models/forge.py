"""What the git host of a project knows beside its files: looks at it, the tickets seen, and the facts of a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.health.models.projects import Project


class TicketKind(models.TextChoices):
    """What a ticket is."""

    ISSUE = "issue", _("issue")
    CHANGE = "change", _("change request")


class ForgeLook(models.Model):
    """A walk over the tickets of a project at its host, page by page; at most one is under way and goes on at `cursor`.

    A full one begins at `since` and looks at all open tickets too; others tell what changed. `hides_answers`: the host
    does not show them to us. `is_cut`: there was more than we read. `standing` is what the host says of the repository.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="forge_looks")
    host = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    since = models.DateTimeField()
    is_full = models.BooleanField(default=True)
    cursor = models.CharField(max_length=100, blank=True)
    pages = models.PositiveIntegerField(default=0)
    is_walked = models.BooleanField(default=False)
    hides_answers = models.BooleanField(default=False)
    is_cut = models.BooleanField(default=False)
    standing = models.JSONField(null=True, blank=True)
    problems = models.JSONField(default=list)
    failure = models.CharField(max_length=500, blank=True)
    goes_on_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; one under way."""

        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(finished_at__isnull=True), name="one_forge_look_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.started_at:%Y-%m-%d}"


class Ticket(models.Model):
    """An issue or a change request as its host last told it, for counting alone: no text, and nobody's name.

    `author` is a keyed digest of the author's number at the host, by which an answer of the same person is told from
    one of somebody else. `answered_at` is the first answer by a person who is not the author; `is_reviewed` is None
    until its reviews were read.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tickets")
    kind = models.CharField(max_length=10, choices=TicketKind.choices)
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=32, blank=True)
    is_by_bot = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    labels = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_reviewed = models.BooleanField(null=True, blank=True)
    has_more = models.BooleanField(default=False)
    replies_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once a project, kind and number."""

        constraints = [models.UniqueConstraint(fields=["project", "kind", "number"], name="ticket_once")]
        indexes = [models.Index(fields=["project", "opened_at"], name="tickets_of_project")]

    def __str__(self) -> str:
        return f"{self.project} {self.kind} {self.number}"


class ForgeFacts(models.Model):
    """What was counted of a project at its host on a day, as `documents` write it; the newest stands.

    `figures` holds H14 to H19 by the days of their windows, `standing` what the host says of the repository (archived,
    branch protected, releases, checks, files). What is None there is not visible.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="forge_facts")
    day = models.DateField()
    counted_at = models.DateTimeField()
    host = models.CharField(max_length=20)
    figures = models.JSONField()
    standing = models.JSONField()
    problems = models.JSONField(default=list)
    rules = models.JSONField()
    packs = models.JSONField()

    class Meta:
        """Newest first; once a day."""

        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["project", "day"], name="forge_facts_once_a_day")]
        verbose_name_plural = "forge facts"

    def __str__(self) -> str:
        return f"{self.project} {self.day}"

"""What was found when the history of a repository was counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.health.models.projects import Project


class Reach(models.TextChoices):
    """How much of a repository was read."""

    FULL = "full", _("with the names of its files")
    TREELESS = "treeless", _("commits only")
    SHALLOW = "shallow", _("only the newest commits")


class LifeStage(models.TextChoices):
    """Where in its life a project is."""

    INCEPTION = "inception", _("just begun")
    GROWTH = "growth", _("growing")
    STABLE = "stable", _("stable")
    DECLINE = "decline", _("winding down")
    QUIET = "quiet", _("quiet")
    UNKNOWN = "unknown", _("not known")


class Examination(models.Model):
    """One look at the default branch of a project, or the `failure` in words why there was none.

    The newest without a failure stands. `figures` and `statements` are as `documents.examinations` writes them, made by
    the named versions of `rules` and `packs`. `days` are the commits of each day that had any ({"2026-05-01": 3}), of
    the last three years, so that words can be said on a later day. `seen_at` is when the head was last this one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="examinations")
    examined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    branch = models.CharField(max_length=300, blank=True)
    head = models.CharField(max_length=64, blank=True)
    reach = models.CharField(max_length=10, choices=Reach.choices, blank=True)
    first_commit_at = models.DateTimeField(null=True, blank=True)
    last_commit_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=10, choices=LifeStage.choices, default=LifeStage.UNKNOWN)
    figures = models.JSONField(default=dict)
    statements = models.JSONField(default=list)
    days = models.JSONField(default=dict)
    rules = models.JSONField(default=list)
    packs = models.JSONField(default=list)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        """Newest first; one that failed found nothing."""

        ordering = ["-examined_at", "-pk"]
        indexes = [
            models.Index(
                fields=["project", "-examined_at"], condition=models.Q(failure=""), name="standing_examinations"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failure="") | models.Q(figures={}, statements=[]),
                name="failed_examinations_are_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=models.F("examined_at")), name="seen_when_examined_or_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.examined_at:%Y-%m-%d}"

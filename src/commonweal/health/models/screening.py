"""What bodies do about the health of software: how much it matters to them, looks by a person, decisions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.health.models.projects import Project
from commonweal.organisations.models import User, Visibility, Visible


class Importance(Visible):
    """How much the software of a project matters to a body (`owner`), from 1 to 4, said by a person on a day.

    `is_proposed` is for software that the body does not use and thinks of. At most one stands; the next ends it.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="importances")
    level = models.PositiveSmallIntegerField()
    is_proposed = models.BooleanField(default=False)
    stated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """From 1 to 4; one that stands for each body and project."""

        ordering = ["-stated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "project"], condition=Q(ended_at__isnull=True), name="one_standing_importance"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="importance_is_from_1_to_4"),
            models.CheckConstraint(condition=Q(owner__isnull=False), name="importance_has_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.project_id} {self.level}"


class ManualCheck(Visible):
    """A look by a person at a project, for a body (`owner`), by the questions of a version of the pack.

    `answers` maps ids of questions to {"answer": id, "is_counted": whether what was counted was taken over, "note":
    text}; one left out is not known. A look is never changed: the next stands beside it.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="manual_checks")
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField()
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["project", "-checked_at"], name="manual_check_newest")]
        constraints = [models.CheckConstraint(condition=Q(owner__isnull=False), name="manual_check_has_a_body")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.project_id} {self.checked_at:%Y-%m-%d}"


class Course(models.TextChoices):
    """What a body decides about software: the first three where it is new, the others where it is in use."""

    INCLUDE = "include", _("include it")
    INCLUDE_AND_ENGAGE = "include_and_engage", _("include it and take part in its upkeep")
    EXCLUDE = "exclude", _("do without it")
    KEEP = "keep", _("keep it as it is")
    TREAT = "treat", _("keep it and do something about it")
    REPLACE = "replace", _("replace it")


class HealthDecision(Visible):
    """What a body (`owner`) decided about a project, why, and when it looks again; ended, never deleted.

    `manual_check` is the look it was decided on, if there was one.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="health_decisions")
    course = models.CharField(max_length=20, choices=Course.choices)
    reason = models.TextField()
    manual_check = models.ForeignKey(
        ManualCheck, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One that stands for each body and project; newest first."""

        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "project"], condition=Q(ended_at__isnull=True), name="one_standing_health_decision"
            ),
            models.CheckConstraint(condition=Q(owner__isnull=False), name="health_decision_has_a_body"),
            models.CheckConstraint(condition=~Q(reason=""), name="health_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.project_id} {self.course}"

"""What people who know a project say of it, which no history tells."""

from django.db import models

from commonweal.health.models.examinations import LifeStage
from commonweal.health.models.projects import Project
from commonweal.organisations.models import User


class MaintenanceConfirmation(models.Model):
    """That `said_by` said on a day that a project is maintained, until a day (the last one) unless ended before."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="confirmations")
    said_by = models.CharField(max_length=200)
    said_on = models.DateField()
    until = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; it ends after it was said."""

        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("said_on")), name="confirmations_end_after_they_are_said"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.said_by}, {self.said_on}"


class StageDeclaration(models.Model):
    """The stage of life that those who keep a project declare; at most one stands."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_declarations")
    stage = models.CharField(max_length=10, choices=LifeStage.choices)
    note = models.CharField(max_length=500, blank=True)
    declared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; one at a time."""

        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(ended_at__isnull=True), name="one_standing_stage_declaration"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.stage}"

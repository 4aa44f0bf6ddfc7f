"""What bodies were told, and how many findings stood on a day."""

from django.db import models

from commonweal.organisations.models import Body, User
from commonweal.risk.models.advisories import Vulnerability


class Notice(models.Model):
    """That a body was told, in one message, of the vulnerabilities that newly hit it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="risk_notices")
    vulnerabilities = models.ManyToManyField(Vulnerability, related_name="notices")
    systems = models.PositiveIntegerField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.body_id} {self.sent_at:%Y-%m-%d}"


class DayCount(models.Model):
    """How a body stood at the end of a day; None where nothing is known, because no list was there."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    systems = models.PositiveIntegerField()
    systems_with_sbom = models.PositiveIntegerField()
    open_findings = models.PositiveIntegerField(null=True, blank=True)
    exploited = models.PositiveIntegerField(null=True, blank=True)
    overdue = models.PositiveIntegerField(null=True, blank=True)
    unclear = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """Once a body and day."""

        constraints = [models.UniqueConstraint(fields=["body", "day"], name="day_count_once")]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.body_id} {self.day}"

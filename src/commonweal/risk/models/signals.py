"""Signals beside advisories, each with who says so and since when; several asserters stand side by side."""

from django.db import models

from commonweal.risk.models.sources import AdvisorySource


class Exploitation(models.Model):
    """That a source knows an identifier (a CVE) to be exploited; `due_on` is the day that source sets its own."""

    source = models.ForeignKey(AdvisorySource, on_delete=models.CASCADE, related_name="exploitations")
    identifier = models.CharField(max_length=120, db_index=True)
    added_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    is_ransomware = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Once a source."""

        constraints = [models.UniqueConstraint(fields=["source", "identifier"], name="exploitation_once")]

    def __str__(self) -> str:
        return f"{self.identifier} since {self.added_on}"


class ExploitForecast(models.Model):
    """EPSS: how likely an identifier is exploited in the next 30 days, and its rank among all, as shares of 1."""

    source = models.ForeignKey(AdvisorySource, on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=120)
    score = models.FloatField()
    percentile = models.FloatField(null=True, blank=True)
    scored_on = models.DateField(null=True, blank=True)

    class Meta:
        """The newest a source."""

        constraints = [models.UniqueConstraint(fields=["identifier", "source"], name="exploit_forecast_once")]

    def __str__(self) -> str:
        return f"{self.identifier} {self.score:.3f}"


class SsvcDecision(models.Model):
    """What a coordinator decided by SSVC: exploitation none, poc or active; automatable; technical impact."""

    source = models.ForeignKey(AdvisorySource, on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=120)
    exploitation = models.CharField(max_length=20, blank=True)
    automatable = models.CharField(max_length=10, blank=True)
    technical_impact = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest a source."""

        constraints = [models.UniqueConstraint(fields=["identifier", "source"], name="ssvc_decision_once")]

    def __str__(self) -> str:
        return f"{self.identifier} {self.exploitation}"

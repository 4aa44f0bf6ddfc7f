"""That a body was told of something, so that it is told once."""

from django.db import models

from commonweal.organisations.models import Body


class Alert(models.Model):
    """That a body was told by mail that something is due; `about` names what, `due_on` the day it was about."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="strategy_alerts")
    about = models.CharField(max_length=100)
    due_on = models.DateField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once for each thing and day."""

        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["body", "about", "due_on"], name="alert_once")]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.about} {self.due_on}"

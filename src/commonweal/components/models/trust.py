"""Who else may look, and which programs may hand in lists."""

from django.db import models

from commonweal.organisations.models import Body, User


class AccessToken(models.Model):
    """A secret by which a program hands in lists and asks the gate for a body; only its SHA-256 is kept.

    `shown` is its beginning, by which people tell tokens apart. It may do what `made_by` may, at that body alone.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    shown = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    made_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"


class Oversight(models.Model):
    """That a body lets the security officers of another see what its systems are made of; ended, never deleted."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="oversights")
    overseer = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="overseen")
    reason = models.CharField(max_length=300, blank=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that stands a pair; nobody watches over itself."""

        ordering = ["-agreed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "overseer"], condition=models.Q(ended_at__isnull=True), name="one_standing_oversight"
            ),
            models.CheckConstraint(name="oversight_is_of_another", condition=~models.Q(body=models.F("overseer"))),
        ]

    def __str__(self) -> str:
        return f"{self.overseer_id} watches over {self.body_id}"

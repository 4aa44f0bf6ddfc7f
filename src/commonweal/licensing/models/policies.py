"""What a body decided about licences for itself, beside the rules of the policy that all follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User


class Choice(models.TextChoices):
    """What a body says to a licence."""

    ALLOWED = "allowed", _("allowed here")
    REFUSED = "refused", _("not allowed here")


class PolicyChoice(models.Model):
    """That a body allows or refuses a licence for its own systems, with a reason; ended, never deleted.

    `licence` is one SPDX identifier. It comes before the rules of the policy.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="licence_choices")
    licence = models.CharField(max_length=200)
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One that holds for each licence of a body."""

        ordering = ["licence", "-chosen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "licence"], condition=models.Q(ended_at__isnull=True), name="one_choice_of_a_licence"
            ),
            models.CheckConstraint(name="choice_of_a_licence_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.licence} {self.choice}"

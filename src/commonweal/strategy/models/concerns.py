"""Concerns: what people fear about open source, and what was answered."""

from django.db import models

from commonweal.organisations.models import User, Visibility, Visible


class Concern(Visible):
    """A fear somebody voiced at a body (`owner`), the answer with its evidence, and who closed it."""

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    fear = models.CharField(max_length=1000)
    voiced_by = models.CharField(max_length=200, blank=True)
    raised_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Oldest first; only what has an answer is closed."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="concern_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="closed_concern_has_an_answer", condition=models.Q(closed_at__isnull=True) | ~models.Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return self.fear

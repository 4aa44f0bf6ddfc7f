"""What an assessment came to, which suggestions were taken, and which recommendations were dropped."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.models.assessments import Assessment
from commonweal.organisations.models import User


class Verdict(models.TextChoices):
    """What a person made of a suggestion."""

    ACCEPTED = "accepted", _("taken as the answer")
    DECLINED = "declined", _("not so")


class Result(models.Model):
    """What a finished assessment came to, frozen: scores, the answers behind them, and what was recommended that day.

    Never worked out anew. The shape of `content` stands in `documents.results`.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="result")
    instrument = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.pack_version} of {self.made_at:%Y-%m-%d}"


class SuggestionReview(models.Model):
    """That somebody looked at an answer which the platform suggested from what it knows, and took it or did not.

    `fact` is its key, `value` the answer suggested, and `evidence` the address it rests on.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="suggestion_reviews")
    question = models.CharField(max_length=40)
    fact = models.CharField(max_length=40)
    value = models.FloatField()
    evidence = models.CharField(max_length=1000, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-reviewed_at", "-pk"]
        indexes = [models.Index(fields=["assessment", "question"], name="review_by_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.verdict}"


class Drop(models.Model):
    """That a recommendation is not followed, with the reason; ended when it comes back. `rule` names it in its pack."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="drops")
    rule = models.CharField(max_length=60)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    dropped_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One that holds for each rule; it has a reason."""

        ordering = ["-dropped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "rule"], condition=Q(ended_at__isnull=True), name="one_drop_of_a_rule"
            ),
            models.CheckConstraint(name="drop_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"

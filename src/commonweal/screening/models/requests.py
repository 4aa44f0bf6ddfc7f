"""What was asked, what was answered then, and what was ruled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User


class RequestKind(models.TextChoices):
    """What somebody wants to do."""

    USE = "use", _("use")
    PUBLISH = "publish", _("publish")
    CONTRIBUTE = "contribute", _("contribute")


class UseKind(models.TextChoices):
    """For what software is used."""

    INTERNAL = "internal", _("inside our organisation only")
    SERVICE = "service", _("in a service that others reach over the network")
    DISTRIBUTED = "distributed", _("in software that we hand to others")
    DEVELOPMENT = "development", _("only while we develop or test, never delivered")


class Request(models.Model):
    """That somebody asked, for a body, whether they may use, publish or contribute, and the answer at that time.

    `subject` is as it was asked; `subject_key` is equal for the same package or repository. `answers` are those of the
    form. `colour`, `lane` and `reasons` are as rules.reasons writes them, judged by the named `packs`. `due_on` is the
    day by which a person rules; None where nobody has to. A withdrawn request waits for nobody.
    """

    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="screening_requests")
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="screening_requests"
    )
    asked_at = models.DateTimeField()
    subject = models.CharField(max_length=2000)
    subject_key = models.CharField(max_length=2000)
    name = models.CharField(max_length=500)
    version = models.CharField(max_length=300, blank=True)
    major = models.CharField(max_length=40, blank=True)
    purl = models.CharField(max_length=2100, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    use = models.CharField(max_length=12, choices=UseKind.choices, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    answers = models.JSONField(default=dict)
    colour = models.CharField(max_length=6)
    lane = models.CharField(max_length=8)
    reasons = models.JSONField(default=list)
    packs = models.JSONField(default=list)
    due_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; found again by body and subject."""

        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["body", "-asked_at"], name="screening_by_body"),
            models.Index(fields=["asked_by", "-asked_at"], name="screening_by_asker"),
        ]
        constraints = [
            models.CheckConstraint(name="screening_use_has_a_use", condition=~models.Q(kind="use") | ~models.Q(use="")),
            models.CheckConstraint(
                name="screening_answer_has_a_colour", condition=models.Q(colour__in=["green", "amber", "red"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.version}".strip()

    def get_absolute_url(self) -> str:
        """The request's page."""
        return f"/screening/{self.pk}"


class How(models.TextChoices):
    """Who ruled."""

    FAST_LANE = "fast_lane", _("by the fast lane")
    EARLIER = "earlier", _("by an earlier ruling")
    PERSON = "person", _("by a person")


class Decided(models.TextChoices):
    """What was ruled."""

    APPROVED = "approved", _("approved")
    CONDITIONS = "conditions", _("approved with conditions")
    REFUSED = "refused", _("refused")


class RulingScope(models.TextChoices):
    """For which versions a ruling answers the next request."""

    VERSION = "version", _("this version only")
    MAJOR = "major", _("all versions with the same first number")
    ALL = "all", _("all versions")


class Ruling(models.Model):
    """What was ruled on a request, by whom, when and why; it holds until `valid_until` (the last day) or `ended_at`.

    At most one stands. `earlier` is the ruling of a person that was used again, where it was.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="rulings")
    how = models.CharField(max_length=10, choices=How.choices)
    decided = models.CharField(max_length=10, choices=Decided.choices)
    reason = models.CharField(max_length=2000, blank=True)
    conditions = models.CharField(max_length=2000, blank=True)
    covers = models.CharField(max_length=8, choices=RulingScope.choices, default=RulingScope.VERSION)
    valid_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="used_again")
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; one at a time; conditions are said."""

        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at__isnull=True), name="one_standing_ruling"
            ),
            models.CheckConstraint(
                name="conditional_rulings_say_conditions",
                condition=~models.Q(decided="conditions") | ~models.Q(conditions=""),
            ),
            models.CheckConstraint(
                name="earlier_rulings_are_named",
                condition=models.Q(how="earlier", earlier__isnull=False)
                | (~models.Q(how="earlier") & models.Q(earlier__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.decided}"

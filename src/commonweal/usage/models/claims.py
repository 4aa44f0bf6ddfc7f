"""Claims that a body uses software: who says so, since when, and what the body itself answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, User, Visible


class Status(models.TextChoices):
    """How far a body has come with a piece of software."""

    EVALUATING = "evaluating", _("being tried out on paper")
    PILOT = "pilot", _("in a pilot")
    PRODUCTION = "production", _("in daily use")
    MIGRATING_AWAY = "migrating-away", _("being replaced")
    ENDED = "ended", _("no longer used")


class ClaimSource(models.TextChoices):
    """Who says that a body uses the software."""

    SELF = "self", _("the body itself")
    SUPPLIER = "supplier", _("a supplier, confirmed by the body")
    OWNER = "owner", _("the publisher of the software")
    IMPORT = "import", _("an imported list")
    SBOM = "sbom", _("a list of components found running")


class EndReason(models.TextChoices):
    """Why a claim no longer holds."""

    UNKNOWN = "", _("not said")
    STOPPED = "stopped", _("the body no longer uses it")
    NOT_NAMED = "not-named", _("the publisher no longer names the body")
    MISTAKEN = "mistaken", _("another body was meant")


class UsageClaim(Visible):
    """That a body (`owner`) uses a piece of software, how far, and who says so; never tied to a person.

    `author` stays empty but for a private claim. `reference` is what a list itself calls the claim. `confirmed_at` and
    `expires_on` repeat the last answer that stands; after `expires_on` the claim is unconfirmed again. A denied claim
    is shown to nobody but the body; one ended as mistaken to nobody.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="usage_claims")
    status = models.CharField(max_length=20, choices=Status.choices)
    purpose = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=100, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    user_count = models.PositiveIntegerField(null=True, blank=True)
    instance_url = models.URLField(max_length=1000, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    source = models.CharField(max_length=10, choices=ClaimSource.choices)
    source_name = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=300, blank=True, db_default="")
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True, db_default="")
    stated_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, db_index=True)
    denied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once a body, software, source, purpose and place in a list; nobody ends before they began."""

        indexes = [
            # Both hold what decides whether a claim counts, so that tens of thousands need not be looked up to count.
            models.Index(
                fields=["entry", "owner"],
                include=["visibility", "status", "denied_at", "end_reason", "author"],
                name="usage_claim_by_entry",
            ),
            models.Index(
                fields=["owner", "entry"], include=["visibility", "status", "denied_at"], name="usage_claim_by_body"
            ),
            models.Index(
                fields=["entry", "-stated_at"], name="usage_claim_runs_of", condition=~models.Q(instance_url="")
            ),
            models.Index(fields=["-stated_at"], name="usage_claim_runs", condition=~models.Q(instance_url="")),
            models.Index(fields=["-stated_at", "-id"], name="usage_claim_said"),
            models.Index(fields=["-confirmed_at", "-id"], name="usage_claim_confirmed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "entry", "source", "source_name", "purpose", "reference"], name="usage_claim_once"
            ),
            models.CheckConstraint(name="usage_claim_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="usage_claim_ends_after_it_began",
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.status} {self.entry_id}"


class Proposal(models.Model):
    """That a supplier asks a body to confirm that it uses a piece of software; only the body sees what became of it."""

    supplier = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="usage_proposals_made")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="usage_proposals")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PRODUCTION)
    purpose = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A supplier waits for one answer at a time."""

        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "body", "entry"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_usage_proposal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} → {self.body_id}: {self.entry_id}"


class AnswerKind(models.TextChoices):
    """What a body says to a claim about itself."""

    CONFIRMED = "confirmed", _("confirmed")
    DENIED = "denied", _("denied")


class Answer(models.Model):
    """What a body said, on a day, to a claim or a proposal about itself; a confirmation ends after `expires_on`."""

    claim = models.ForeignKey(UsageClaim, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    pack = models.CharField(max_length=100, blank=True)

    class Meta:
        """To something; newest first."""

        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_is_to_something",
                condition=models.Q(claim__isnull=False) | models.Q(proposal__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.answered_at:%Y-%m-%d}"


class NamedUser(models.Model):
    """A user that a publiccode.yml names in `usedBy`, and the body it was taken for: why, and who corrected that.

    `reason` is a code of `rules.matching`; `body` is empty where nobody was recognised.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="named_users")
    text = models.CharField(max_length=500)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=40)
    likeness = models.FloatField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each name once a piece of software."""

        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["entry", "text"], name="named_user_once")]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """That a body was told of something due, so that it is told once."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=100)
    due_on = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once a matter and date."""

        constraints = [models.UniqueConstraint(fields=["body", "about", "due_on"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.about} {self.due_on}"

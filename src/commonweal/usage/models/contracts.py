"""Contracts: what a body pays a supplier for, until when, and how caught it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User, Visibility, Visible
from commonweal.usage.models.systems import System


class Renewal(models.TextChoices):
    """What happens when a contract reaches its end."""

    UNKNOWN = "", _("not known")
    NONE = "none", _("it ends")
    OPTION = "option", _("we may prolong it")
    AUTOMATIC = "automatic", _("it prolongs itself unless we give notice")


class Contract(Visible):
    """What a body (`owner`) pays a supplier for; costs in cents a year, `notice_on` the last day to give notice.

    `clauses` are ids of the pack `clauses`. `exit_cost_cents` and `exit_months` are what leaving would take.
    `supplier_name`, `reference` and `author` are as in a system. The dates are those of the paper: what follows when a
    contract prolongs itself is computed and never stored. No contract is for everyone: suppliers would read along.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=100, blank=True)
    supplier_name = models.CharField(max_length=300, blank=True)
    supplier = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts_won")
    systems = models.ManyToManyField(System, blank=True, related_name="contracts")
    yearly_cost_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True, db_index=True)
    renewal = models.CharField(max_length=10, choices=Renewal.choices, blank=True)
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    clauses = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    exit_cost_cents = models.BigIntegerField(null=True, blank=True)
    exit_months = models.PositiveSmallIntegerField(null=True, blank=True)
    terminated_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Costs are not negative; notice is not given after the end."""

        ordering = ["notice_on", "ends_on", "title"]
        indexes = [models.Index(fields=["owner", "notice_on"], name="contract_by_notice")]
        constraints = [
            models.CheckConstraint(name="contract_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="contract_is_never_public", condition=models.Q(visibility__lte=Visibility.NETWORK)
            ),
            models.CheckConstraint(
                name="contract_costs_are_not_negative",
                condition=(models.Q(yearly_cost_cents=None) | models.Q(yearly_cost_cents__gte=0))
                & (models.Q(exit_cost_cents=None) | models.Q(exit_cost_cents__gte=0)),
            ),
            models.CheckConstraint(
                name="contract_ends_after_it_starts",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="contract_notice_comes_before_its_end",
                condition=models.Q(notice_on=None)
                | models.Q(ends_on=None)
                | models.Q(notice_on__lte=models.F("ends_on")),
            ),
            models.UniqueConstraint(
                fields=["owner", "reference"], condition=~models.Q(reference=""), name="contract_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The contract's page."""
        return f"/contracts/{self.pk}"

    @property
    def supplier_words(self) -> str:
        """The supplier as it is called here; "" for not known."""
        return self.supplier_name or (self.supplier.name if self.supplier else "")


class CalendarLink(models.Model):
    """An address nobody can guess, by which a person's calendar program reads a body's contracts; ends when revoked.

    It shows what its person may see on that day, and nothing once they left.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_links")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that stands, a person and body."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "body"], condition=models.Q(revoked_at__isnull=True), name="one_standing_calendar_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} reads {self.body_id}"


class LockInAssessment(models.Model):
    """How caught a body is in a contract, by a version of the pack; answers 0 (free) to 4 (caught), absent unknown.

    `answers` maps question ids to {"value": 0–4, "evidence": text}; `index` is None where nothing is known.
    Never computed anew: a later assessment stands beside it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lock_in_assessments")
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    index = models.FloatField(null=True, blank=True)
    coverage = models.FloatField()
    is_knocked_out = models.BooleanField(default=False)
    assessed_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ["-assessed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.index}"

"""Suppliers: who serves which software, on what terms, and what they have given back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, User, Visibility, Visible
from commonweal.usage.models.systems import Known


class SupplierProfile(models.Model):
    """That an organisation, a company or a public body, offers services to public bodies, and how it says so."""

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="supplier_profile")
    description = models.TextField(blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    is_small = models.BooleanField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.body)

    def get_absolute_url(self) -> str:
        """The supplier's page."""
        return f"/suppliers/{self.body.slug}"


class ServiceKind(models.TextChoices):
    """What a supplier does with a piece of software."""

    HOSTING = "hosting", _("hosting")
    SUPPORT = "support", _("support")
    DEVELOPMENT = "development", _("development")
    MIGRATION = "migration", _("moving over")
    TRAINING = "training", _("training")


class Service(models.Model):
    """That a supplier does something with a piece of software, where."""

    supplier = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="services")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=20, choices=ServiceKind.choices)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    listed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each once while it stands."""

        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "entry", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="service_listed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.kind} {self.entry_id}"


class PriceModel(models.TextChoices):
    """What the price of an offer hangs on."""

    FIXED = "fixed", _("a fixed sum a year")
    INHABITANT = "per_inhabitant", _("a year for each inhabitant")
    USER = "per_user", _("a year for each user")
    EFFORT = "effort", _("for each hour worked")
    FREE = "free", _("free of charge")


class Offer(models.Model):
    """What a supplier would provide a piece of software for: price from low to high, and the terms of leaving.

    The price is in cents for what `price_model` says: a year, an inhabitant or a user a year, an hour; empty is not
    known. `capacity` is how many more bodies the supplier can take on.
    """

    supplier = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="offers")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=ServiceKind.choices, default=ServiceKind.HOSTING)
    price_model = models.CharField(max_length=20, choices=PriceModel.choices)
    low_cents = models.BigIntegerField(null=True, blank=True)
    likely_cents = models.BigIntegerField(null=True, blank=True)
    high_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    service_level = models.CharField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    hosting_country = models.CharField(max_length=2, blank=True)
    exit_terms = models.CharField(max_length=1000, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    offered_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Low is not above likely, nor likely above high."""

        ordering = ["entry_id", "likely_cents", "pk"]
        constraints = [
            models.CheckConstraint(
                name="offer_prices_rise",
                condition=(models.Q(low_cents=None) | models.Q(low_cents__gte=0))
                & (
                    models.Q(low_cents=None)
                    | models.Q(likely_cents=None)
                    | models.Q(likely_cents__gte=models.F("low_cents"))
                )
                & (
                    models.Q(likely_cents=None)
                    | models.Q(high_cents=None)
                    | models.Q(high_cents__gte=models.F("likely_cents"))
                )
                & (
                    models.Q(low_cents=None)
                    | models.Q(high_cents=None)
                    | models.Q(high_cents__gte=models.F("low_cents"))
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The offer's page."""
        return f"/offers/{self.pk}"


class Tenancy(Visible):
    """That a body (`owner`) runs on an offer, as it says itself: since when, and how it came away when it left.

    `got_data` is whether it was handed its data on leaving, as `leaving` tells. How many run on an offer is public, who
    they are as `visibility` has it.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.NETWORK, db_index=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="tenancies")
    since = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    got_data = models.CharField(max_length=3, choices=Known.choices, blank=True)
    leaving = models.CharField(max_length=1000, blank=True)
    stated_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One at a time; nobody leaves before they came."""

        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "owner"], condition=models.Q(left_on__isnull=True), name="one_standing_tenancy"
            ),
            models.CheckConstraint(name="tenancy_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(name="tenancy_is_not_private", condition=models.Q(visibility__gte=Visibility.BODY)),
            models.CheckConstraint(
                name="tenancy_ends_after_it_began",
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} runs on {self.offer_id}"


class Contribution(models.Model):
    """Work of a supplier that a project accepted; once checked, it makes the supplier qualified for that software."""

    supplier = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="contributions")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="contributions")
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300)
    accepted_on = models.DateField()
    stated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    stated_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        """Each once."""

        ordering = ["-accepted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "entry", "url"], name="contribution_once"),
            models.CheckConstraint(
                name="contribution_is_checked_or_refused",
                condition=models.Q(checked_at__isnull=True) | models.Q(refused_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfferQuestion(models.Model):
    """What a body asks a supplier about an offer; the supplier sees the question, and nothing else of the body."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="questions")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=2000)
    reply_to = models.EmailField()
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.body_id} asks about {self.offer_id}"


class DecisionLog(models.Model):
    """Where a project writes down in public what it decides, and who says so; ended when that is no longer true."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="decision_logs")
    url = models.URLField(max_length=1000)
    stated_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    stated_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """At most one that stands."""

        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(ended_at__isnull=True), name="one_standing_decision_log"
            )
        ]

    def __str__(self) -> str:
        return self.url

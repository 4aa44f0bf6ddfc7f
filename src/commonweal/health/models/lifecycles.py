"""When releases of products come to their end, as published, and the versions of packages that this is about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User


class Ended(models.TextChoices):
    """Whether a phase of support is over, where no day was published."""

    UNKNOWN = "", _("not known")
    YES = "yes", _("yes")
    NO = "no", _("no")


class LifecycleSource(models.Model):
    """Where ends of life come from; `cursor` is where the last reading stopped ({"revision", "sha256"})."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=1000, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    is_on = models.BooleanField(default=False)
    every_hours = models.PositiveSmallIntegerField(default=24)
    cursor = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its state is shown."""
        return "/end-of-life#source"


class LifecycleReading(models.Model):
    """One reading of the source and what it brought; `held_back` says why its changes wait for a person."""

    source = models.ForeignKey(LifecycleSource, on_delete=models.CASCADE, related_name="readings")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    held_back = models.CharField(max_length=300, blank=True)
    is_import = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        """Newest first; one at a time."""

        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(finished_at__isnull=True), name="one_open_lifecycle_reading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class LifecycleProduct(models.Model):
    """A product whose releases come to an end; gone from the source it stays, with `gone_at`, and counts no more.

    `folded_names` are label, name and aliases as names of software are compared; `document` is what was read last.
    """

    source = models.ForeignKey(LifecycleSource, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    category = models.CharField(max_length=60, blank=True, db_index=True)
    folded_names = ArrayField(models.CharField(max_length=300), default=list)
    repositories = ArrayField(models.CharField(max_length=500), default=list)
    policy_url = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once a source."""

        ordering = ["label", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="lifecycle_product_once")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The product's page."""
        return f"/end-of-life/{self.name}"


class ReleaseCycle(models.Model):
    """A line of releases of a product, and when each phase of its support ends: a day, or only whether it is over.

    `place` is where the product's page lists it, the newest first. A cycle that the source no longer names, or that was
    corrected, keeps its row with `gone_at`.
    """

    product = models.ForeignKey(LifecycleProduct, on_delete=models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0)
    codename = models.CharField(max_length=300, blank=True)
    released_on = models.DateField(null=True, blank=True)
    support_until = models.DateField(null=True, blank=True)
    support_over = models.CharField(max_length=3, choices=Ended.choices, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_over = models.CharField(max_length=3, choices=Ended.choices, blank=True)
    extended_until = models.DateField(null=True, blank=True)
    extended_over = models.CharField(max_length=3, choices=Ended.choices, blank=True)
    is_lts = models.BooleanField(default=False)
    latest = models.CharField(max_length=120, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once a product."""

        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="release_cycle_once")]
        indexes = [models.Index(fields=["ends_on"], name="release_cycle_by_end")]

    def __str__(self) -> str:
        return f"{self.product} {self.name}"


class LifecycleRange(models.Model):
    """That versions of a package with keys from `low` on, up to but without `high`, are of a cycle.

    `type` and `name` are `Purl.identity`, whether anybody runs the package or not.
    """

    cycle = models.ForeignKey(ReleaseCycle, on_delete=models.CASCADE, related_name="ranges")
    type = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    low = models.BinaryField()
    high = models.BinaryField()

    class Meta:
        """Met by the package; nothing is empty."""

        indexes = [models.Index(fields=["type", "name"], name="lifecycle_range_by_package")]
        constraints = [
            models.CheckConstraint(name="lifecycle_range_is_not_empty", condition=models.Q(low__lt=models.F("high")))
        ]

    def __str__(self) -> str:
        return f"{self.type}/{self.name} of {self.cycle_id}"


class LifecycleRelease(models.Model):
    """That a release of a distribution ("debian:12") is a cycle, so that it is found by the packages it is made of."""

    cycle = models.ForeignKey(ReleaseCycle, on_delete=models.CASCADE, related_name="releases")
    distribution = models.CharField(max_length=60, db_index=True)

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["cycle", "distribution"], name="lifecycle_release_once")]

    def __str__(self) -> str:
        return self.distribution

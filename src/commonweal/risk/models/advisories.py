"""Advisories as their sources tell them, the vulnerability they share, and the versions they affect as intervals.

Source of names and meaning: OSV schema. Ranges hold `standards.versions` keys, half open, like the index of versions.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from commonweal.components.models import Package
from commonweal.risk.models.sources import AdvisorySource


class Vulnerability(models.Model):
    """What several advisories speak of under several names: one weakness, shown and decided once.

    `name` is the CVE where there is one. What follows is worked out from advisories and signals whenever they change:
    `score` the highest CVSS of the newest version stated, `band` its word; `exploited_on` the earliest day a list of
    known exploitation names, `forecast` EPSS as a share of 1. None is not known. Withdrawn when every advisory is.
    """

    name = models.CharField(max_length=120, unique=True)
    summary = models.CharField(max_length=500, blank=True)
    band = models.CharField(max_length=10, default="unknown")
    score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    vector = models.CharField(max_length=500, blank=True)
    exploited_on = models.DateField(null=True, blank=True)
    forecast = models.FloatField(null=True, blank=True)
    is_malicious = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-modified_at", "-pk"]
        verbose_name_plural = "vulnerabilities"
        indexes = [models.Index(fields=["-modified_at", "-id"], name="vulnerability_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The vulnerability's page."""
        return f"/vulnerabilities/{self.name}"


class Advisory(models.Model):
    """One vulnerability as one source tells it; `document` is its OSV form. Withdrawn, it stays on file."""

    source = models.ForeignKey(AdvisorySource, on_delete=models.PROTECT, related_name="advisories")
    identifier = models.CharField(max_length=120)
    vulnerability = models.ForeignKey(Vulnerability, on_delete=models.PROTECT, related_name="advisories")
    summary = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    class Meta:
        """Once a source."""

        verbose_name_plural = "advisories"
        ordering = ["identifier", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "identifier"], name="advisory_once_a_source")]

    def __str__(self) -> str:
        return self.identifier


class AdvisoryRevision(models.Model):
    """What an advisory said before it was changed, so that what was known on a day can be told."""

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="revisions")
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.advisory_id} until {self.replaced_at:%Y-%m-%d}"


class NameKind(models.TextChoices):
    """How an identifier stands to an advisory; only the first two make one vulnerability."""

    OWN = "own", _("its own")
    ALIAS = "alias", _("the same under another name")
    UPSTREAM = "upstream", _("what it follows from")
    RELATED = "related", _("something near it")


class AdvisoryName(models.Model):
    """An identifier that an advisory carries, so that it is found by it; `identifier` in upper case."""

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="names")
    identifier = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=10, choices=NameKind.choices)

    class Meta:
        """Once a kind."""

        constraints = [models.UniqueConstraint(fields=["advisory", "identifier", "kind"], name="advisory_name_once")]

    def __str__(self) -> str:
        return self.identifier


class AffectedPackage(models.Model):
    """A package that an advisory names; `is_unclear` where its ranges cannot be asked (no order, or commits only).

    `band` and `score` are its own where the advisory gives each package its own severity. `known_at` is when the
    advisory was first known here to name it; a correction of its versions changes nothing about that.
    """

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="affected")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    is_unclear = models.BooleanField(default=False)
    band = models.CharField(max_length=10, blank=True)
    score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    known_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once an advisory."""

        constraints = [models.UniqueConstraint(fields=["advisory", "package"], name="affected_package_once")]
        indexes = [
            models.Index(fields=["package"], name="affected_package_unclear", condition=models.Q(is_unclear=True))
        ]

    def __str__(self) -> str:
        return f"{self.advisory_id} affects {self.package_id}"


class AffectedRange(models.Model):
    """All keys from `low` on, up to but without `high`; `fixed` is the version that ends it, "" where none is known.

    Only of advisories that are not withdrawn. `vulnerability` and `package` repeat those of the advisory, for matching.
    """

    affected = models.ForeignKey(AffectedPackage, on_delete=models.CASCADE, related_name="ranges")
    vulnerability = models.ForeignKey(Vulnerability, on_delete=models.CASCADE, related_name="ranges")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="affected_ranges")
    low = models.BinaryField()
    high = models.BinaryField()
    introduced = models.CharField(max_length=300, blank=True)
    fixed = models.CharField(max_length=300, blank=True)
    last_affected = models.CharField(max_length=300, blank=True)

    class Meta:
        """Read by package and by vulnerability; `db_index` of the foreign keys does that."""

        constraints = [
            models.CheckConstraint(name="affected_range_is_not_empty", condition=models.Q(low__lt=models.F("high")))
        ]

    def __str__(self) -> str:
        return f"{self.introduced or '0'} – {self.fixed or self.last_affected or '…'}"


class ListedVersion(models.Model):
    """A version that an advisory lists and that has no order, so that it is compared as text."""

    affected = models.ForeignKey(AffectedPackage, on_delete=models.CASCADE, related_name="listed")
    vulnerability = models.ForeignKey(Vulnerability, on_delete=models.CASCADE, related_name="+")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=300)

    class Meta:
        """Once a package named."""

        constraints = [models.UniqueConstraint(fields=["affected", "version"], name="listed_version_once")]
        indexes = [models.Index(fields=["package", "version"], name="listed_version_by_text")]

    def __str__(self) -> str:
        return self.version

"""Packages, their versions in order, and which systems run them; each is stored once for the whole platform."""

from django.db import models
from django.db.models.functions import Now

from commonweal.components.models.sboms import SbomDocument
from commonweal.usage.models import System


class Package(models.Model):
    """A package of an ecosystem, known by `Purl.identity`; in a distribution, of one release of it.

    `distribution` is as `standards.osv.ecosystems` gives it: "" where there is none, "debian:12", "debian:" where the
    release was not stated. `purl` names it without a version. Known from SBOMs and from advisories alike.
    """

    type = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    distribution = models.CharField(max_length=60, blank=True)
    purl = models.CharField(max_length=700)

    class Meta:
        """Interned: once a type, name and distribution."""

        constraints = [models.UniqueConstraint(fields=["type", "name", "distribution"], name="package_once")]
        indexes = [models.Index(fields=["name"], name="package_by_name")]

    def __str__(self) -> str:
        return f"{self.purl} ({self.distribution})" if self.distribution else self.purl

    def get_absolute_url(self) -> str:
        """The package's page."""
        return f"/packages/{self.pk}"


class PackageVersion(models.Model):
    """A version of a package; `key` is `standards.versions.key`, None where the version has no order that we know.

    `version` is "" where a list names the package without one.
    """

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=300, blank=True)
    key = models.BinaryField(null=True)

    class Meta:
        """Interned; a range of versions is a range of this index."""

        constraints = [models.UniqueConstraint(fields=["package", "version"], name="package_version_once")]
        indexes = [models.Index(fields=["package", "key"], name="package_version_in_order")]

    def __str__(self) -> str:
        return self.purl

    @property
    def purl(self) -> str:
        """The package URL with the version; for reading and searching, without qualifiers."""
        return f"{self.package.purl}@{self.version}" if self.version else self.package.purl


class LicenceStatement(models.Model):
    """What lists say of a licence: declared by who made a part, concluded by who made the list, detected in its files.

    Each a text of one licence or expression a line, as stated; `digest` is that of `rules.contents.LicenceWords`.
    """

    digest = models.CharField(max_length=64, unique=True)
    declared = models.TextField(blank=True)
    concluded = models.TextField(blank=True)
    detected = models.TextField(blank=True)

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.concluded, self.declared, self.detected))).replace("\n", ", ")


class Occurrence(models.Model):
    """That a system runs a version of a package, by the list that stands for that part of it.

    `depth` is 1 for what the system itself asks for, more for what comes along; None where the list does not tell.
    `is_source` marks the source package of a distribution, under which advisories are published, beside what was built
    from it. `since` is when a list of this system first named it. Rows of lists that were replaced are gone: the list
    itself is kept and can be read again. `licence` is None where the list says nothing of it.
    """

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="occurrences", db_index=False)
    package_version = models.ForeignKey(
        PackageVersion, on_delete=models.PROTECT, related_name="occurrences", db_index=False
    )
    document = models.ForeignKey(SbomDocument, on_delete=models.CASCADE, related_name="occurrences", db_index=False)
    depth = models.PositiveSmallIntegerField(null=True, blank=True)
    is_optional = models.BooleanField(default=False)
    is_source = models.BooleanField(default=False)
    since = models.DateTimeField(db_default=Now())
    licence = models.ForeignKey(
        LicenceStatement, null=True, blank=True, on_delete=models.PROTECT, related_name="occurrences"
    )

    class Meta:
        """Once a list and version; read from both sides. What these indexes begin with needs none of its own."""

        constraints = [models.UniqueConstraint(fields=["document", "package_version"], name="occurrence_once")]
        indexes = [
            models.Index(fields=["package_version", "system"], name="occurrence_by_version"),
            models.Index(fields=["system", "package_version"], name="occurrence_by_system"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} runs {self.package_version_id}"

"""What registries say of packages."""

from django.db import models


class PackageFacts(models.Model):
    """What the registry of a package said of it, from `found_at` until at least `seen_at`; the newest stands.

    Known by the package URL without a version, so it tells nothing of who runs the package. `is_deprecated`: those who
    publish it, or the registry, advise against using it (deprecated, abandoned, inactive), in the words of `advice`.
    None and "" are what the registry does not say. `withdrawn` are the newest versions taken back (yanked).
    """

    purl = models.CharField(max_length=700)
    source = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_known = models.BooleanField(default=True)
    latest_version = models.CharField(max_length=300, blank=True)
    last_release_at = models.DateTimeField(null=True, blank=True)
    is_deprecated = models.BooleanField(null=True, blank=True)
    advice = models.CharField(max_length=500, blank=True)
    withdrawn = models.JSONField(default=list)

    class Meta:
        """Newest first."""

        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["purl", "-found_at"], name="package_facts_newest")]
        verbose_name_plural = "package facts"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=models.F("found_at")), name="package_facts_seen_when_found_or_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purl} {self.found_at:%Y-%m-%d}"

"""What an office found out about the licence of a package, where lists say nothing, or something else."""

from django.db import models

from commonweal.components.models import Package
from commonweal.organisations.models import Body, User


class Conclusion(models.Model):
    """What an office concluded of the licence of some versions of a package, with a reason that others can check.

    All its versions, or those with keys from `low` up to but without `high`; `versions_words` as people wrote it. For
    `body` and those that it watches over, or without one for the whole installation. `expression` is an SPDX
    expression of licences that SPDX lists or of the office's own (LicenseRef-). Never changed: a new one stands in its
    place. Which of several counts: `rules.counting`.
    """

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="conclusions")
    low = models.BinaryField(null=True, blank=True)
    high = models.BinaryField(null=True, blank=True)
    versions_words = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="licence_conclusions")
    expression = models.CharField(max_length=1000)
    reason = models.CharField(max_length=2000)
    evidence_url = models.URLField(max_length=1000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    concluded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; an interval has both ends."""

        ordering = ["-concluded_at", "-pk"]
        indexes = [models.Index(fields=["package", "body"], name="conclusion_by_package")]
        constraints = [
            models.CheckConstraint(
                name="conclusion_has_both_ends",
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(low__isnull=False, high__isnull=False),
            ),
            models.CheckConstraint(name="conclusion_says_a_licence", condition=~models.Q(expression="")),
            models.CheckConstraint(name="conclusion_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.package_id}: {self.expression}"

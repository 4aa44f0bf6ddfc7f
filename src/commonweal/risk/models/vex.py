"""Documents of statements (VEX) that others wrote, as they came in, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User
from commonweal.risk.models.decisions import DecisionSource


class Trust(models.TextChoices):
    """How far we follow who wrote a document."""

    SHOW = "show", _("keep it and show it; it decides nothing")
    SUGGEST = "suggest", _("somebody here looks first")
    APPLY = "apply", _("it counts at once")


class VexImport(models.Model):
    """A document of statements that somebody handed in for a body, or for the whole installation.

    `content` are its bytes, compressed with zlib, `digest` their SHA-256 in hex; `reference` is the document's own
    name, else its digest, so that a newer one takes its place. It decides nothing before `applied_at`, nor after
    `undone_at`: taken back, or replaced by a newer one.
    """

    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="vex_imports")
    source = models.CharField(max_length=10, choices=DecisionSource.choices)
    source_name = models.CharField(max_length=300)
    trust = models.CharField(max_length=10, choices=Trust.choices)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=30)
    reference = models.CharField(max_length=300)
    revision = models.PositiveBigIntegerField(null=True, blank=True)
    author = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; the same file stands once for a body and who sent it."""

        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["body", "reference"], name="vex_import_by_reference")]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "source", "digest"],
                condition=models.Q(undone_at__isnull=True),
                nulls_distinct=False,
                name="vex_import_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_name}: {self.reference}"

"""Lists of components as they were received: never changed, replaced by the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User
from commonweal.usage.models import System


class Channel(models.TextChoices):
    """How a list came in."""

    PAGE = "page", _("uploaded on a page")
    API = "api", _("sent by a program")
    FILE = "file", _("read on the machine itself")


class SbomContent(models.Model):
    """The bytes of a list, compressed with zlib; `digest` is their SHA-256 in hex before that, so each is kept once."""

    digest = models.CharField(max_length=64, primary_key=True)
    compressed = models.BinaryField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest


class SbomDocument(models.Model):
    """That somebody handed in a list of what a system, or a named part of it, is made of.

    The one with `replaced_at` empty stands for its part. `subject_purl` is without version and qualifiers. `counted`
    says how much could be read: {"components", "with_purl", "with_version", "with_licence", "assessable",
    "licence_statements"}; `quality` the verdict of each measure (True, False or None for not known); `problems` the
    first of what the reader found, as {"path", "line", "severity", "message"}.
    """

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="sboms")
    part = models.CharField(max_length=100, blank=True)
    content = models.ForeignKey(SbomContent, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=300, blank=True)
    format = models.CharField(max_length=30)
    format_version = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    subject_version = models.CharField(max_length=100, blank=True)
    subject_purl = models.CharField(max_length=700, blank=True)
    tool = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    counted = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One stands for each part of a system."""

        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["system", "-received_at"], name="sbom_by_system")]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "part"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_standing_sbom_a_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.part}".strip()

    def get_absolute_url(self) -> str:
        """The list's page."""
        return f"/sboms/{self.pk}"

"""Entries: what the catalogue lists, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User, Visible


class Kind(models.TextChoices):
    """What sort of asset an entry is."""

    SOFTWARE = "software", _("software")
    RESEARCH_SOFTWARE = "research_software", _("research software")
    DATASET = "dataset", _("data")
    STANDARD = "standard", _("standard")
    INTERFACE = "interface", _("interface")
    HARDWARE = "hardware", _("hardware")
    MODEL = "model", _("AI model")


class Entry(Visible):
    """One asset and its page; columns are the merge of its records, rewritten whenever one of them changes.

    `address` is `rules.address(url)`, by which two spellings of a URL are one. A copy (`is_copy`) is a technical fork
    of another listed entry: it has a page but stands in no list.
    """

    slug = models.SlugField(max_length=150, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SOFTWARE)
    name = models.CharField(max_length=300)
    url = models.CharField(max_length=1000)
    address = models.CharField(max_length=1000, editable=False)
    component_path = models.CharField(max_length=500, blank=True)
    landing_url = models.CharField(max_length=1000, blank=True)
    logo_url = models.CharField(max_length=1000, blank=True)
    publisher = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="published")
    publisher_name = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    openness = models.CharField(
        max_length=10,
        default="unknown",
        choices=[("open", _("open source")), ("not-open", _("not open source")), ("unknown", _("unknown"))],
    )
    software_type = models.CharField(max_length=40, blank=True)
    development_status = models.CharField(max_length=20, blank=True)
    maintenance_type = models.CharField(max_length=20, blank=True)
    software_version = models.CharField(max_length=100, blank=True)
    release_date = models.DateField(null=True, blank=True)
    categories = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    scopes = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    platforms = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    last_activity_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    is_broken = models.BooleanField(default=False)
    is_copy = models.BooleanField(default=False)
    provenance = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        """Facets filter on the arrays."""

        verbose_name_plural = "entries"
        indexes = [
            GinIndex(fields=["categories"]),
            models.Index(fields=["publisher", "name"]),
            models.Index(fields=["-changed_at", "id"]),
        ]
        constraints = [models.UniqueConstraint(fields=["address", "component_path"], name="entry_address_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return f"/software/{self.slug}"


class EntryText(models.Model):
    """How an entry describes itself in one language."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=40)
    localised_name = models.CharField(max_length=300, blank=True)
    short_description = models.TextField(blank=True)
    long_description = models.TextField(blank=True)
    features = ArrayField(models.TextField(), default=list, blank=True)
    documentation_url = models.CharField(max_length=1000, blank=True)
    api_documentation_url = models.CharField(max_length=1000, blank=True)
    screenshots = ArrayField(models.CharField(max_length=1000), default=list, blank=True)
    videos = ArrayField(models.CharField(max_length=1000), default=list, blank=True)
    awards = ArrayField(models.CharField(max_length=500), default=list, blank=True)

    class Meta:
        """One text a language."""

        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="entry_text_once_a_language")]

    def __str__(self) -> str:
        return f"{self.entry_id} [{self.language}]"


class Alias(models.Model):
    """Another address that leads to an entry: where its repository was, or how else it is written."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="aliases")
    url = models.CharField(max_length=1000)
    address = models.CharField(max_length=1000, editable=False)
    component_path = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An address leads to one entry."""

        constraints = [models.UniqueConstraint(fields=["address", "component_path"], name="alias_address_once")]

    def __str__(self) -> str:
        return self.url


class Retirement(models.Model):
    """That an entry is gone, why, and who says so (nobody: the harvest found it gone); ended when it returns."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="retirements")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    retired_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """At most one that stands."""

        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(returned_at__isnull=True), name="one_standing_retirement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.reason}"


class RelationKind(models.TextChoices):
    """How one entry stands to another."""

    FORK = "fork", _("technical copy of")
    VARIANT = "variant", _("variant of")
    BASED_ON = "based_on", _("based on")
    SUITE = "suite", _("part of")


class Relation(models.Model):
    """That an entry is a fork, variant or part of another, which may not be in the catalogue (then only its URL)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=10, choices=RelationKind.choices)
    url = models.CharField(max_length=1000)
    address = models.CharField(max_length=1000, editable=False, db_index=True)
    other = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="related_from")

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["entry", "kind", "url"], name="relation_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind} {self.url}"

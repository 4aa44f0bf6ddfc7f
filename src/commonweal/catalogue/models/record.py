"""Records: what each source says of an entry, side by side."""

from django.db import models
from django.utils.functional import cached_property

from commonweal.catalogue.models.entry import Entry, Kind
from commonweal.organisations.models import Body, Visibility
from commonweal.standards.publiccode import PublicCode

CLAIMED = "publisher_is_claimed"  # in `Record.extra`: the file names its publisher, the source does not


class Record(models.Model):
    """What one source says of an entry: its last good document, and the problems of the newest one.

    `document` is `PublicCode.to_dict()`; `extra` holds facts of the host (archived, stars, last activity).
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="records")
    source = models.CharField(max_length=200)
    source_name = models.CharField(max_length=300)
    precedence = models.PositiveSmallIntegerField(default=50)
    origin_url = models.CharField(max_length=1000, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    document = models.JSONField(default=dict)
    extra = models.JSONField(default=dict)
    publisher = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    publisher_name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SOFTWARE)
    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.PUBLIC)
    raw = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    problems = models.JSONField(default=list)
    is_broken = models.BooleanField(default=False)
    broken_since = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    good_at = models.DateTimeField()

    class Meta:
        """One a source; a lower precedence wins a field."""

        ordering = ["precedence", "id"]
        constraints = [models.UniqueConstraint(fields=["entry", "source"], name="record_once_a_source")]

    def __str__(self) -> str:
        return f"{self.source_name}: {self.entry_id}"

    @cached_property
    def said(self) -> PublicCode:
        """The last good document, read."""
        return PublicCode.from_dict(self.document)


class Revision(models.Model):
    """What a record said before it changed."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="revisions")
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    replaced_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return f"{self.record_id} until {self.replaced_at}"

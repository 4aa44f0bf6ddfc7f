"""Lists of bodies that somebody brought in: each a batch that can be looked at and undone as a whole."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from commonweal.organisations.models.body import Body


class ImportBatch(models.Model):
    """A list of bodies somebody brought in: the file, what reading it found, when it was taken and when undone."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    choices = models.JSONField(default=dict)
    language = models.CharField(max_length=20, default="en")
    read_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    row_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first."""

        verbose_name_plural = "import batches"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name or self.digest[:12]

    def get_absolute_url(self) -> str:
        """The batch's page."""
        return f"/bodies/import/{self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether a job is to read, take or undo it."""
        is_being_taken = self.asked_at is not None and self.taken_at is None
        is_being_undone = self.undo_asked_at is not None and self.undone_at is None
        return self.read_at is None or is_being_taken or is_being_undone

    @property
    def unchanged_count(self) -> int:
        """Rows that said nothing new."""
        return max(0, self.row_count - self.refused_count - self.new_count - self.changed_count)


class ImportedBody(models.Model):
    """What a batch did to one body: what stood there before and after, so that it can be undone."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="imported")
    body = models.ForeignKey(Body, null=True, on_delete=models.SET_NULL, related_name="imports")
    uri = models.CharField(max_length=300)
    slug = models.CharField(max_length=120, db_index=True)
    name = models.CharField(max_length=300)
    is_new = models.BooleanField()
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    kept_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """A body once a batch."""

        verbose_name_plural = "imported bodies"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "uri"], name="imported_once_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.name}"

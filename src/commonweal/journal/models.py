"""Events and how far they were read."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One thing that happened; never changed and never deleted (a database trigger refuses both)."""

    position = models.BigIntegerField(unique=True, null=True, editable=False)
    name = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Unnumbered events are few and looked for often."""

        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"]),
            models.Index(fields=["id"], name="journal_unnumbered", condition=models.Q(position__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(name__contains="."), name="journal_event_name_has_context")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_type} {self.subject_id}"


class Cursor(models.Model):
    """The position up to which a follower has read."""

    follower = models.CharField(max_length=80, unique=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} at {self.position}"

"""The letterheads of bodies: files of word processors into which papers are written."""

from django.db import models

from commonweal.organisations.models.body import Body
from commonweal.organisations.models.people import User

KINDS = [("docx", "DOCX"), ("odt", "ODT")]


class Letterhead(models.Model):
    """A file in which a body sends its papers, in versions; one of each kind stands until `ended_at`."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="letterheads")
    kind = models.CharField(max_length=4, choices=KINDS)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; counted by body and kind; one stands."""

        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "number"], name="letterheads_are_counted"),
            models.UniqueConstraint(
                fields=["body", "kind"], condition=models.Q(ended_at__isnull=True), name="one_standing_letterhead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.kind} {self.number}"

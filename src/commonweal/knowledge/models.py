"""What curators wrote."""

from django.db import models

from commonweal.knowledge.rules.guides import Shelf
from commonweal.organisations.models import User

SHELVES = [(shelf.value, shelf.value) for shelf in Shelf]


class GuideEdition(models.Model):
    """A page of guidance, or a paper, as a curator wrote it; it stands until `ended_at`, beside what is shipped.

    `text` is the whole page as a shipped file would be. `shipped_version` is the version of the shipped page when it
    was written, None where none was shipped. `restores` is the edition whose words it took up again.
    """

    shelf = models.CharField(max_length=10, choices=SHELVES, default=Shelf.GUIDANCE.value)
    slug = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    note = models.CharField(max_length=300, blank=True)
    shipped_version = models.PositiveIntegerField(null=True, blank=True)
    restores = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="restored_by")
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; counted by page and language; one stands."""

        ordering = ["shelf", "slug", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["shelf", "slug", "language", "number"], name="editions_are_counted"),
            models.UniqueConstraint(
                fields=["shelf", "slug", "language"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.language} {self.number}"

"""Mail of campaigns: who was written to, so that nobody is written to twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.models.campaigns import Invitation
from commonweal.organisations.models import User


class LetterKind(models.TextChoices):
    """Why a place is written to."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")


class CampaignLetter(models.Model):
    """That a place is invited or reminded by mail at an address; an answer goes to `reply_to`.

    `sent_at` is empty until a worker has given it to the mail server.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    address = models.EmailField()
    reply_to = models.EmailField()
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; each address once of a kind."""

        ordering = ["-queued_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["invitation", "kind", "address"], name="one_letter_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.invitation_id}"

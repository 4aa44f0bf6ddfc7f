"""Campaigns: an office asks many bodies or countries the same questions, and merges what comes back."""

import secrets

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from commonweal.assessments.models.assessments import Assessment, Respondent
from commonweal.organisations.models import Body, User


def new_key() -> str:
    """A key that forms carry, so that no form of another campaign or installation is taken for one of this."""
    return secrets.token_hex(8)


class Campaign(models.Model):
    """That a body (`host`) asks many places the same questions, with one version of one instrument.

    `baseline_on` is the day for which the answers stand, `follows` the campaign before this one, with which it is
    compared. Nobody answers once it is closed; nobody is written to while its mail is stopped.
    """

    host = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=2000, blank=True)
    instrument = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    is_short = models.BooleanField(default=False)
    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    baseline_on = models.DateField()
    closes_on = models.DateField()
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mail_stopped_at = models.DateTimeField(null=True, blank=True)
    mail_stopped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; it does not follow itself."""

        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_follows_another", condition=Q(follows__isnull=True) | ~Q(follows=F("pk"))
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The campaign's page."""
        return f"/campaigns/{self.pk}"


class Invitation(models.Model):
    """That a body, or a country without a body here, is asked to answer; `code` names the place in forms.

    `assessment` holds the answers: of the body itself, or of the host where a country was invited. A withdrawn
    invitation counts nowhere; what was answered stays. `forms_respondent` answers there with what came in by forms.
    `address` is where its host writes to it, if anywhere, and in which `language`; nobody else sees them.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    country = models.CharField(max_length=2, blank=True)
    code = models.CharField(max_length=120)
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    assessment = models.OneToOneField(
        Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation"
    )
    forms_respondent = models.OneToOneField(
        Respondent, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation"
    )
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Each place once in a campaign."""

        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="one_invitation_of_a_place"),
            models.CheckConstraint(name="invitation_names_a_place", condition=Q(body__isnull=False) | ~Q(country="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.campaign_id}"

    def get_absolute_url(self) -> str:
        """The page of the place in its campaign."""
        return f"/campaigns/{self.campaign_id}/places/{self.code}"


class OfflineForm(models.Model):
    """A form that came back as a file: kept as it came, with what could be read of it and what could not.

    `said` and `problems` are written by `rules.sayings`. One that was taken back counts no more.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="forms")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; the same file counts once."""

        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sha256"], condition=Q(taken_back_at__isnull=True), name="one_form_of_a_file"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ConflictDecision(models.Model):
    """What a person decided where forms contradict each other; `among` is all that was claimed then.

    Holds until it is ended, or something else is claimed. Claims are written as [state, value].
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="decisions")
    question = models.CharField(max_length=40)
    chosen = models.JSONField()
    among = models.JSONField()
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; one that holds for each question of a place."""

        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "question"], condition=Q(ended_at__isnull=True), name="one_decision_of_a_conflict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.question}"

"""Assessments, who answers them, and what they answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import User, Visibility, Visible


class SubjectKind(models.TextChoices):
    """What is assessed, in the words of `rules.instrument.Subject`."""

    COUNTRY = "country", _("a country")
    BODY = "body", _("an organisation")
    PRODUCT = "product", _("a product")
    DEPENDENCY = "dependency", _("a part that software is built on")
    PURCHASE = "purchase", _("a purchase")


class AnswerState(models.TextChoices):
    """How a question stands, in the words of `rules.instrument.State`."""

    ANSWERED = "answered", _("answered")
    UNKNOWN = "unknown", _("we do not know")
    INAPPLICABLE = "inapplicable", _("does not apply")


class RespondentRole(models.TextChoices):
    """From where in the house somebody answers."""

    MANAGER = "manager", _("management")
    BUYER = "buyer", _("purchasing")
    DEVELOPER = "developer", _("development and operation")
    LAWYER = "lawyer", _("law")
    SECURITY = "security", _("security")
    RESEARCHER = "researcher", _("research")
    OTHER = "other", _("another part of the house")


class Assessment(Visible):
    """That a body (`owner`) answers an instrument about a subject: itself, an entry, a package, a purchase, a country.

    `pack_version` is the version of the instrument at the start; the result keeps the one it was scored by. `purl`
    names a dependency, `subject_text` a purchase or a product outside the catalogue, `country` a country by its ISO
    code. `facts` are what the body says of itself for the advice, by their names in the pack of recommendations
    ({"capacity": 0.5}). `renews` is the assessment of the same subject before this one.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    subject = models.CharField(max_length=20, choices=SubjectKind.choices)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments")
    purl = models.CharField(max_length=700, blank=True)
    subject_text = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    instrument = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    is_short = models.BooleanField(default=False)
    baseline_note = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; it is a body's, and says what it is about."""

        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["owner", "instrument"], name="assessment_by_body")]
        constraints = [
            models.CheckConstraint(name="assessment_has_a_body", condition=Q(owner__isnull=False)),
            models.CheckConstraint(
                name="assessment_says_its_subject",
                condition=Q(subject=SubjectKind.BODY)
                | (Q(subject=SubjectKind.COUNTRY) & ~Q(country=""))
                | (Q(subject=SubjectKind.PRODUCT) & (Q(entry__isnull=False) | ~Q(subject_text="")))
                | (Q(subject=SubjectKind.DEPENDENCY) & ~Q(purl=""))
                | (Q(subject=SubjectKind.PURCHASE) & ~Q(subject_text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} of {self.owner}"

    def get_absolute_url(self) -> str:
        """The assessment's page."""
        return f"/assessments/{self.pk}"

    @property
    def is_finished(self) -> bool:
        """Whether its result stands, and no answer changes any more."""
        return self.finished_at is not None


class Respondent(models.Model):
    """Somebody who answers an assessment, from where in the house; `user` is empty for one who sent a form."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="respondents")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=RespondentRole.choices, default=RespondentRole.OTHER)
    unit = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        """A person answers an assessment once."""

        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], condition=Q(user__isnull=False), name="one_respondent_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class Answer(models.Model):
    """What a respondent said to a question: a value, that nobody knows, or that it does not apply and why.

    `evidence_url` and `evidence_note` say what it rests on. It changes while the assessment is open, never after.
    """

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=AnswerState.choices)
    value = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    evidence_note = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        """One to each question; a value where it is answered, a reason where it does not apply."""

        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["respondent", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(
                name="answered_means_a_value",
                condition=Q(state=AnswerState.ANSWERED, value__isnull=False)
                | (~Q(state=AnswerState.ANSWERED) & Q(value__isnull=True)),
            ),
            models.CheckConstraint(
                name="inapplicable_has_a_reason", condition=~Q(state=AnswerState.INAPPLICABLE) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.state if self.value is None else self.value}"

    @property
    def has_evidence(self) -> bool:
        """Whether it says what it rests on."""
        return bool(self.evidence_url or self.evidence_note)

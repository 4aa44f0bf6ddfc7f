"""Trainings with those who took part, and what they said before and after."""

from django.db import models
from django.db.models import Q

from commonweal.organisations.models import Body, Office, User, Visibility, Visible
from commonweal.skills.models.statements import HIGHEST, SKILL_LENGTH


class Moment(models.TextChoices):
    """When somebody answers."""

    BEFORE = "before"
    AFTER = "after"


class Cohort(Visible):
    """The people of one training, held by a body (`owner`) for bodies, and the skills it is to change.

    `target_count` is how many people it is meant for, `attended_count` how many came; None is not known. Once it is
    closed nobody answers any more, and others than its owner may read what it came to.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    title = models.CharField(max_length=300)
    course_url = models.URLField(max_length=500, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bodies = models.ManyToManyField(Body, blank=True, related_name="+")
    skills = models.JSONField(default=list)
    pack = models.CharField(max_length=60)
    target_count = models.PositiveIntegerField(null=True, blank=True)
    attended_count = models.PositiveIntegerField(null=True, blank=True)
    planned_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """The newest first; it ends after it starts."""

        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(owner__isnull=False), name="cohort_has_a_body"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="cohort_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The training's page."""
        return f"/trainings/{self.pk}"


class Participant(models.Model):
    """Somebody who answers for a training: an account, or a code on paper, of which only a keyed digest is kept."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An account takes part once; a code opens one place; nobody has both."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="one_place_of_an_account"),
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="one_place_of_a_code"),
            models.CheckConstraint(
                condition=Q(user=None, code_digest__gt="") | Q(user__isnull=False, code_digest=""),
                name="account_or_code",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class CohortAnswer(models.Model):
    """What a participant said before or after; `satisfaction` is 1 to 5, after only, None when not said."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once before and once after."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "moment"], name="one_answer_at_a_moment"),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=5, moment="after"),
                name="satisfaction_is_said_after",
            ),
        ]

    def __str__(self) -> str:
        return self.moment


class AnsweredLevel(models.Model):
    """How well a participant could do one thing at that moment."""

    answer = models.ForeignKey(CohortAnswer, on_delete=models.CASCADE, related_name="levels")
    skill = models.CharField(max_length=SKILL_LENGTH)
    level = models.PositiveSmallIntegerField()

    class Meta:
        """One level for each skill."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "skill"], name="one_answer_to_a_skill"),
            models.CheckConstraint(condition=Q(level__lte=HIGHEST), name="answered_level_is_known"),
        ]

    def __str__(self) -> str:
        return self.skill

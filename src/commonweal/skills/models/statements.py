"""What people say they can, and counts of those who have no account."""

from django.core.validators import MaxValueValidator
from django.db import models

from commonweal.organisations.models import Body, User

HIGHEST = 3
SKILL_LENGTH = 40


class Level(models.IntegerChoices):
    """How well somebody can do something; the words and a sentence for each stand in the pack."""

    NONE = 0
    WITH_HELP = 1
    ALONE = 2
    TEACHES = 3


class SkillStatement(models.Model):
    """What a person says of themselves on one day at one body; ended when they say it anew or take it back.

    Ending one erases its levels: what somebody could once serves no purpose, and nobody may read it. `pack` is the
    catalogue of skills with the version that was asked.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="skill_statements")
    pack = models.CharField(max_length=60)
    would_help = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person says one thing at a time at a body."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=models.Q(ended_at__isnull=True), name="one_statement_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.said_at:%Y-%m-%d}"


class StatedLevel(models.Model):
    """How well a person can do one thing; a skill they left out has none, which is not known and not 0."""

    statement = models.ForeignKey(SkillStatement, on_delete=models.CASCADE, related_name="levels")
    skill = models.CharField(max_length=SKILL_LENGTH)
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST)])

    class Meta:
        """One level for each skill."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "skill"], name="one_level_of_a_skill"),
            models.CheckConstraint(condition=models.Q(level__lte=HIGHEST), name="stated_level_is_known"),
        ]

    def __str__(self) -> str:
        return self.skill


class SkillCount(models.Model):
    """How many people without an account have a skill at a level, as the body counted them; without names."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=SKILL_LENGTH)
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST)])
    people = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One count holds for each skill and level."""

        ordering = ["skill", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "skill", "level"],
                condition=models.Q(ended_at__isnull=True),
                name="one_count_of_level",
            ),
            models.CheckConstraint(
                condition=models.Q(level__lte=HIGHEST, people__gte=1), name="count_of_people_is_one_or_more"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.people} × {self.level}"

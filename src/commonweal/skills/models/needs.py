"""What a body needs its people to know, and the figures it shows to others."""

from django.db import models

from commonweal.organisations.models import Body, User
from commonweal.skills.models.statements import HIGHEST, SKILL_LENGTH


class SkillNeed(models.Model):
    """That a body needs so many people who have a skill at a level or above, by a day (None: whenever).

    `profile` is the role of the catalogue from which it was taken, "" when it was written by hand.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=SKILL_LENGTH)
    level = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    by_on = models.DateField(null=True, blank=True)
    profile = models.CharField(max_length=SKILL_LENGTH, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One need for each skill and level; level 0 needs nobody."""

        ordering = ["skill", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "skill", "level"], condition=models.Q(ended_at__isnull=True), name="one_need_of_a_level"
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=HIGHEST, people__gte=1), name="need_asks_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.people} × {self.level}"


class SkillFigures(models.Model):
    """The figures of a body as it showed them to everybody on a day: sizes such as "5 to 9", never people.

    `figures` is a list of {"skill", "said", "alone"} whose values are the lower ends of sizes of the pack.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=60)
    figures = models.JSONField(default=list)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One set of figures stands at a time."""

        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(ended_at__isnull=True), name="one_set_of_figures_of_a_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack}, {self.published_at:%Y-%m-%d}"

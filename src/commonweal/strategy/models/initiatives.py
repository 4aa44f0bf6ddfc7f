"""Initiatives: what runs on a time, on money and on people, and so may stop."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, Office, User, Visibility, Visible


class Initiative(Visible):
    """Something that runs for open source, kept by a body (`owner`): since when, on which money, by whom.

    `people_count` is how many people could keep it going (its bus factor); None is not known. `funding_plan` says what
    follows when the money ends. One that ended stays, with its reason.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives")
    started_on = models.DateField(null=True, blank=True)
    funding_ends_on = models.DateField(null=True, blank=True, db_index=True)
    funding_source = models.CharField(max_length=300, blank=True)
    funding_plan = models.TextField(blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    people_count = models.PositiveSmallIntegerField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, db_index=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """By title; an end has a reason and lies after the beginning."""

        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(name="initiative_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="ended_initiative_has_a_reason",
                condition=models.Q(ended_on__isnull=True) | ~models.Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="initiative_ends_after_it_starts",
                condition=models.Q(started_on=None)
                | models.Q(ended_on=None)
                | models.Q(ended_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The initiative's page."""
        return f"/initiatives/{self.pk}"


class Milestone(models.Model):
    """A step of an initiative's plan: what stands by which day, and who sees to it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    owner_name = models.CharField(max_length=200, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order of the days."""

        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class PartKind(models.TextChoices):
    """In which way somebody takes part in an initiative; what each may do stands in packs/taking-part.yaml."""

    LEAD = "lead", _("leads it")
    CO_FUND = "co_fund", _("pays for it too")
    USE_CASE = "use_case", _("brings a need")
    TEST = "test", _("tries it out")
    FOLLOW = "follow", _("follows it")


class Participation(models.Model):
    """That a body, or somebody whom the directory does not know, takes part in an initiative in some way; an end
    keeps it.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="participations")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives_taken_part_in"
    )
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=PartKind.choices)
    joined_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order in which they joined; somebody in each way once."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_a_body_or_named",
                condition=models.Q(body__isnull=False, name="") | (models.Q(body__isnull=True) & ~models.Q(name="")),
            ),
            models.UniqueConstraint(
                fields=["initiative", "body", "name", "kind"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="takes_part_in_a_way_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.body)

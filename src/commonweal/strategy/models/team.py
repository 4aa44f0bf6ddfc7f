"""Who works for open source at a body: how much time each has, until when, and who pays for it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Office, User, Visibility, Visible
from commonweal.strategy.models.initiatives import Initiative


class PaidBy(models.TextChoices):
    """Who pays for somebody's time."""

    OWN = "own", _("our own budget")
    INITIATIVE = "initiative", _("an initiative, as long as its money lasts")
    FUNDING = "funding", _("other money from outside")
    UNKNOWN = "unknown", _("not known")


class TeamMember(Visible):
    """Somebody, or a post to be filled, with so many days a month for open source at a body (`owner`).

    Without a name the post is to be filled. None is not known. It is read by the people of the body only. Somebody who
    is paid by two sources stands there twice, by the same name.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="team_members")
    role = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    days_a_month = models.FloatField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    paid_by = models.CharField(max_length=10, choices=PaidBy.choices, default=PaidBy.UNKNOWN)
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="team_members"
    )
    funding = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order in which they were added."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="team_member_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(name="team_is_read_by_its_body", condition=models.Q(visibility=Visibility.BODY)),
            models.CheckConstraint(
                name="team_member_days_fit_a_month",
                condition=models.Q(days_a_month=None) | models.Q(days_a_month__gte=0, days_a_month__lte=31),
            ),
            models.CheckConstraint(
                name="team_member_leaves_after_coming",
                condition=models.Q(from_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("from_on")),
            ),
            models.CheckConstraint(
                name="initiative_pays_where_it_is_said",
                condition=models.Q(paid_by=PaidBy.INITIATIVE, initiative__isnull=False)
                | (~models.Q(paid_by=PaidBy.INITIATIVE) & models.Q(initiative__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.role

    def get_absolute_url(self) -> str:
        """The page of the team."""
        return f"{self.owner.get_absolute_url()}/strategy/team" if self.owner else "/"

    @property
    def paid_until(self) -> date | None:
        """The day on which the money of the initiative ends that pays; None is not known, or no initiative pays."""
        if self.initiative is None:
            return None
        days = (self.initiative.funding_ends_on, self.initiative.ended_on)
        return min((day for day in days if day is not None), default=None)

    @property
    def there_until(self) -> date | None:
        """The last day: that of the contract or of the money, whichever comes first; None where no end is known."""
        return min((day for day in (self.until_on, self.paid_until) if day is not None), default=None)

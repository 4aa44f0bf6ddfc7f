"""Help between bodies: what is offered, what is asked for, what two agreed, and the hours given."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body, User, Visibility, Visible
from commonweal.skills.models.statements import SKILL_LENGTH
from commonweal.skills.rules.matching import Reach

REACHES = [
    (Reach.ASSOCIATION.value, _("members of the same associations and offices")),
    (Reach.COUNTRY.value, _("organisations of the same country")),
    (Reach.EVERYBODY.value, _("every organisation")),
]


class HelpOffer(Visible):
    """That a body (`owner`) helps others with a skill: hours a month (None is not known), for whom, until when.

    `address` is that of a post; `person_agreed_at` says that a person whose own it is agreed to be named.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True)
    skill = models.CharField(max_length=SKILL_LENGTH, db_index=True)
    note = models.CharField(max_length=1000, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reach = models.CharField(max_length=12, choices=REACHES, default=Reach.EVERYBODY.value)
    contact = models.CharField(max_length=200)
    address = models.EmailField(blank=True)
    person_agreed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    valid_until = models.DateField()
    renewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """One for each skill while it stands; an end has a reason."""

        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="help_offer_has_a_body", condition=Q(owner__isnull=False)),
            models.CheckConstraint(
                name="ended_help_offer_has_a_reason", condition=Q(ended_at__isnull=True) | ~Q(end_reason="")
            ),
            models.UniqueConstraint(
                fields=["owner", "skill"], condition=Q(ended_at__isnull=True), name="one_help_offer_of_a_skill"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.skill}"

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its body."""
        return f"/bodies/{self.owner.slug}/mentoring#offer-{self.pk}" if self.owner else "/mentors"


class HelpWanted(Visible):
    """That a body (`owner`) asks for help with a skill; ended when it has found it or asks no more."""

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.NETWORK, db_index=True)
    skill = models.CharField(max_length=SKILL_LENGTH, db_index=True)
    note = models.CharField(max_length=1000, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """One for each skill while it stands; an end has a reason."""

        verbose_name_plural = "help wanted"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="help_wanted_has_a_body", condition=Q(owner__isnull=False)),
            models.CheckConstraint(
                name="ended_help_wanted_has_a_reason", condition=Q(ended_at__isnull=True) | ~Q(end_reason="")
            ),
            models.UniqueConstraint(
                fields=["owner", "skill"], condition=Q(ended_at__isnull=True), name="one_help_wanted_of_a_skill"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.skill}"


class Mentorship(models.Model):
    """What two bodies agreed, or one proposed: who helps whom with what, for how many hours, from when to when.

    Only people of the two read it. `is_pooled` is whether its hours count in the balances of the associations and
    offices that both belong to. It is proposed, then accepted or declined, and ended with what was learned.
    """

    giver = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="help_given")
    taker = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="help_taken")
    proposer = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=SKILL_LENGTH)
    goal = models.CharField(max_length=1000)
    hours = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    is_pooled = models.BooleanField(default=True)
    offer = models.ForeignKey(HelpOffer, null=True, blank=True, on_delete=models.PROTECT, related_name="mentorships")
    want = models.ForeignKey(HelpWanted, null=True, blank=True, on_delete=models.PROTECT, related_name="mentorships")
    proposed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decline_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    learned = models.TextField(blank=True)

    class Meta:
        """Newest first; between two bodies, of which one proposes; only what was accepted ends."""

        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="nobody_mentors_itself", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(
                name="mentorship_is_proposed_by_a_side", condition=Q(proposer=F("giver")) | Q(proposer=F("taker"))
            ),
            models.CheckConstraint(name="mentorship_ends_after_it_starts", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="mentorship_is_accepted_or_declined",
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
            ),
            models.CheckConstraint(
                name="only_an_accepted_mentorship_ends",
                condition=Q(ended_at__isnull=True) | (Q(accepted_at__isnull=False) & ~Q(learned="")),
            ),
            models.UniqueConstraint(
                fields=["giver", "taker", "skill"],
                condition=Q(declined_at__isnull=True, ended_at__isnull=True),
                name="one_mentorship_of_a_skill",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}: {self.skill}"

    def get_absolute_url(self) -> str:
        """The agreement's page."""
        return f"/mentorships/{self.pk}"

    @property
    def answering(self) -> Body:
        """The side that was asked."""
        return self.taker if self.proposer_id == self.giver_id else self.giver

    @property
    def runs(self) -> bool:
        """Whether it was accepted and has not ended."""
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_open(self) -> bool:
        """Whether the other side has not answered yet."""
        return self.accepted_at is None and self.declined_at is None


class HourEntry(models.Model):
    """Minutes of help given within an agreement, written by the giver and confirmed by the taker.

    One that was wrong is taken back by an entry of as many minutes below zero (`reverses`); none is deleted.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField()
    minutes = models.IntegerField()
    what = models.CharField(max_length=500)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        """By day; above zero, unless it takes another back."""

        verbose_name_plural = "hour entries"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hours_are_given_or_taken_back",
                condition=Q(reverses__isnull=True, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.minutes} min"

"""Strategies of bodies in versions, what they want, what is done for it, and what shows that it was done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User, Visibility, Visible
from commonweal.strategy.models.initiatives import Initiative


class Aim(models.TextChoices):
    """What a goal serves in the end."""

    SOVEREIGNTY = "sovereignty", _("to decide for ourselves, not bound to one supplier")
    INTEROPERABILITY = "interoperability", _("to work together: systems that fit each other")
    INNOVATION = "innovation", _("to try new things, and faster")
    TRANSPARENCY = "transparency", _("to let people see how it works")
    COST = "cost", _("to spend money well")
    SECURITY = "security", _("to be safe")
    OTHER = "other", _("something else")


class Strategy(Visible):
    """What a body (`owner`) wants, in versions: one stands at a time, and a renewed one names the one before.

    `review_on` is the day by which somebody looks at it again. `if_nothing` says what happens, and what it costs, if
    all is kept as it is. It ends when it is renewed.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    title = models.CharField(max_length=300)
    version = models.PositiveSmallIntegerField(default=1)
    summary = models.TextField(blank=True)
    if_nothing = models.TextField(blank=True)
    document_url = models.URLField(max_length=1000, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, db_index=True)
    renews = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; one stands for each body; never private, since a body has one."""

        verbose_name_plural = "strategies"
        ordering = ["owner_id", "-version"]
        constraints = [
            models.CheckConstraint(name="strategy_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="strategy_is_never_private", condition=models.Q(visibility__gte=Visibility.BODY)
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(ended_at__isnull=True), name="one_standing_strategy"
            ),
            models.UniqueConstraint(fields=["owner", "version"], name="strategy_version_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The strategy's page."""
        return f"/strategies/{self.pk}"


class Goal(models.Model):
    """Something a strategy wants to reach, what it serves in the end, and by what one would see it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(max_length=300)
    aim = models.CharField(max_length=20, choices=Aim.choices, default=Aim.OTHER)
    measure = models.CharField(max_length=500, blank=True)
    copied_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copied_to"
    )
    set_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order in which they were set; an end has a reason."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ended_goal_has_a_reason", condition=models.Q(ended_at__isnull=True) | ~models.Q(end_reason="")
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlannedAction(Visible):
    """Something a body (`owner`) does, who answers for it (`owner_name`) and by when; best for a goal.

    `origin` says where it comes from, such as "organisation 2026.11.22/QC1". A renewal copies what is open once: the
    copy names it in `carried_from`. It is open until it is done, dropped or carried over.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    effort_days = models.FloatField(null=True, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    planned_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drop_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """The next due first; a dropped one says why, and nothing is both done and dropped."""

        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(name="planned_action_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="dropped_action_has_a_reason",
                condition=models.Q(dropped_at__isnull=True) | ~models.Q(drop_reason=""),
            ),
            models.CheckConstraint(
                name="action_is_done_or_dropped",
                condition=models.Q(done_at__isnull=True) | models.Q(dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                name="action_effort_is_not_negative",
                condition=models.Q(effort_days__isnull=True) | models.Q(effort_days__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The action's page."""
        return f"/strategy/actions/{self.pk}"


class Evidence(models.Model):
    """What shows that an action was done: an address, or words, or both; withdrawn by its end."""

    action = models.ForeignKey(PlannedAction, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order in which it was added."""

        verbose_name_plural = "evidence"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class StrategyReview(models.Model):
    """That somebody looked at a strategy again: what they found, and when the next look is due."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="reviews")
    found = models.TextField(blank=True)
    next_on = models.DateField()
    reviewed_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.strategy_id}: next on {self.next_on}"

"""Clauses of policies and other documents, and what helps people to follow them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User, Visibility, Visible
from commonweal.strategy.models.strategies import Goal


class DocumentKind(models.TextChoices):
    """In what sort of document a clause stands."""

    STRATEGY = "strategy", _("a strategy of ours")
    POLICY = "policy", _("a policy or rule of ours")
    LAW = "law", _("a law or rule that binds us")
    BUDGET = "budget", _("a budget or work programme")
    OTHER = "other", _("another document")


class SupportKind(models.TextChoices):
    """What helps people to follow a clause."""

    GUIDE = "guide", _("guide")
    TOOL = "tool", _("tool")
    TRAINING = "training", _("training")
    CONTACT = "contact", _("contact")
    VENDOR = "vendor_guide", _("guide for suppliers")


class Clause(Visible):
    """A place in a document that says something on open source for a body (`owner`), in our own words.

    It is evidence of strategy also where a body has no strategy of its own. `goal` is the goal it stands behind.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    kind = models.CharField(max_length=10, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    document = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    says = models.CharField(max_length=1000)
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="clauses")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Document by document, in the order in which they were added."""

        ordering = ["document", "pk"]
        constraints = [models.CheckConstraint(name="clause_has_a_body", condition=models.Q(owner__isnull=False))]

    def __str__(self) -> str:
        return f"{self.document} {self.reference}".strip()


class ClauseSupport(models.Model):
    """Something that helps to follow a clause: a guide, a tool, a training, somebody to ask; an end keeps it."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(max_length=12, choices=SupportKind.choices)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order in which they were added."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

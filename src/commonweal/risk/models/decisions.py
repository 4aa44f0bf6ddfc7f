"""Decisions about vulnerabilities (VEX): for which versions and which systems, until when, by whom and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.components.models import Package
from commonweal.organisations.models import Body, User
from commonweal.risk.models.advisories import Vulnerability
from commonweal.usage.models import System


class State(models.TextChoices):
    """What a vulnerability means here, in the words of CycloneDX."""

    EXPLOITABLE = "exploitable", _("affected: it can be used against us")
    IN_TRIAGE = "in_triage", _("being looked at")
    RESOLVED = "resolved", _("fixed")
    RESOLVED_WITH_PEDIGREE = "resolved_with_pedigree", _("fixed, with the patch on file")
    FALSE_POSITIVE = "false_positive", _("wrongly matched")
    NOT_AFFECTED = "not_affected", _("not affected")


class Justification(models.TextChoices):
    """Why not affected, in the words of CycloneDX."""

    NONE = "", _("not said")
    CODE_NOT_PRESENT = "code_not_present", _("the weak code is not there")
    CODE_NOT_REACHABLE = "code_not_reachable", _("the weak code is never run")
    REQUIRES_CONFIGURATION = "requires_configuration", _("it needs a setting that we do not use")
    REQUIRES_DEPENDENCY = "requires_dependency", _("it needs another part that we do not have")
    REQUIRES_ENVIRONMENT = "requires_environment", _("it needs surroundings that we do not have")
    PROTECTED_BY_COMPILER = "protected_by_compiler", _("it was built so that the weakness cannot be used")
    PROTECTED_AT_RUNTIME = "protected_at_runtime", _("something stops it while it runs")
    PROTECTED_AT_PERIMETER = "protected_at_perimeter", _("nobody can reach it from outside")
    PROTECTED_BY_MITIGATING_CONTROL = "protected_by_mitigating_control", _("another measure stops it")


class Response(models.TextChoices):
    """What is done about it, in the words of CycloneDX; an accepted risk is `will_not_fix` with an owner and an end."""

    NONE = "", _("not said")
    UPDATE = "update", _("we update")
    ROLLBACK = "rollback", _("we go back to an older version")
    WORKAROUND_AVAILABLE = "workaround_available", _("we use a workaround")
    WILL_NOT_FIX = "will_not_fix", _("we accept the risk")
    CAN_NOT_FIX = "can_not_fix", _("we cannot fix it")


class DecisionSource(models.TextChoices):
    """Who speaks; between equals those nearer to the system count more."""

    LOCAL = "local", _("decided here")
    VENDOR = "vendor", _("said by who makes the software")
    PEER = "peer", _("said by another office")


class Decision(models.Model):
    """What a vulnerability means for some versions of a package on some systems.

    For every package where `package` is empty; all its versions, or those with keys from `low` up to but without
    `high`. `system` narrows it to one system of `body`; without one it holds for all systems of `body` and of those
    that `body` watches over, and with neither for the whole installation. Valid from `valid_from` until `expires_on`
    (the last day) or `ended_at`; never changed: a new one stands in its place. Which of several counts: `rules`.
    `told_in` is the latest document that says it, where it came in by one.
    """

    vulnerability = models.ForeignKey(Vulnerability, on_delete=models.PROTECT, related_name="decisions")
    package = models.ForeignKey(Package, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    low = models.BinaryField(null=True, blank=True)
    high = models.BinaryField(null=True, blank=True)
    versions_words = models.CharField(max_length=300, blank=True)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions")
    system = models.ForeignKey(System, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=30, choices=State.choices)
    justification = models.CharField(max_length=40, choices=Justification.choices, blank=True)
    response = models.CharField(max_length=30, choices=Response.choices, blank=True)
    detail = models.CharField(max_length=2000, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    owner_words = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=DecisionSource.choices)
    source_name = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    told_in = models.ForeignKey(
        "risk.VexImport", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    valid_from = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Newest first; an accepted risk has an owner and an end."""

        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["vulnerability", "body"], name="decision_by_vulnerability")]
        constraints = [
            models.CheckConstraint(
                name="decision_on_a_system_is_of_a_body",
                condition=models.Q(system__isnull=True) | models.Q(body__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_on_versions_is_of_a_package",
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(low__isnull=False, high__isnull=False, package__isnull=False),
            ),
            models.CheckConstraint(
                name="accepted_risk_has_an_owner_and_an_end",
                condition=~models.Q(response=Response.WILL_NOT_FIX, source=DecisionSource.LOCAL)
                | (models.Q(expires_on__isnull=False) & ~models.Q(owner_words="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vulnerability_id}: {self.state}"

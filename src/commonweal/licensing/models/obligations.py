"""How systems are used, on which depends what licences ask, and what was done about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import User
from commonweal.usage.models import System


class Use(models.TextChoices):
    """How a system is used, in the words of `rules.policy.Use`."""

    INTERNAL = "internal", _("used inside the house only")
    SERVICE = "service", _("offered to others over a network")
    BINARY = "binary", _("passed on as a finished program")
    SOURCE = "source", _("passed on as source code")


class SystemUse(models.Model):
    """That somebody said how a system is used; ended when somebody says otherwise."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="licence_uses")
    use = models.CharField(max_length=20, choices=Use.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One that holds for each system."""

        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(ended_at__isnull=True), name="one_use_of_a_system"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system_id}: {self.use}"


class FulfilmentState(models.TextChoices):
    """What became of an obligation."""

    MET = "met", _("kept to")
    NOT_APPLICABLE = "not_applicable", _("does not apply here")


class Fulfilment(models.Model):
    """That somebody keeps to what licences ask of a system, or found that it does not apply; ended, never deleted.

    `obligation` names it in the pack of obligations, `pack` that pack with its version. `packages` are the primary
    keys of the packages that asked for it then: where others ask for it since, it is open again for those.
    """

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="licence_fulfilments")
    obligation = models.CharField(max_length=100)
    pack = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, choices=FulfilmentState.choices)
    note = models.CharField(max_length=1000, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    packages = models.JSONField(default=list)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """One that holds for each obligation of a system; what does not apply has a note why."""

        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "obligation"],
                condition=models.Q(ended_at__isnull=True),
                name="one_fulfilment_of_an_obligation",
            ),
            models.CheckConstraint(
                name="what_does_not_apply_has_a_note",
                condition=~models.Q(state=FulfilmentState.NOT_APPLICABLE) | ~models.Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id}: {self.obligation} {self.state}"

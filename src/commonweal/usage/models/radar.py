"""What a body begins to replace: the seed of a case file."""

from django.db import models

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, User
from commonweal.usage.models.contracts import Contract
from commonweal.usage.models.systems import System


class RadarStart(models.Model):
    """That a body begins to look for another way than a contract or a system, and which software it looks at."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="radar_starts")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.CASCADE, related_name="starts")
    system = models.ForeignKey(System, null=True, blank=True, on_delete=models.CASCADE, related_name="starts")
    entries = models.ManyToManyField(Entry, blank=True, related_name="+")
    pack = models.CharField(max_length=100, blank=True)
    started_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Of a contract or a system, not both; each once while it stands."""

        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="start_is_of_one_thing",
                condition=models.Q(contract__isnull=False, system__isnull=True)
                | models.Q(contract__isnull=True, system__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=models.Q(undone_at__isnull=True), name="one_standing_start_a_contract"
            ),
            models.UniqueConstraint(
                fields=["system"], condition=models.Q(undone_at__isnull=True), name="one_standing_start_a_system"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.contract_id or self.system_id}"

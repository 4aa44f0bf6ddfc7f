"""Who runs on an offer, and how those came away who left: numbers for everybody, names as each has it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage.models import Known, Offer, Tenancy

PROVEN_FROM = 2  # with a second organisation an offer has been set up again, so it can be


@dataclass(frozen=True, slots=True)
class Tenants:
    """How many ever ran on an offer, run on it now, and left, with and without their data; and whom the viewer sees."""

    ever: int
    running: int
    left: int
    left_with_data: int
    left_without_data: int
    seen: tuple[Tenancy, ...]

    @property
    def left_not_known(self) -> int:
        """How many left of whom nobody knows whether they were handed their data."""
        return max(0, self.left - self.left_with_data - self.left_without_data)

    @property
    def is_proven(self) -> bool:
        """Whether a second organisation runs on it, or ran."""
        return self.ever >= PROVEN_FROM


def tenants_of(viewer: Viewer, offer: Offer) -> Tenants:
    """Who runs on an offer, as far as the viewer may see."""
    has_left = Q(left_on__isnull=False)
    told = Tenancy.objects.filter(offer=offer).aggregate(
        ever=Count("owner", distinct=True),
        running=Count("owner", distinct=True, filter=~has_left),
        left=Count("owner", distinct=True, filter=has_left),
        left_with_data=Count("owner", distinct=True, filter=has_left & Q(got_data=Known.YES)),
        left_without_data=Count("owner", distinct=True, filter=has_left & Q(got_data=Known.NO)),
    )
    return Tenants(seen=tuple(seen_tenancies(viewer).filter(offer=offer)), **told)


def seen_tenancies(viewer: Viewer) -> QuerySet[Tenancy]:
    """Every tenancy whose body the viewer may see, the oldest first."""
    return visible(Tenancy.objects.all(), viewer).select_related("owner", "offer").prefetch_related("owner__names")


def tenancy_of(body: Body, offer: Offer) -> Tenancy | None:
    """That a body runs on an offer now."""
    return Tenancy.objects.filter(offer=offer, owner=body, left_on=None).first()

"""What was said or confirmed last about who uses what."""

from datetime import datetime

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage.models import UsageClaim
from commonweal.usage.queries.claims import claims_for, in_use

MOST_NEWS = 50


def newest_uses(viewer: Viewer, *, entry: Entry | None = None, body: Body | None = None) -> list[UsageClaim]:
    """The uses said or confirmed last, as far as the viewer may see them and the software; the last one first."""
    seen = in_use(claims_for(viewer)).filter(entry__in=visible(Entry.objects.all(), viewer))
    if entry is not None:
        seen = seen.filter(entry=entry)
    if body is not None:
        seen = seen.filter(owner=body)
    seen = seen.select_related("owner", "entry").prefetch_related("owner__names")
    said = seen.order_by("-stated_at", "-pk")[:MOST_NEWS]
    confirmed = seen.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")[:MOST_NEWS]
    found = {claim.pk: claim for claim in (*said, *confirmed)}
    return sorted(found.values(), key=lambda claim: (last_said(claim), claim.pk), reverse=True)[:MOST_NEWS]


def last_said(claim: UsageClaim) -> datetime:
    """When a use was said or confirmed last."""
    return max(claim.stated_at, claim.confirmed_at or claim.stated_at)

"""Larger bodies that use the same software and may be asked: the more capable support the less capable."""

from collections import defaultdict
from dataclasses import dataclass

from commonweal.catalogue.models import Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.usage.queries.claims import claims_for, in_use

LARGER = 2  # bands of size apart, at least: enough to have people whom the other has not


@dataclass(frozen=True, slots=True)
class LargerUser:
    """A larger body, how far it is, and the software that both use, by name."""

    body: Body
    distance_km: float | None
    software: tuple[str, ...]


def mentors(viewer: Viewer, body: Body, *, limit: int) -> tuple[LargerUser, ...]:
    """The nearest larger bodies that use what this one uses, as far as the viewer may see who uses what."""
    band = organisations.size_band(body.population)
    larger = [each for each in organisations.size_bands() if band and each.number >= band.number + LARGER]
    seen = in_use(claims_for(viewer)).filter(entry__in=visible(Entry.objects.all(), viewer))
    own = set(seen.filter(owner=body).values_list("entry_id", flat=True)) if larger else set()
    if not own:
        return ()
    theirs = seen.filter(entry__in=own, owner__population__gte=larger[0].smallest)
    bodies = organisations.standing(Body.objects.filter(pk__in=theirs.values("owner_id")).exclude(pk=body.pk))
    distances = {pk: distance for pk, distance, _bands in organisations.nearest(bodies, body, limit=limit)}
    software: dict[int, set[str]] = defaultdict(set)
    for pk, name in theirs.filter(owner__in=distances).values_list("owner_id", "entry__name"):
        software[pk or 0].add(name)
    found = Body.objects.prefetch_related("names").in_bulk(distances)
    return tuple(LargerUser(found[pk], km, tuple(sorted(software[pk]))) for pk, km in distances.items())

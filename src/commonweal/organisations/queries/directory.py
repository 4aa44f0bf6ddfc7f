"""Reading the directory of offices and what is stated about them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.organisations import rules
from commonweal.organisations.models import Body, Claim, Office, OfficeLink
from commonweal.organisations.queries.ladder import Viewer, visible


@dataclass(frozen=True, slots=True)
class OfficeSearch:
    """What is looked for in the directory of offices; blank means any. `state` is active or closed."""

    text: str = ""
    archetype: str = ""
    level: str = ""
    country: str = ""
    state: str = ""
    serves: str = ""


def offices(viewer: Viewer, search: OfficeSearch | None = None) -> QuerySet[Office]:
    """The directory of offices, closed ones included, as far as the viewer may see it."""
    found = visible(Office.objects.all(), viewer).prefetch_related("hosts__body", "services", "sources")
    if search is None:
        return found
    chosen = {name: value for name in ("archetype", "level", "country") if (value := getattr(search, name))}
    if search.serves:
        chosen["serves__icontains"] = search.serves
    closed = ~Q(active_to=None) | ~Q(end_reason="")
    state = {"active": ~closed, "closed": closed}.get(search.state, Q())
    return _offices_named(found.filter(state, **chosen), search.text)


def offices_of(viewer: Viewer, body: Body) -> QuerySet[Office]:
    """The offices a body hosts, owns, pays for or once hosted, as far as the viewer may see them."""
    return visible(Office.objects.filter(Q(hosts__body=body) | Q(sponsor=body)).distinct(), viewer)


def offices_named(viewer: Viewer, text: str) -> QuerySet[Office]:
    """Offices found by a present, former or translated name of theirs or of their hosts."""
    return _offices_named(offices(viewer), text)


def links(viewer: Viewer) -> QuerySet[OfficeLink]:
    """The links between offices of which the viewer may see both."""
    seen = visible(Office.objects.all(), viewer)
    return OfficeLink.objects.filter(origin__in=seen, target__in=seen).select_related("origin", "target").order_by("pk")


def claims() -> QuerySet[Claim]:
    """Everything stated, by subject, newest first."""
    return Claim.objects.select_related("superseded_by")


def claims_about(subject: str) -> QuerySet[Claim]:
    """Everything stated about a subject, newest first, conflicting numbers side by side."""
    return claims().filter(subject=subject)


def _offices_named(found: QuerySet[Office], text: str) -> QuerySet[Office]:
    for word in rules.fold(text).split():
        hosted = Body.objects.filter(hosted_offices__office=OuterRef("pk"), folded_names__contains=word)
        found = found.filter(Q(folded_names__contains=word) | Exists(hosted))
    return found

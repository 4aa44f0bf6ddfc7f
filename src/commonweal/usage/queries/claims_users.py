"""Who uses a piece of software: for this viewer, nearest to their body first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, nearest, visible
from commonweal.usage.models import Status, UsageClaim
from commonweal.usage.queries.claims import Use, best_uses, claims_for, confirmed, in_use

PAGE_SIZE = 50
MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class UserSearch:
    """Which users are looked for; blank means any that has not ended."""

    status: str = ""
    tier: str = ""
    country: str = ""
    only_confirmed: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Using:
    """A body that uses the software, the claim to rely on, and how near the body is; None is "not known"."""

    body: Body
    use: Use
    distance_km: float | None = None
    band_distance: int | None = None


@dataclass(frozen=True, slots=True)
class Users:
    """A page of users, and whether another follows."""

    rows: tuple[Using, ...]
    page: int
    has_next: bool


def users_of(viewer: Viewer, entry: Entry, search: UserSearch, home: Body | None, *, size: int = PAGE_SIZE) -> Users:
    """The bodies that use a piece of software, as far as the viewer may see: nearest to `home` first, else by name.

    Twenty pages at most: nobody reads on, and the files hold everything.
    """
    today = timezone.localdate()
    page = min(max(1, search.page), MOST_PAGES)
    claims = _claims(viewer, entry, search, today)
    chosen = {name: value for name in ("tier", "country") if (value := getattr(search, name))}
    bodies = Body.objects.filter(Exists(claims.filter(owner=OuterRef("pk"))), **chosen)
    first, last = (page - 1) * size, page * size + 1
    ranked: Sequence[tuple[int, float | None, int | None]]
    if home is not None:
        ranked = nearest(bodies, home, limit=last)[first:]
    else:
        found = bodies.order_by("sort_name", "pk").values_list("pk", flat=True)[first:last]
        ranked = [(pk, None, None) for pk in found]
    shown = ranked[:size]
    ids = [pk for pk, _, _ in shown]
    by_id = Body.objects.prefetch_related("names").in_bulk(ids)
    uses = best_uses(claims.filter(owner__in=ids), today) if ids else {}
    rows = tuple(Using(by_id[pk], uses[pk], km, bands) for pk, km, bands in shown if pk in uses)
    return Users(rows, page, has_next=len(ranked) > size and page < MOST_PAGES)


def all_users(viewer: Viewer, entry: Entry, search: UserSearch) -> QuerySet[UsageClaim]:
    """Every claim behind the list, by name of the body, for files."""
    claims = _claims(viewer, entry, search, timezone.localdate())
    chosen = {f"owner__{name}": value for name in ("tier", "country") if (value := getattr(search, name))}
    return claims.filter(**chosen).select_related("owner", "entry").order_by("owner__sort_name", "owner_id", "pk")


def public_instances(viewer: Viewer, entry: Entry | None = None) -> QuerySet[UsageClaim]:
    """Where software runs for everybody to look at, as far as the viewer may see; newest first."""
    claims = in_use(claims_for(viewer)).exclude(instance_url="")
    if entry is not None:
        claims = claims.filter(entry=entry)
    else:
        claims = claims.filter(entry__in=visible(Entry.objects.all(), viewer))
    shown = claims.select_related("owner", "entry").order_by("-stated_at", "-pk")
    return shown.only("instance_url", "status", "owner__name", "owner__slug", "entry__name", "entry__slug")


def _claims(viewer: Viewer, entry: Entry, search: UserSearch, today: date) -> QuerySet[UsageClaim]:
    claims = claims_for(viewer).filter(entry=entry)
    claims = claims.filter(status=search.status) if search.status in Status else in_use(claims)
    return confirmed(claims, today) if search.only_confirmed else claims

"""How far the bodies in scope know what their systems are made of, and who watches over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from commonweal.components.models import AccessToken, Oversight, SbomDocument
from commonweal.components.queries.scope import Scope, watched_by
from commonweal.organisations.models import Body
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many systems there are, how many of them have a list, and how old the oldest and newest of these are.

    A list is as old as it says itself, else as it was received; one that says it comes from the future, too.
    """

    systems: int = 0
    listed: int = 0
    old: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None

    @property
    def unlisted(self) -> int:
        """Systems of which nothing is known."""
        return self.systems - self.listed


def listed_systems(scope: Scope, body: Body) -> QuerySet[System]:
    """The systems of a body in scope by name, each with `listed_at`, None where nothing is known."""
    return _dated(scope).filter(owner=body).order_by("folded_name", "pk")


def coverage_of(scope: Scope, body: Body, since: datetime) -> Coverage:
    """How far one body knows; lists made before `since` count as old."""
    return coverage_by_body(scope, [body.pk], since).get(body.pk, Coverage())


def coverage_by_body(scope: Scope, bodies: Iterable[int], since: datetime) -> dict[int, Coverage]:
    """How far each of these bodies knows, in one question; a body without systems in scope is left out."""
    rows = (
        _dated(scope)
        .filter(owner_id__in=bodies)
        .order_by()
        .values("owner_id")
        .annotate(
            systems=Count("pk"),
            listed=Count("listed_at"),
            old=Count("pk", filter=Q(listed_at__lt=since)),
            oldest=Min("listed_at"),
            newest=Max("listed_at"),
        )
    )
    return {
        row["owner_id"]: Coverage(row["systems"], row["listed"], row["old"], row["oldest"], row["newest"])
        for row in rows
        if row["owner_id"] is not None
    }


def may_be_watched(scope: Scope, body: Body) -> list[int]:
    """The bodies over which a body watches, itself left out, as far as they are in scope."""
    return sorted(pk for pk in watched_by({body.pk}) - {body.pk} if pk in scope)


def overseers_of(scope: Scope, body: Body) -> QuerySet[Oversight]:
    """Who watches over a body, newest first; nothing where that may not be seen."""
    found = Oversight.objects.filter(body=body, ended_at=None) if body.pk in scope else Oversight.objects.none()
    return found.select_related("overseer", "agreed_by")


def tokens_of(scope: Scope, body: Body) -> QuerySet[AccessToken]:
    """The secrets of a body that still open, newest first; nothing where that may not be seen."""
    found = AccessToken.objects.filter(body=body, revoked_at=None) if body.pk in scope else AccessToken.objects.none()
    return found.select_related("made_by")


def _dated(scope: Scope) -> QuerySet[System]:
    standing = SbomDocument.objects.filter(system=OuterRef("pk"), replaced_at=None).order_by().values("system")
    # The oldest of its parts: a system is known as well as the part that is known least.
    oldest = standing.annotate(at=Min(Least("made_at", "received_at"))).values("at")
    return scope.systems().annotate(listed_at=Subquery(oldest))

"""Neighbours of a body, with what it uses as one of the ways; `rules.likeness` says how alike two are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body, BodyKind, Visibility
from commonweal.organisations.queries import Neighbour, Viewer, Way
from commonweal.usage.models import UsageClaim
from commonweal.usage.queries.claims import claims_for, in_use
from commonweal.usage.rules.likeness import likeness, weight

RARE = 500  # software of at most so many users leads to others like this one; what everybody has does not
MOST_SHARING, MOST_ALIKE, MOST_NEAR = 2_000, 300, 200
USERS = """
SELECT entry, (
    SELECT count(*) FROM (
        SELECT 1 FROM usage_usageclaim WHERE entry_id = entry LIMIT %s
    ) AS counted
) FROM unnest(%s::bigint[]) AS entry
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The neighbours found, and, a sentence each, what is not known and had to be."""

    neighbours: tuple[Neighbour, ...]
    missing: tuple[str, ...]


def neighbours_of(viewer: Viewer, body: Body, ways: frozenset[Way], *, limit: int = 20) -> Found:
    """The neighbours of a body by the ways chosen, nearest first."""
    lacks = organisations.missing(body, ways)
    likenesses = likenesses_to(viewer, body) if Way.PORTFOLIO in ways and not lacks else None
    found = organisations.neighbours(body, ways=ways, limit=limit, likeness=likenesses)
    return Found(tuple(found), tuple(lacks))


def likenesses_to(viewer: Viewer, body: Body) -> Mapping[int, float]:
    """How alike to a body others are in what they use, above 0, by id, as far as the viewer may see what they use.

    Compared are the 300 bodies that share most of its rarer software (that at most 500 bodies use) and the 200 nearest.
    """
    own = frozenset(in_use(claims_for(viewer)).filter(owner=body).values_list("entry_id", flat=True))
    if not own:
        return {}
    rung = Visibility.NETWORK if organisations.is_of_the_network(viewer) else Visibility.PUBLIC
    compared = {*_sharing(own, rung, body), *_near(body)} - {body.pk}
    portfolios: dict[int, set[int]] = {pk: set() for pk in compared}
    for pk, entry in _shared_on(rung, owner_id__in=compared).values_list("owner_id", "entry_id"):
        portfolios[pk].add(entry)
    weights = {entry: weight(users) for entry, users in _users([own, *portfolios.values()]).items()}
    found = {pk: likeness(own, portfolio, weights) for pk, portfolio in portfolios.items()}
    return {pk: value for pk, value in found.items() if value > 0}


def _sharing(own: frozenset[int], rung: Visibility, body: Body) -> list[int]:
    """The bodies that share most of the rarer software, most first."""
    users = _users_capped(own)
    rare: list[int] = []
    for entry in sorted(own, key=lambda entry: (users[entry], entry)):
        if rare and (users[entry] > RARE or sum(users[each] for each in [*rare, entry]) > MOST_SHARING):
            break
        rare.append(entry)
    scores: dict[int, float] = {}
    rows = _shared_on(rung, entry_id__in=rare).exclude(owner=body).order_by("entry_id", "owner_id")
    for pk, entry in rows.values_list("owner_id", "entry_id").distinct()[:MOST_SHARING]:
        scores[pk] = scores.get(pk, 0.0) + weight(users[entry])
    return sorted(scores, key=lambda pk: (-scores[pk], pk))[:MOST_ALIKE]


def _near(body: Body) -> list[int]:
    others = organisations.standing(Body.objects.exclude(pk=body.pk).exclude(kind=BodyKind.COMPANY))
    return [pk for pk, _, _ in organisations.nearest(others, body, limit=MOST_NEAR)]


def _shared_on(rung: Visibility, **chosen: object) -> QuerySet[UsageClaim]:
    return in_use(UsageClaim.objects.filter(visibility__gte=rung, denied_at=None, **chosen))


def _users_capped(entries: Iterable[int]) -> dict[int, int]:
    """How many claims there are of each entry, counted to one beyond what is rare; only to choose whom to compare."""
    with connection.cursor() as cursor:
        cursor.execute(USERS, [RARE + 1, list(entries)])
        return dict(cursor.fetchall())


def _users(portfolios: Iterable[Iterable[int]]) -> Counter[int]:
    """How many of the bodies compared use each entry."""
    return Counter(entry for portfolio in portfolios for entry in portfolio)

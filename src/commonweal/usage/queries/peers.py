"""A body beside its peers: what similar bodies run that it does not, and the reverse."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Neighbour, Viewer, Way, visible
from commonweal.usage.models import UsageClaim
from commonweal.usage.queries.claims import claims_for, in_use
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.queries.neighbours import neighbours_of

SIMILAR = frozenset({Way.SIZE})


@dataclass(frozen=True, slots=True)
class PeerUse:
    """A piece of software, the peers that use it, nearest first, and how many of them confirmed it."""

    entry: Entry
    bodies: tuple[Body, ...]
    confirmed: int

    @property
    def count(self) -> int:
        """How many peers use it."""
        return len(self.bodies)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A body beside its peers; `speaking` of them say something that the viewer may see."""

    peers: tuple[Neighbour, ...]
    missing: tuple[str, ...]
    speaking: int
    theirs: tuple[PeerUse, ...]
    both: tuple[PeerUse, ...]
    ours: tuple[PeerUse, ...]


def compare(viewer: Viewer, body: Body, ways: frozenset[Way] = SIMILAR, *, limit: int | None = None) -> Comparison:
    """What the peers of a body use and it does not, what both use, what only it uses, as far as the viewer may see.

    Peers are its nearest neighbours by the ways chosen; where its size is not known, by distance.
    """
    found = neighbours_of(viewer, body, ways, limit=limit or terms().similar_bodies)
    if found.missing and ways == SIMILAR:
        found = neighbours_of(viewer, body, frozenset({Way.DISTANCE}), limit=limit or terms().similar_bodies)
    order = {neighbour.body.pk: place for place, neighbour in enumerate(found.neighbours)}
    claims = in_use(claims_for(viewer)).filter(owner__in=[body.pk, *order])
    seen = list(
        claims.filter(entry__in=visible(Entry.objects.all(), viewer)).only("owner_id", "entry_id", "expires_on")
    )
    own = {claim.entry_id for claim in seen if claim.owner_id == body.pk}
    uses = _by_entry([claim for claim in seen if claim.owner_id != body.pk], own, found.neighbours, order)
    return Comparison(
        peers=found.neighbours,
        missing=found.missing,
        speaking=len({claim.owner_id for claim in seen} - {body.pk}),
        theirs=tuple(use for use in uses if use.entry.pk not in own),
        both=tuple(use for use in uses if use.entry.pk in own and use.bodies),
        ours=tuple(use for use in uses if use.entry.pk in own and not use.bodies),
    )


def _by_entry(
    claims: Sequence[UsageClaim], own: set[int], peers: Sequence[Neighbour], order: dict[int, int]
) -> list[PeerUse]:
    """Each piece of software with the peers that use it, most used first."""
    today = timezone.localdate()
    users: dict[int, set[int]] = {entry: set() for entry in own}
    sure: dict[int, set[int]] = {}
    for claim in claims:
        users.setdefault(claim.entry_id, set()).add(order[claim.owner_id or 0])
        if claim.expires_on is not None and claim.expires_on >= today:
            sure.setdefault(claim.entry_id, set()).add(claim.owner_id or 0)
    entries = Entry.objects.only("name", "slug").in_bulk(users)
    uses = [
        PeerUse(entries[pk], tuple(peers[place].body for place in sorted(places)), len(sure.get(pk, ())))
        for pk, places in users.items()
    ]
    return sorted(uses, key=lambda use: (-use.count, -use.confirmed, use.entry.name.casefold(), use.entry.pk))

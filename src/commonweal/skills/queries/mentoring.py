"""Offers of help, what is asked for, and agreements, as far as somebody may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.queries import NETWORK_ROLES, Viewer, roles_held, visible
from commonweal.organisations.roles import Role
from commonweal.skills.models import HelpOffer, HelpWanted, HourEntry, Mentorship


@dataclass(frozen=True, slots=True)
class OfferSearch:
    """What is looked for among the offers; blank means any."""

    skill: str = ""
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes given within an agreement: confirmed by who took them, and not confirmed yet."""

    confirmed: int = 0
    waiting: int = 0


def offers_for(viewer: Viewer) -> QuerySet[HelpOffer]:
    """Every offer that the viewer may see, those that ended included, newest first."""
    return visible(HelpOffer.objects.all(), viewer).select_related("owner").prefetch_related("owner__names")


def standing_offers(viewer: Viewer, search: OfferSearch | None = None) -> QuerySet[HelpOffer]:
    """The offers that stand today, of bodies that stand, as far as the viewer may see them."""
    bodies = organisations.standing(Body.objects.all())
    found = offers_for(viewer).filter(ended_at=None, valid_until__gte=timezone.localdate(), owner__in=bodies)
    if search is None:
        return found
    if search.skill:
        found = found.filter(skill=search.skill)
    if search.language:
        found = found.filter(languages__contains=[search.language])
    return found.filter(owner__country=search.country) if search.country else found


def wants_for(viewer: Viewer) -> QuerySet[HelpWanted]:
    """Everything asked for that the viewer may see, newest first."""
    return visible(HelpWanted.objects.all(), viewer).select_related("owner").prefetch_related("owner__names")


def standing_wants(viewer: Viewer) -> QuerySet[HelpWanted]:
    """What bodies that stand ask for today, as far as the viewer may see it."""
    return wants_for(viewer).filter(ended_at=None, owner__in=organisations.standing(Body.objects.all()))


def mentorships_for(viewer: Viewer) -> QuerySet[Mentorship]:
    """The agreements of the bodies at which the viewer holds a role; who runs the installation sees all, nobody else.

    A supplier's role shows nothing.
    """
    found = Mentorship.objects.select_related("giver", "taker", "proposer").prefetch_related(
        "giver__names", "taker__names", "proposer__names"
    )
    if not viewer.is_authenticated or not viewer.is_active:
        return found.none()
    held = roles_held(viewer)
    if any(each.body_id is None and each.role == Role.ADMINISTRATOR for each in held):
        return found
    bodies = bodies_worked_for(viewer)
    return found.filter(Q(giver__in=bodies) | Q(taker__in=bodies))


def bodies_worked_for(viewer: Viewer) -> frozenset[int]:
    """The bodies at which the viewer holds a role of the network."""
    if not viewer.is_authenticated or not viewer.is_active:
        return frozenset()
    return frozenset(each.body_id for each in roles_held(viewer) if each.body_id and each.role in NETWORK_ROLES)


def minutes_of(mentorships: Iterable[Mentorship]) -> dict[int, Minutes]:
    """How much was given within each of these agreements, by its id."""
    sums: dict[int, list[int]] = {each.pk: [0, 0] for each in mentorships}
    rows = HourEntry.objects.filter(mentorship__in=sums).order_by()
    for pk, minutes, confirmed_at in rows.values_list("mentorship_id", "minutes", "confirmed_at"):
        sums[pk][confirmed_at is None] += minutes
    return {pk: Minutes(*both) for pk, both in sums.items()}


def entries_of(mentorship: Mentorship) -> QuerySet[HourEntry]:
    """The hours of an agreement that the viewer was already allowed to see, by day."""
    return mentorship.entries.select_related("reverses", "reversed_by", "written_by", "confirmed_by")

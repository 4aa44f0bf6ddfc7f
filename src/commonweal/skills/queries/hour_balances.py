"""Balances of hours among the members of an association or around an office.

Only hours of agreements that both sides let count are in them, given while both were members. Nobody learns from them
who helped whom. They are for the members that take part and for who keeps the association or the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commonweal.organisations.models import Body, BodyKind, HostRole, Office, Parent
from commonweal.organisations.queries import Viewer, associations_of, roles_held
from commonweal.organisations.roles import Role
from commonweal.skills.models import HourEntry
from commonweal.skills.queries.mentoring import bodies_worked_for
from commonweal.skills.rules.hours import Balance, Given, Spell, balances, both, counts


@dataclass(frozen=True, slots=True)
class Pool:
    """Bodies that pool hours: who keeps it, and who was a member when."""

    keepers: frozenset[int]
    members: Mapping[int, Sequence[Spell]]


@dataclass(frozen=True, slots=True)
class Row:
    """What a member gave and took."""

    body: Body
    balance: Balance


def pool_of_association(association: Body) -> Pool:
    """An association, its members, and those of associations that are its members."""
    members = _members_of([association.pk])
    return Pool(frozenset({association.pk}), members | {association.pk: [Spell()]})


def pool_of_office(office: Office) -> Pool:
    """Who hosts, owns or pays for an office, and the members of the associations among these."""
    hosts = [host.body for host in office.hosts.select_related("body") if host.role != HostRole.FORMER]
    keepers = {each.pk: each for each in (*hosts, office.sponsor) if each is not None}
    groups = [pk for pk, each in keepers.items() if each.kind == BodyKind.ASSOCIATION]
    members = _members_of(groups)
    return Pool(frozenset(keepers), members | {pk: [Spell()] for pk in keepers})


def rows_for(viewer: Viewer, pool: Pool, *, since: date | None = None, until: date | None = None) -> list[Row]:
    """The balances of a pool in a time, by name; nothing for whoever is not of it.

    Those of it are people of members that ever gave or took within it, of its keepers, and administrators.
    """
    entries = _entries(pool)
    taking_part = {side for each in entries if counts(each, pool.members) for side in (each.giver, each.taker)}
    if not _may_read(viewer, pool.keepers | taking_part):
        return []
    asked = Spell(since, until)
    found = balances((each for each in entries if asked.holds(each.on)), pool.members)
    bodies = Body.objects.prefetch_related("names").in_bulk([each.body for each in found])
    return sorted((Row(bodies[each.body], each) for each in found), key=lambda row: row.body.sort_name)


def associations_in(body: Body) -> list[Body]:
    """The associations in whose balances the hours of a body may count, by name."""
    pks = associations_of([body.pk])[body.pk] | ({body.pk} if body.kind == BodyKind.ASSOCIATION else set())
    return list(Body.objects.filter(pk__in=pks, kind=BodyKind.ASSOCIATION).prefetch_related("names"))


def _may_read(viewer: Viewer, bodies: Iterable[int]) -> bool:
    if bodies_worked_for(viewer) & frozenset(bodies):
        return True
    if not viewer.is_authenticated or not viewer.is_active:
        return False
    return any(each.body_id is None and each.role == Role.ADMINISTRATOR for each in roles_held(viewer))


def _members_of(associations: Iterable[int]) -> dict[int, list[Spell]]:
    """Who was a member when, directly or through a member that is an association itself."""
    direct = _spells(associations)
    found = {pk: [spell for _group, spell in spells] for pk, spells in direct.items()}
    for pk, inner in _spells(direct).items():
        for group, spell in inner:
            overlaps = (both(spell, outer) for _group, outer in direct[group])
            found.setdefault(pk, []).extend(each for each in overlaps if each is not None)
    return found


def _spells(groups: Iterable[int]) -> dict[int, list[tuple[int, Spell]]]:
    """For each member of any of these groups, the group and the time of its membership."""
    found: dict[int, list[tuple[int, Spell]]] = {}
    rows = Parent.objects.filter(parent__in=list(groups), relation="membership").order_by("pk")
    for member, group, since, until in rows.values_list("body_id", "parent_id", "since", "until"):
        found.setdefault(member, []).append((group, Spell(since, until)))
    return found


def _entries(pool: Pool) -> list[Given]:
    inside = Q(mentorship__giver__in=list(pool.members), mentorship__taker__in=list(pool.members))
    rows = HourEntry.objects.filter(inside, mentorship__is_pooled=True).order_by("pk")
    columns = ("mentorship__giver_id", "mentorship__taker_id", "on", "minutes", "confirmed_at")
    return [
        Given(giver, taker, on, minutes, at is not None) for giver, taker, on, minutes, at in rows.values_list(*columns)
    ]

"""What hangs on a body: its names, its codes, how many people, to whom it belongs, what became of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as translate

from commonweal.journal import actions as journal
from commonweal.organisations import permissions, rules
from commonweal.organisations.actions.bodies import succeed_body
from commonweal.organisations.models import (
    Body,
    BodyName,
    Identifier,
    NameKind,
    Parent,
    PopulationCount,
    Succession,
    User,
)
from commonweal.organisations.permissions import Permission


class CodeTaken(Exception):
    """A code names another body already."""


class CircularParent(Exception):
    """A body would in the end belong to itself."""


@transaction.atomic
def name_body(*, body: Body, name: str, language: str, kind: NameKind, by: User | None) -> BodyName:
    """Give a body another name; it is found by it from now on. The same name twice changes nothing.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    given, is_new = BodyName.objects.get_or_create(body=body, language=language, name=name, defaults={"kind": kind})
    if is_new:
        body.fold(body.names.order_by("pk").values_list("name", flat=True))
        body.save(update_fields=["sort_name", "folded_names"])
        _record(body, "names", by)
    return given


@transaction.atomic
def identify_body(*, body: Body, scheme: str, value: str, by: User | None) -> Identifier:
    """Write down what another register calls a body.

    Raises NotAllowed, CodeTaken.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    known, is_new = Identifier.objects.get_or_create(scheme=scheme, value=value, defaults={"body": body})
    if known.body_id != body.pk:
        words = {"code": str(known), "body": known.body}
        raise CodeTaken(
            translate("The code %(code)s belongs to another organisation in the register: %(body)s.") % words
        )
    if is_new:
        _record(body, "identifiers", by)
    return known


@transaction.atomic
def drop_identifier(*, identifier: Identifier, by: User | None) -> Body:
    """Take a code away that was wrong; the journal keeps it.

    Raises NotAllowed.
    """
    body = identifier.body
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    if Identifier.objects.filter(pk=identifier.pk).delete()[0]:
        data = {"fields": ["identifiers"], "dropped": str(identifier)}
        journal.record("organisations.body_changed", subject=body, by=by, data=data)
    return body


@transaction.atomic
def count_population(*, body: Body, year: int, inhabitants: int, source: str, by: User | None) -> PopulationCount:
    """Write down how many people were counted in a year; the body's own number is always the newest.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    count, _is_new = PopulationCount.objects.update_or_create(
        body=body, year=year, defaults={"inhabitants": inhabitants, "source": source}
    )
    if year >= (body.population_year or 0):
        body.population, body.population_year = inhabitants, year
        body.save(update_fields=["population", "population_year"])
    _record(body, "population", by)
    return count


@transaction.atomic
def add_parent(*, body: Body, parent: Body, relation: str, since: date | None, by: User | None) -> Parent:
    """Write down that a body lies in another, is part of it or is its member. Twice changes nothing.

    Raises NotAllowed, CircularParent.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=body)
    known = Parent.objects.filter(relation=relation).values_list("body_id", "parent_id")
    if body.pk == parent.pk or rules.closes_a_circle(known, body.pk, parent.pk):
        raise CircularParent(translate("%(body)s would in the end belong to itself.") % {"body": body})
    tie, is_new = Parent.objects.get_or_create(body=body, parent=parent, relation=relation, defaults={"since": since})
    if is_new or tie.until:
        tie.until = None
        tie.save(update_fields=["until"])
        _record(body, "parents", by)
    return tie


@transaction.atomic
def end_parent(*, parent: Parent, on: date, by: User | None) -> Parent:
    """Write down that a body no longer belongs to another; that it did stays.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.CHANGE_BODY, on=parent.body)
    parent.until = on
    parent.save(update_fields=["until"])
    _record(parent.body, "parents", by)
    return parent


@transaction.atomic
def split_body(*, predecessor: Body, successors: Sequence[Body], on: date | None, by: User | None) -> list[Succession]:
    """Write down that a body became several.

    Calls other actions. Raises NotAllowed, CircularSuccession.
    """
    return [
        succeed_body(predecessor=predecessor, successor=successor, kind="split", on=on, by=by)
        for successor in successors
    ]


@transaction.atomic
def undo_succession(*, succession: Succession, by: User | None) -> Body:
    """Take back that a body became another; without another successor it has not ended.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.REGISTER_BODY)
    body = succession.predecessor
    if Succession.objects.filter(pk=succession.pk).delete()[0]:
        if not Succession.objects.filter(predecessor=body).exists():
            body.ended_on = None
            body.save(update_fields=["ended_on"])
        data = {"successor": succession.successor.uri, "kind": succession.kind}
        journal.record("organisations.succession_undone", subject=body, by=by, data=data)
    return body


def _record(body: Body, field: str, by: User | None) -> None:
    journal.record("organisations.body_changed", subject=body, by=by, data={"fields": [field]})

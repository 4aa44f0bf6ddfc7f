"""Saying who takes part in an initiative, in which way, and that it ended."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.strategy import permissions
from commonweal.strategy.actions.initiatives import InitiativeEnded
from commonweal.strategy.models import Initiative, Participation, PartKind
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.taking_part import part_pack


class ParticipantUnclear(Exception):
    """Whoever takes part is an organisation of the directory or has a name; the way is one of the list."""


@transaction.atomic
def take_part(
    *, initiative: Initiative, kind: str, body: Body | None = None, name: str = "", by: User | None
) -> Participation:
    """Write down that somebody takes part in an initiative; said twice, the first counts.

    Who keeps the initiative says who takes part; an organisation says by itself what the pack lets it say.
    Raises NotAllowed, InitiativeEnded, ParticipantUnclear.
    """
    if kind not in PartKind.values:
        raise ParticipantUnclear(_("Choose from the list."))
    _require(initiative, kind, body, by)
    initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if initiative.ended_on is not None:
        raise InitiativeEnded(_("It has ended."))
    called = "" if body is not None else " ".join(name.split())[:300]
    if body is None and not called:
        raise ParticipantUnclear(_("Choose an organisation, or write a name."))
    same = Participation.objects.filter(initiative=initiative, body=body, name=called, kind=kind, ended_at=None).first()
    if same is not None:
        return same
    part = Participation.objects.create(initiative=initiative, body=body, name=called, kind=kind, by=by)
    told = {"participation": part.pk, "kind": kind, "body": body.pk if body else None}
    journal.record("strategy.part_taken", subject=initiative, by=by, data=told)
    return part


@transaction.atomic
def end_part(*, participation: Participation, by: User | None) -> Participation:
    """Say that somebody takes part no more in this way; said twice, the first counts. Raises NotAllowed."""
    _require(participation.initiative, participation.kind, participation.body, by)
    if participation.ended_at is None:
        participation.ended_at, participation.ended_by = timezone.now(), by
        participation.save(update_fields=["ended_at", "ended_by"])
        told = {"participation": participation.pk}
        journal.record("strategy.part_ended", subject=participation.initiative, by=by, data=told)
    return participation


def _require(initiative: Initiative, kind: str, body: Body | None, by: User | None) -> None:
    is_said_by_itself = body is not None and part_pack().rights_of(kind).is_said_by_itself
    if is_said_by_itself and by is not None and permissions.allows(by, Permission.KEEP_INITIATIVES, on=body):
        return
    permissions.require(by, Permission.KEEP_INITIATIVES, on=initiative.owner)

"""Deciding on systems that seem to be one."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.usage import permissions
from commonweal.usage.models import Contract, DuplicateDecision, Interface, System
from commonweal.usage.permissions import Permission

FILLED = (
    "purpose", "entry", "product", "is_open_source", "version", "supplier_name", "supplier", "unit", "user_count",
    "criticality", "hosting", "hosting_country", "has_open_export", "since",
)  # fmt: skip


class NotOneBody(Exception):
    """Two systems of different bodies are never one."""


class AlreadyDecided(Exception):
    """Somebody decided on these two systems already."""


@transaction.atomic
def join_systems(*, kept: System, other: System, on: date, by: User | None, reason: str = "") -> DuplicateDecision:
    """Say that two systems are one: what only the other knew goes to the kept one, and the other ends.

    Interfaces and contracts of the other lead to the kept one. Raises NotAllowed, NotOneBody, AlreadyDecided.
    """
    decision = _decide(kept, other, is_same=True, reason=reason, by=by)
    has_software = kept.entry_id or kept.product_id
    for column in FILLED:
        if has_software and column in {"entry", "product"}:
            continue
        if getattr(kept, column) in (None, ""):
            setattr(kept, column, getattr(other, column))
    kept.functions = list(dict.fromkeys([*kept.functions, *other.functions]))
    kept.data_classes = list(dict.fromkeys([*kept.data_classes, *other.data_classes]))
    kept.save()
    _lead_to(kept, other, on)
    other.ended_on = other.ended_on or max(on, other.since or on)
    other.save(update_fields=["ended_on", "changed_at"])
    journal.record("usage.systems_joined", subject=kept, by=by, data={"other": other.pk, "name": other.name})
    journal.record("usage.system_ended", subject=other, by=by, data={"on": other.ended_on, "joined": kept.pk})
    return decision


@transaction.atomic
def keep_apart(*, first: System, second: System, by: User | None, reason: str = "") -> DuplicateDecision:
    """Say that two systems that seem to be one are two. Raises NotAllowed, NotOneBody, AlreadyDecided."""
    decision = _decide(first, second, is_same=False, reason=reason, by=by)
    journal.record("usage.systems_kept_apart", subject=first, by=by, data={"other": second.pk, "name": second.name})
    return decision


def _decide(first: System, second: System, *, is_same: bool, reason: str, by: User | None) -> DuplicateDecision:
    permissions.require(by, Permission.KEEP_SYSTEMS, on=first.owner)
    if first.owner_id != second.owner_id or first.pk == second.pk:
        raise NotOneBody(_("Choose two systems of one organisation."))
    ends = {first.pk, second.pk}
    if DuplicateDecision.objects.filter(first__in=ends, second__in=ends).exists():
        raise AlreadyDecided(_("Somebody decided on these two systems already."))
    return DuplicateDecision.objects.create(first=first, second=second, is_same=is_same, reason=reason[:300], by=by)


def _lead_to(kept: System, other: System, on: date) -> None:
    """Move contracts and running interfaces over; what would lead from the kept system to itself ends."""
    for contract in Contract.objects.filter(systems=other):
        contract.systems.add(kept)
        contract.systems.remove(other)
    running = Interface.objects.filter(ended_on=None)
    running.filter(origin__in=[kept, other], target__in=[kept, other]).update(ended_on=on)
    running.filter(origin=other).update(origin=kept)
    running.filter(target=other).update(target=kept)

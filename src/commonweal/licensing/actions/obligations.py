"""Saying how a system is used, and what was done of what its licences ask."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.licensing import permissions
from commonweal.licensing.models import Fulfilment, FulfilmentState, SystemUse, Use
from commonweal.licensing.permissions import Permission
from commonweal.organisations.models import User
from commonweal.usage.models import System


class NothingSaid(Exception):
    """What was handed in says nothing that can be kept; the message says what is missing."""


@transaction.atomic
def say_use(*, system: System, use: str, by: User | None) -> SystemUse:
    """Say how a system is used; what was said before is ended. The same again changes and records nothing.

    Raises NotAllowed, NothingSaid.
    """
    permissions.require(by, Permission.KEEP_OBLIGATIONS, on=system.owner)
    if use not in Use.values:
        raise NothingSaid(_("Choose from the list how the system is used."))
    standing = SystemUse.objects.select_for_update().filter(system=system, ended_at=None).first()
    if standing is not None and standing.use == use:
        return standing
    now = timezone.now()
    if standing is not None:
        standing.ended_at = now
        standing.save(update_fields=["ended_at"])
    said = SystemUse.objects.create(system=system, use=use, by=by, said_at=now)
    journal.record("licensing.use_said", subject=said, by=by, data={"system": system.pk, "use": use})
    return said


@transaction.atomic
def fulfil_obligation(
    *, system: System, obligation: str, state: str, note: str, pack: str, packages: Collection[int], by: User | None
) -> Fulfilment:
    """Write down that an obligation was met, or does not apply, for the packages that ask for it now.

    `obligation` is named in `pack`, `packages` are primary keys. One that stood for the same obligation is ended.
    Raises NotAllowed, NothingSaid.
    """
    permissions.require(by, Permission.KEEP_OBLIGATIONS, on=system.owner)
    note = note.strip()
    if state not in FulfilmentState.values or not obligation:
        raise NothingSaid(_("Choose whether it is kept to or does not apply."))
    if state == FulfilmentState.NOT_APPLICABLE and not note:
        raise NothingSaid(_("Say why it does not apply here."))
    if not note:
        raise NothingSaid(_("Say how you keep to it, so that others can check it."))
    now = timezone.now()
    standing = Fulfilment.objects.filter(system=system, obligation=obligation, ended_at=None)
    standing.update(ended_at=now, ended_by=by)
    made = Fulfilment.objects.create(
        system=system,
        obligation=obligation,
        pack=pack,
        state=state,
        note=note,
        packages=sorted(packages),
        by=by,
        made_at=now,
    )
    data = {"system": system.pk, "obligation": obligation, "state": state}
    journal.record("licensing.obligation_fulfilled", subject=made, by=by, data=data)
    return made


@transaction.atomic
def end_fulfilment(*, fulfilment: Fulfilment, by: User | None) -> Fulfilment:
    """Take it back, so that the obligation is open again; it stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_OBLIGATIONS, on=fulfilment.system.owner)
    if fulfilment.ended_at is None:
        fulfilment.ended_at, fulfilment.ended_by = timezone.now(), by
        fulfilment.save(update_fields=["ended_at", "ended_by"])
        data = {"system": fulfilment.system_id, "obligation": fulfilment.obligation}
        journal.record("licensing.fulfilment_ended", subject=fulfilment, by=by, data=data)
    return fulfilment

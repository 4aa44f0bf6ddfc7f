"""Saying which system gives data to which, by what standard."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.usage import permissions
from commonweal.usage.actions.systems import EndsBeforeItBegan
from commonweal.usage.models import Interface, System
from commonweal.usage.permissions import Permission


class LeadsNowhere(Exception):
    """An interface needs a system, or the name of one outside, that gets the data."""


class LeadsToItself(Exception):
    """A system gives no data to itself."""


class LeadsToAnotherBody(Exception):
    """A system of another body is named, not joined: its own body keeps its map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceDraft:
    """Where data go: to a `target` of the same body, or to one outside by its name; "" is not known."""

    target: System | None = None
    target_name: str = ""
    standard: str = ""
    is_open: str = ""
    is_both_ways: bool = False
    purpose: str = ""
    unit: str = ""
    since: date | None = None


@transaction.atomic
def add_interface(*, origin: System, draft: InterfaceDraft, by: User | None) -> Interface:
    """Write down that a system gives data to another; saying the same again changes nothing.

    Raises NotAllowed, LeadsNowhere, LeadsToItself, LeadsToAnotherBody.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=origin.owner)
    _check(origin, draft)
    known = Interface.objects.filter(origin=origin, ended_on=None, **_values(draft)).first()
    if known is not None:
        return known
    interface = Interface.objects.create(origin=origin, **_values(draft))
    journal.record("usage.interface_added", subject=origin, by=by, data={"interface": interface.pk})
    return interface


@transaction.atomic
def change_interface(*, interface: Interface, draft: InterfaceDraft, by: User | None) -> Interface:
    """Bring what is known of an interface up to date.

    Raises NotAllowed, LeadsNowhere, LeadsToItself, LeadsToAnotherBody.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=interface.origin.owner)
    _check(interface.origin, draft)
    changed = {name: value for name, value in _values(draft).items() if getattr(interface, name) != value}
    for name, value in changed.items():
        setattr(interface, name, value)
    if changed:
        interface.save(update_fields=[*changed])
        data = {"interface": interface.pk, "fields": sorted(changed)}
        journal.record("usage.interface_changed", subject=interface.origin, by=by, data=data)
    return interface


@transaction.atomic
def end_interface(*, interface: Interface, on: date, by: User | None) -> Interface:
    """Write down the last day of an interface; it stays on file. Raises NotAllowed, EndsBeforeItBegan."""
    permissions.require(by, Permission.KEEP_SYSTEMS, on=interface.origin.owner)
    if interface.since and on < interface.since:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if interface.ended_on is None:
        interface.ended_on = on
        interface.save(update_fields=["ended_on"])
        journal.record("usage.interface_ended", subject=interface.origin, by=by, data={"interface": interface.pk})
    return interface


def _check(origin: System, draft: InterfaceDraft) -> None:
    if draft.target is None and not draft.target_name.strip():
        raise LeadsNowhere(_("Choose the system that gets the data, or write the name of one outside."))
    if draft.target is not None and draft.target.pk == origin.pk:
        raise LeadsToItself(_("A system gives no data to itself."))
    if draft.target is not None and draft.target.owner_id != origin.owner_id:
        raise LeadsToAnotherBody(_("This system belongs to another organisation. Write its name instead."))


def _values(draft: InterfaceDraft) -> dict[str, object]:
    """The columns of an interface; a system that is chosen needs no name."""
    name = "" if draft.target else " ".join(draft.target_name.split())[:300]
    return {field: getattr(draft, field) for field in InterfaceDraft.__dataclass_fields__} | {"target_name": name}

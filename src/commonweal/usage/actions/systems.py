"""Entering, changing and ending systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.organisations.queries import fold
from commonweal.usage import permissions
from commonweal.usage.actions._references import next_reference, organisation_for
from commonweal.usage.models import System
from commonweal.usage.permissions import Permission


class ReferenceTaken(Exception):
    """Another system or contract of the body carries the reference."""


class NamelessSystem(Exception):
    """A system needs a name."""


class EndsBeforeItBegan(Exception):
    """A system, interface or contract cannot end before its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDraft:
    """What is known of a system; "" and None are not known.

    `entry` is software of the catalogue, `product_name` any other; the entry counts where both are given. An empty
    reference is given in order, or stays as it is.
    """

    name: str
    purpose: str = ""
    functions: Sequence[str] = ()
    entry: Entry | None = None
    product_name: str = ""
    is_open_source: str = ""
    version: str = ""
    supplier_name: str = ""
    unit: str = ""
    user_count: int | None = None
    criticality: str = ""
    hosting: str = ""
    hosting_country: str = ""
    data_classes: Sequence[str] = ()
    has_open_export: str = ""
    reference: str = ""
    since: date | None = None
    ended_on: date | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def enter_system(*, body: Body, draft: SystemDraft, by: User | None) -> System:
    """Write down that a body runs a system.

    Raises NotAllowed, NamelessSystem, ReferenceTaken, EndsBeforeItBegan, NamelessProduct.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=body)
    system = System(owner=body, reference=draft.reference.strip() or next_reference(body, System, "S"))
    _write(system, draft, by)
    system.save()
    journal.record("usage.system_entered", subject=system, by=by, data={"name": system.name})
    return system


@transaction.atomic
def change_system(*, system: System, draft: SystemDraft, by: User | None) -> System:
    """Bring what is known of a system up to date; the same draft twice changes and records nothing.

    Raises NotAllowed, NamelessSystem, ReferenceTaken, EndsBeforeItBegan, NamelessProduct.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    before = _columns(system)
    system.reference = draft.reference.strip() or system.reference
    _write(system, draft, by)
    changed = sorted(name for name, value in _columns(system).items() if before[name] != value)
    if changed:
        system.save()
        journal.record("usage.system_changed", subject=system, by=by, data={"fields": changed})
    return system


@transaction.atomic
def end_system(*, system: System, on: date, by: User | None) -> System:
    """Write down the last day of a system; it stays on file. Raises NotAllowed, EndsBeforeItBegan."""
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    if system.since and on < system.since:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if system.ended_on != on:
        system.ended_on = on
        system.save(update_fields=["ended_on", "changed_at"])
        journal.record("usage.system_ended", subject=system, by=by, data={"on": on})
    return system


@transaction.atomic
def resume_system(*, system: System, by: User | None) -> System:
    """Bring a system back that is in use after all. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_SYSTEMS, on=system.owner)
    if system.ended_on is not None:
        system.ended_on = None
        system.save(update_fields=["ended_on", "changed_at"])
        journal.record("usage.system_resumed", subject=system, by=by)
    return system


def _write(system: System, draft: SystemDraft, by: User | None) -> None:
    name = " ".join(draft.name.split())[:300]
    if not name:
        raise NamelessSystem(_("Give the system a name."))
    if draft.since and draft.ended_on and draft.ended_on < draft.since:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if System.objects.filter(owner=system.owner, reference=system.reference).exclude(pk=system.pk).exists():
        raise ReferenceTaken(_("Another system has the reference “%(text)s”.") % {"text": system.reference})
    for column in PLAIN_COLUMNS:
        setattr(system, column, getattr(draft, column))
    system.name, system.folded_name = name, fold(name)[:300]
    system.functions = list(dict.fromkeys(draft.functions))
    system.data_classes = list(dict.fromkeys(draft.data_classes))
    system.supplier_name = " ".join(draft.supplier_name.split())[:300]
    system.supplier = organisation_for(system.supplier_name)
    system.entry, system.product = draft.entry, None
    if draft.entry is None and draft.product_name.strip():
        system.product = catalogue.name_product(name=draft.product_name, functions=system.functions, by=by)
    if system.visibility == Visibility.PRIVATE:
        system.author = system.author or by
    else:
        system.author = None


PLAIN_COLUMNS = (
    "purpose", "is_open_source", "version", "unit", "user_count", "criticality", "hosting", "hosting_country",
    "has_open_export", "since", "ended_on", "visibility",
)  # fmt: skip


def _columns(system: System) -> dict[str, object]:
    more = ("name", "reference", "entry_id", "product_id", "supplier_id", "supplier_name", "functions", "data_classes")
    return {name: getattr(system, name) for name in (*PLAIN_COLUMNS, *more)}

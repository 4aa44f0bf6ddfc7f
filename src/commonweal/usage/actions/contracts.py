"""Entering, changing and ending contracts, and the addresses by which calendar programs read them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, RoleAssignment, User, Visibility
from commonweal.organisations.queries import NETWORK_ROLES
from commonweal.usage import permissions
from commonweal.usage.actions._references import next_reference, organisation_for
from commonweal.usage.actions.systems import EndsBeforeItBegan, ReferenceTaken
from commonweal.usage.models import CalendarLink, Contract, System
from commonweal.usage.permissions import NotAllowed, Permission


class NamelessContract(Exception):
    """A contract needs a title."""


class NoticeAfterTheEnd(Exception):
    """Notice cannot be given after a contract has ended."""


class SystemOfAnotherBody(Exception):
    """A contract covers only systems of its own body."""


class NeverPublic(Exception):
    """A contract is not for everyone, since suppliers would read along."""


class NegativeCost(Exception):
    """A cost is not below nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """What is known of a contract; "" and None are not known. Costs are cents; an empty reference is given in order."""

    title: str
    reference: str = ""
    supplier_name: str = ""
    systems: Sequence[System] = ()
    yearly_cost_cents: int | None = None
    currency: str = "EUR"
    starts_on: date | None = None
    ends_on: date | None = None
    notice_on: date | None = None
    renewal: str = ""
    renewal_months: int | None = None
    clauses: Sequence[str] = ()
    exit_cost_cents: int | None = None
    exit_months: int | None = None
    terminated_on: date | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def enter_contract(*, body: Body, draft: ContractDraft, by: User | None) -> Contract:
    """Write down what a body pays a supplier for.

    Raises NotAllowed, NamelessContract, ReferenceTaken, EndsBeforeItBegan, NoticeAfterTheEnd, SystemOfAnotherBody,
    NegativeCost, NeverPublic.
    """
    permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    contract = Contract(owner=body, reference=draft.reference.strip() or next_reference(body, Contract, "C"))
    _write(contract, draft, by)
    contract.save()
    contract.systems.set(draft.systems)
    journal.record("usage.contract_entered", subject=contract, by=by, data={"title": contract.title})
    return contract


@transaction.atomic
def change_contract(*, contract: Contract, draft: ContractDraft, by: User | None) -> Contract:
    """Bring a contract up to date; the same draft twice changes and records nothing. Raises as `enter_contract`."""
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    before = _columns(contract)
    contract.reference = draft.reference.strip() or contract.reference
    _write(contract, draft, by)
    changed = sorted(name for name, value in _columns(contract).items() if before[name] != value)
    covered = set(contract.systems.values_list("pk", flat=True))
    if covered != {system.pk for system in draft.systems}:
        contract.systems.set(draft.systems)
        changed.append("systems")
    if changed:
        contract.save()
        journal.record("usage.contract_changed", subject=contract, by=by, data={"fields": changed})
    return contract


@transaction.atomic
def terminate_contract(*, contract: Contract, on: date, by: User | None) -> Contract:
    """Write down that notice was given, and the last day of the contract. Raises NotAllowed, EndsBeforeItBegan."""
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    if contract.starts_on and on < contract.starts_on:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if contract.terminated_on != on:
        contract.terminated_on = on
        contract.save(update_fields=["terminated_on", "changed_at"])
        journal.record("usage.contract_terminated", subject=contract, by=by, data={"on": on})
    return contract


@transaction.atomic
def resume_contract(*, contract: Contract, by: User | None) -> Contract:
    """Take a notice back: the contract runs on as its papers say. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_CONTRACTS, on=contract.owner)
    if contract.terminated_on is not None:
        contract.terminated_on = None
        contract.save(update_fields=["terminated_on", "changed_at"])
        journal.record("usage.contract_resumed", subject=contract, by=by)
    return contract


@transaction.atomic
def open_calendar(*, body: Body, by: User) -> CalendarLink:
    """Give a person the address by which their calendar program reads the contracts of a body they belong to.

    There is one at a time. Raises NotAllowed.
    """
    if not _belongs(by, body):
        raise NotAllowed(_("Only people of this organisation may have its contracts in their calendar."))
    link = CalendarLink.objects.filter(user=by, body=body, revoked_at=None).first()
    if link is None:
        link = CalendarLink.objects.create(user=by, body=body, token=secrets.token_urlsafe(32))
        journal.record("usage.calendar_opened", subject=body, by=by)
    return link


@transaction.atomic
def close_calendar(*, link: CalendarLink, at: datetime, by: User) -> CalendarLink:
    """End a calendar address; nobody reads by it any more. Raises NotAllowed when it is somebody else's."""
    if link.user_id != by.pk:
        raise NotAllowed(_("This is somebody else's calendar."))
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        journal.record("usage.calendar_closed", subject=link.body, by=by)
    return link


def _belongs(user: User, body: Body) -> bool:
    held = RoleAssignment.objects.filter(user_id=user.pk, body=body, ended_at=None, role__in=NETWORK_ROLES)
    return user.is_active and held.exists()


def _write(contract: Contract, draft: ContractDraft, by: User | None) -> None:
    _check(contract, draft)
    for column in PLAIN_COLUMNS:
        setattr(contract, column, getattr(draft, column))
    contract.title = " ".join(draft.title.split())[:300]
    contract.clauses = list(dict.fromkeys(draft.clauses))
    contract.supplier_name = " ".join(draft.supplier_name.split())[:300]
    contract.supplier = organisation_for(contract.supplier_name)
    if contract.visibility == Visibility.PRIVATE:
        contract.author = contract.author or by
    else:
        contract.author = None


def _check(contract: Contract, draft: ContractDraft) -> None:
    if not draft.title.strip():
        raise NamelessContract(_("Give the contract a title."))
    if Contract.objects.filter(owner=contract.owner, reference=contract.reference).exclude(pk=contract.pk).exists():
        raise ReferenceTaken(_("Another contract has the reference “%(text)s”.") % {"text": contract.reference})
    if draft.visibility > Visibility.NETWORK:
        raise NeverPublic(_("Contracts are shown to the network at most: suppliers would read along."))
    if min(draft.yearly_cost_cents or 0, draft.exit_cost_cents or 0) < 0:
        raise NegativeCost(_("A cost is not below nothing."))
    for last in (draft.ends_on, draft.terminated_on):
        if draft.starts_on and last and last < draft.starts_on:
            raise EndsBeforeItBegan(_("The last day lies before the first."))
    if draft.notice_on and draft.ends_on and draft.notice_on > draft.ends_on:
        raise NoticeAfterTheEnd(_("The last day to give notice lies after the end."))
    if any(system.owner_id != contract.owner_id for system in draft.systems):
        raise SystemOfAnotherBody(_("A contract covers only systems of its own organisation."))


PLAIN_COLUMNS = (
    "yearly_cost_cents", "currency", "starts_on", "ends_on", "notice_on", "renewal", "renewal_months",
    "exit_cost_cents", "exit_months", "terminated_on", "visibility",
)  # fmt: skip


def _columns(contract: Contract) -> dict[str, object]:
    more = ("title", "reference", "supplier_id", "supplier_name", "clauses")
    return {name: getattr(contract, name) for name in (*PLAIN_COLUMNS, *more)}

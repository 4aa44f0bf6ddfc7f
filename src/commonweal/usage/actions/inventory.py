"""Taking an inventory in from a file, and taking that back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.usage import documents, permissions
from commonweal.usage.actions.contracts import ContractDraft, change_contract, enter_contract
from commonweal.usage.actions.systems import SystemDraft, change_system, enter_system
from commonweal.usage.documents import Change, ReadInventory
from commonweal.usage.models import Contract, DuplicateDecision, Interface, LockInAssessment, System, SystemImport
from commonweal.usage.permissions import Permission
from commonweal.usage.rules.inventory import values_of

RUNGS = {
    "private": Visibility.PRIVATE,
    "body": Visibility.BODY,
    "network": Visibility.NETWORK,
    "public": Visibility.PUBLIC,
}
SYSTEM_FIELDS = {
    "reference": "reference", "name": "name", "purpose": "purpose", "functions": "functions", "product": "product_name",
    "open_source": "is_open_source", "version": "version", "supplier": "supplier_name", "unit": "unit",
    "users": "user_count", "criticality": "criticality", "hosting": "hosting", "country": "hosting_country",
    "data_classes": "data_classes", "open_export": "has_open_export", "since": "since", "ended": "ended_on",
}  # fmt: skip
CONTRACT_FIELDS = {
    "contract": "reference", "contract_title": "title", "contract_supplier": "supplier_name",
    "yearly_cost": "yearly_cost_cents", "currency": "currency", "starts": "starts_on", "ends": "ends_on",
    "notice": "notice_on", "renewal": "renewal", "renewal_months": "renewal_months", "exit_cost": "exit_cost_cents",
    "exit_months": "exit_months", "clauses": "clauses", "terminated": "terminated_on",
}  # fmt: skip


class NothingToTake(Exception):
    """A file says nothing that is not known already."""


class AlreadyUndone(Exception):
    """An import was taken back already."""


@transaction.atomic
def import_inventory(*, body: Body, found: ReadInventory, file_name: str, by: User | None) -> SystemImport:
    """Take in what a file says of systems and contracts; rows with a problem stay out. It can be taken back.

    Raises NotAllowed, NothingToTake.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=body)
    if found.contracts:
        permissions.require(by, Permission.KEEP_CONTRACTS, on=body)
    plan = documents.plan_of(by, body, found)
    batch = SystemImport(body=body, by=by, file_name=file_name[:300])
    contracts = [_take_contract(body, change, batch, by) if change else None for change in plan.contracts]
    for change in plan.systems:
        system = _take_system(body, change, batch, by)
        for place in dict.fromkeys(change.contracts):
            _cover(contracts[place], system, batch)
    if not batch.after:
        raise NothingToTake(_("This file says nothing new."))
    batch.save()
    data = {"new": plan.counts["new"], "changed": plan.counts["changed"], "file": batch.file_name}
    journal.record("usage.inventory_imported", subject=body, by=by, data=data)
    return batch


@transaction.atomic
def undo_import(*, batch: SystemImport, at: datetime, by: User | None) -> list[str]:
    """Take an import back: what it brought goes, what it changed is as before; return the names of what stays.

    What somebody changed since, or built on, stays as it is. Raises NotAllowed, AlreadyUndone.
    """
    permissions.require(by, Permission.KEEP_SYSTEMS, on=batch.body)
    permissions.require(by, Permission.KEEP_CONTRACTS, on=batch.body)
    if batch.undone_at is not None:
        raise AlreadyUndone(_("This import was taken back already."))
    kept = [
        name
        for before, after in reversed(list(zip(batch.before, batch.after, strict=True)))
        if (name := _take_back(before, after, by))
    ]
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    journal.record("usage.import_undone", subject=batch.body, by=by, data={"import": batch.pk, "kept": len(kept)})
    return kept


def _take_contract(body: Body, change: Change, batch: SystemImport, by: User | None) -> Contract:
    contract = change.target if isinstance(change.target, Contract) else None
    if contract and not change.fields:
        return contract
    before = documents.contract_facts(contract) if contract else None
    if contract:
        contract = change_contract(contract=contract, draft=_contract_draft(change.facts, contract), by=by)
    else:
        contract = enter_contract(body=body, draft=_contract_draft(change.facts), by=by)
    _note(batch, contract, before, documents.contract_facts(contract))
    return contract


def _take_system(body: Body, change: Change, batch: SystemImport, by: User | None) -> System:
    system = change.target if isinstance(change.target, System) else None
    if system and not change.fields:
        return system
    before = documents.system_facts(system) if system else None
    draft = _system_draft(change.facts)
    kept = change_system(system=system, draft=draft, by=by) if system else enter_system(body=body, draft=draft, by=by)
    _note(batch, kept, before, documents.system_facts(kept))
    return kept


def _cover(contract: Contract | None, system: System, batch: SystemImport) -> None:
    if contract is not None and not contract.systems.filter(pk=system.pk).exists():
        contract.systems.add(system)
        link = {"kind": "cover", "pk": contract.pk, "facts": None}
        batch.before.append(link)
        batch.after.append(link | {"facts": {"system": system.pk}})


def _note(batch: SystemImport, thing: System | Contract, before: object, after: Mapping[str, str]) -> None:
    kind = "system" if isinstance(thing, System) else "contract"
    batch.before.append({"kind": kind, "pk": thing.pk, "facts": before})
    batch.after.append({"kind": kind, "pk": thing.pk, "facts": after})


def _system_draft(facts: Mapping[str, str]) -> SystemDraft:
    values: dict[str, Any] = values_of(facts)
    entry = Entry.objects.filter(slug=facts["catalogue"]).first() if facts.get("catalogue") else None
    given = {field: values[column] for column, field in SYSTEM_FIELDS.items() if column in values}
    return SystemDraft(**given, entry=entry, visibility=RUNGS[facts.get("visibility") or "body"])


def _contract_draft(facts: Mapping[str, str], contract: Contract | None = None) -> ContractDraft:
    values: dict[str, Any] = values_of(facts)
    given = {field: values[column] for column, field in CONTRACT_FIELDS.items() if column in values}
    given["currency"] = given.get("currency") or "EUR"
    covered = list(contract.systems.all()) if contract else []
    return ContractDraft(**given, systems=covered, visibility=RUNGS[facts.get("contract_visibility") or "body"])


def _take_back(before: Mapping[str, Any], after: Mapping[str, Any], by: User | None) -> str:
    """Undo one step; the name of what must stay, or ""."""
    if after["kind"] == "cover":
        contract = Contract.objects.filter(pk=after["pk"]).first()
        if contract:
            contract.systems.remove(after["facts"]["system"])
        return ""
    if after["kind"] == "contract":
        return _take_contract_back(before["facts"], after, by)
    return _take_system_back(before["facts"], after, by)


def _take_contract_back(before: Mapping[str, str] | None, after: Mapping[str, Any], by: User | None) -> str:
    contract = Contract.objects.filter(pk=after["pk"]).first()
    if contract is None:
        return ""
    is_used = contract.systems.exists() or LockInAssessment.objects.filter(contract=contract).exists()
    if documents.contract_facts(contract) != after["facts"] or (before is None and is_used):
        return contract.title
    if before is None:
        contract.delete()
    else:
        change_contract(contract=contract, draft=_contract_draft(before, contract), by=by)
    return ""


def _take_system_back(before: Mapping[str, str] | None, after: Mapping[str, Any], by: User | None) -> str:
    system = System.objects.select_related("entry", "product").filter(pk=after["pk"]).first()
    if system is None:
        return ""
    is_used = (
        system.contracts.exists()
        or Interface.objects.filter(origin=system).exists()
        or Interface.objects.filter(target=system).exists()
        or DuplicateDecision.objects.filter(first=system).exists()
        or DuplicateDecision.objects.filter(second=system).exists()
    )
    if documents.system_facts(system) != after["facts"] or (before is None and is_used):
        return system.name
    if before is None:
        system.delete()
    else:
        change_system(system=system, draft=_system_draft(before), by=by)
    return ""

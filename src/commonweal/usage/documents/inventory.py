"""The inventory of a body as text: one flat table of systems and their contracts, written and read again unchanged."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.queries import Viewer
from commonweal.standards.spreadsheet import protected
from commonweal.usage import queries
from commonweal.usage.models import Contract, System
from commonweal.usage.rules.inventory import COLUMNS
from commonweal.usage.rules.money import written_cents

RUNGS = {
    Visibility.PRIVATE: "private",
    Visibility.BODY: "body",
    Visibility.NETWORK: "network",
    Visibility.PUBLIC: "public",
}
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class InventoryFacts:
    """A row as it is written: the facts of a system, and of one contract that covers it, or none."""

    system: dict[str, str]
    contract: dict[str, str]

    def cells(self) -> dict[str, str]:
        """Every column of the row; "" is not known."""
        facts = self.system | self.contract
        return {column: facts.get(column, "") for column in COLUMNS}


def inventory_of(viewer: Viewer, body: Body) -> list[InventoryFacts]:
    """Every system of a body that the viewer may see, by name, once for each contract of it that they may see too."""
    covered: dict[int, list[Contract]] = {}
    for contract in queries.contracts(viewer, body).prefetch_related("systems").order_by("reference", "pk"):
        for system in contract.systems.all():
            covered.setdefault(system.pk, []).append(contract)
    rows = []
    for system in queries.systems(viewer, body).order_by("folded_name", "reference", "pk"):
        facts = system_facts(system)
        contracts = [contract_facts(contract) for contract in covered.get(system.pk, [])]
        rows += [InventoryFacts(facts, contract) for contract in contracts or [{}]]
    return rows


def inventory_csv(rows: Iterable[InventoryFacts], *, delimiter: str = ",") -> str:
    """The inventory for a spreadsheet program, which takes no cell for a formula; reading it gives the same cells."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([protected(cell) for cell in row.cells().values()])
    return file.getvalue()


def inventory_json(rows: Iterable[InventoryFacts]) -> str:
    """The inventory for programs: a list of objects, each with every column as text."""
    return json.dumps({"systems": [row.cells() for row in rows]}, ensure_ascii=False, indent=1) + "\n"


def system_facts(system: System) -> dict[str, str]:
    """Every column of a system."""
    entry, product = system.entry, system.product
    return {
        "reference": system.reference,
        "name": system.name,
        "purpose": system.purpose,
        "functions": BETWEEN.join(system.functions),
        "product": product.name if product else "",
        "catalogue": entry.slug if entry else "",
        "open_source": system.is_open_source,
        "version": system.version,
        "supplier": system.supplier_name,
        "unit": system.unit,
        "users": _number(system.user_count),
        "criticality": system.criticality,
        "hosting": system.hosting,
        "country": system.hosting_country,
        "data_classes": BETWEEN.join(system.data_classes),
        "open_export": system.has_open_export,
        "since": _day(system.since),
        "ended": _day(system.ended_on),
        "visibility": RUNGS[Visibility(system.visibility)],
    }


def contract_facts(contract: Contract) -> dict[str, str]:
    """Every column of a contract."""
    return {
        "contract": contract.reference,
        "contract_title": contract.title,
        "contract_supplier": contract.supplier_name,
        "yearly_cost": _money(contract.yearly_cost_cents),
        "currency": contract.currency,
        "starts": _day(contract.starts_on),
        "ends": _day(contract.ends_on),
        "notice": _day(contract.notice_on),
        "renewal": contract.renewal,
        "renewal_months": _number(contract.renewal_months),
        "exit_cost": _money(contract.exit_cost_cents),
        "exit_months": _number(contract.exit_months),
        "clauses": BETWEEN.join(contract.clauses),
        "terminated": _day(contract.terminated_on),
        "contract_visibility": RUNGS[Visibility(contract.visibility)],
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _money(cents: int | None) -> str:
    return "" if cents is None else written_cents(cents)

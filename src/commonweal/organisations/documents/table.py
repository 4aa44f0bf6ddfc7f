"""The directory of offices as CSV (RFC 4180), one office a row; what is not known is empty."""

from collections.abc import Iterable

from commonweal.organisations import rules
from commonweal.organisations.models import Office
from commonweal.standards.spreadsheet import csv_text

COLUMNS = (
    "slug", "name", "label", "archetype", "level", "country", "serves", "budget_kind", "hosts", "active_from",
    "active_to", "end_reason", "website", "goal",
)  # fmt: skip


def offices_csv(offices: Iterable[Office]) -> str:
    """The table; hosts are joined by semicolons, and no cell is a formula to a spreadsheet program."""
    return csv_text(COLUMNS, ([_cell(office, column) for column in COLUMNS] for office in offices))


def _cell(office: Office, column: str) -> str:
    if column == "hosts":
        return "; ".join(host.body.name for host in office.hosts.all())
    if column in {"active_from", "active_to"}:
        return rules.written_date(getattr(office, column), office.dates_known_to)
    value = getattr(office, column)
    return "" if column == "budget_kind" and value == "unknown" else str(value)

"""Whether somebody is paid to maintain a project and until when, as its public metadata say (H21, H22).

Contracts of the organisations that run it are theirs and stay out: what is said of a project is public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonweal.catalogue.models import Record
from commonweal.health.models import Project
from commonweal.organisations.models import Visibility

_IS_PAID = {"contract": True, "internal": True, "none": False}


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is said; None is not. `contract_days_left` is negative when the last contract has ended."""

    is_paid: bool | None = None
    contract_days_left: int | None = None


def upkeep_of_each(projects: Iterable[Project], today: date) -> dict[int, Upkeep]:
    """What the best public record of each project's entry says of its upkeep, by the project's number."""
    asked = {each.pk: each.entry_id for each in projects if each.entry_id is not None}
    records = Record.objects.filter(entry__in=asked.values(), visibility=Visibility.PUBLIC).only("entry_id", "document")
    said: dict[int, Upkeep] = {}
    for record in records.order_by("precedence", "pk"):
        maintenance = record.said.maintenance
        if maintenance.type and record.entry_id not in said:
            ends = [each.until for each in maintenance.contractors if each.until]
            left = (max(ends) - today).days if ends and maintenance.type == "contract" else None
            said[record.entry_id] = Upkeep(_IS_PAID.get(maintenance.type), left)
    return {pk: said[entry] for pk, entry in asked.items() if entry in said}

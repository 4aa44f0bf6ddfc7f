"""The shape of what goes out and comes in: inventories, calendars, lists."""

from commonweal.usage.documents.inventory import (
    InventoryFacts,
    contract_facts,
    inventory_csv,
    inventory_json,
    inventory_of,
    system_facts,
)
from commonweal.usage.documents.inventory_plan import Change, Plan, plan_of
from commonweal.usage.documents.inventory_reading import CellProblem, ReadInventory, read_inventory

__all__ = [
    "CellProblem",
    "Change",
    "InventoryFacts",
    "Plan",
    "ReadInventory",
    "contract_facts",
    "inventory_csv",
    "inventory_json",
    "inventory_of",
    "plan_of",
    "read_inventory",
    "system_facts",
]

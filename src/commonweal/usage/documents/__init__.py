"""The shape of what goes out and comes in: inventories, calendars, lists."""

from commonweal.usage.documents.calendar import calendar_of
from commonweal.usage.documents.inventory import (
    InventoryFacts,
    contract_facts,
    inventory_csv,
    inventory_json,
    inventory_of,
    system_facts,
)
from commonweal.usage.documents.inventory_plan import Change, Plan, plan_of
from commonweal.usage.documents.inventory_reading import (
    CellProblem,
    ReadInventory,
    read_inventory,
    table_json,
    table_of_json,
)

__all__ = [
    "CellProblem",
    "Change",
    "InventoryFacts",
    "Plan",
    "ReadInventory",
    "calendar_of",
    "contract_facts",
    "inventory_csv",
    "inventory_json",
    "inventory_of",
    "plan_of",
    "read_inventory",
    "system_facts",
    "table_json",
    "table_of_json",
]

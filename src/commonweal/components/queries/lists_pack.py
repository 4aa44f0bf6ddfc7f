"""The pack of lists: from when on one is old."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "lists.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPack(Pack):
    """What packs/lists.yaml says."""

    list_is_old_days: int


@cache
def lists_pack() -> ListsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return ListsPack(**head_of(pack), list_is_old_days=pack["list_is_old_days"])

"""The pack of lists: from when on one is old."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PACK = Path(__file__).resolve().parent.parent / "packs" / "lists.yaml"


@dataclass(frozen=True, slots=True)
class ListsPack:
    """What packs/lists.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    licence: str
    list_is_old_days: int


@cache
def lists_pack() -> ListsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return ListsPack(f"{pack['pack']} {pack['version']}", pack["title"], pack["licence"], pack["list_is_old_days"])

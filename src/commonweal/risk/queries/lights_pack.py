"""The pack of lights: from when on a list or an advisory is old, and how much may be unreadable."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.components.queries import lists_pack
from commonweal.risk.queries.priority_pack import Source
from commonweal.risk.rules.lights import Limits

PACK = Path(__file__).resolve().parent.parent / "packs" / "lights.yaml"


@dataclass(frozen=True, slots=True)
class LightsPack:
    """What packs/lights.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    licence: str
    note: str
    sources: tuple[Source, ...]
    limits: Limits


@cache
def lights_pack() -> LightsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return LightsPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        licence=pack["licence"],
        note=pack["note"].strip(),
        sources=tuple(Source(each["title"], each.get("url", "")) for each in pack["sources"]),
        limits=Limits(list_is_old_days=lists_pack().list_is_old_days, **pack["values"]),
    )

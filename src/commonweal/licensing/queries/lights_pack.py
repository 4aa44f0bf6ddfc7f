"""The pack of the light of compliance: from when on a list is old, and how many licences may be unknown."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.licensing.queries.policy_pack import Source
from commonweal.licensing.rules.lights import Limits

PACK = Path(__file__).resolve().parent.parent / "packs" / "compliance-lights.yaml"


@dataclass(frozen=True, slots=True)
class LightsPack:
    """What packs/compliance-lights.yaml says; `name` is the pack with its version."""

    name: str
    title: str
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
        note=pack["note"].strip(),
        sources=tuple(Source(each["title"], each.get("url", "")) for each in pack["sources"]),
        limits=Limits(**pack["values"]),
    )

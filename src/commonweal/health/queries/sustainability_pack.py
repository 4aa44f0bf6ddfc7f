"""The pack of sustainability: which systems are critical, and the steps of the list of what is used most."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.health.queries.lifecycle_pack import PackSource

PACK = Path(__file__).resolve().parent.parent / "packs" / "sustainability-lights.yaml"


@dataclass(frozen=True, slots=True)
class SustainabilityPack:
    """What packs/sustainability-lights.yaml says; `steps` are names with the concerns that hold in them, in order."""

    name: str
    title: str
    note: str
    sources: tuple[PackSource, ...]
    critical: frozenset[str]
    steps: tuple[tuple[str, frozenset[str]], ...]


@cache
def sustainability_pack() -> SustainabilityPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return SustainabilityPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        note=pack["note"].strip(),
        sources=tuple(PackSource(each["title"], each.get("url", "")) for each in pack["sources"]),
        critical=frozenset(pack["critical"]),
        steps=tuple((each["step"], frozenset(each["holds"])) for each in pack["steps"]),
    )

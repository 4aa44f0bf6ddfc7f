"""The pack of sustainability: which systems are critical, and the steps of the list of what is used most."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "sustainability-lights.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainabilityPack(Pack):
    """What packs/sustainability-lights.yaml says; `steps` are names with the concerns that hold in them, in order."""

    critical: frozenset[str]
    steps: tuple[tuple[str, frozenset[str]], ...]


@cache
def sustainability_pack() -> SustainabilityPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return SustainabilityPack(
        **head_of(pack),
        critical=frozenset(pack["critical"]),
        steps=tuple((each["step"], frozenset(each["holds"])) for each in pack["steps"]),
    )

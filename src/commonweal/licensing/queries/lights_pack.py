"""The pack of the light of compliance: from when on a list is old, and how many licences may be unknown."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.licensing.rules.lights import Limits
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "compliance-lights.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsPack(Pack):
    """What packs/compliance-lights.yaml says."""

    limits: Limits


@cache
def lights_pack() -> LightsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return LightsPack(
        **head_of(pack),
        limits=Limits(**pack["values"]),
    )

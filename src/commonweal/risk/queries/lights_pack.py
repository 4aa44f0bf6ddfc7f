"""The pack of lights: from when on a list or an advisory is old, and how much may be unreadable."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.components.queries import lists_pack
from commonweal.risk.rules.lights import Limits
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "lights.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsPack(Pack):
    """What packs/lights.yaml says."""

    limits: Limits


@cache
def lights_pack() -> LightsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return LightsPack(
        **head_of(pack),
        limits=Limits(list_is_old_days=lists_pack().list_is_old_days, **pack["values"]),
    )

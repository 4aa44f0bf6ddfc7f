"""The pack of priorities: what comes first, and by when it should be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "priority.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPack(Pack):
    """What packs/priority.yaml says.

    `weights` are by criticality ("unknown" where nobody said), `days` by band of severity and for "exploited".
    """

    weights: Mapping[str, int]
    days: Mapping[str, int]
    likely_forecast: float


@cache
def priorities() -> PriorityPack:
    """What holds in this installation."""
    with PACK.open("rb") as file:
        pack = yaml.safe_load(file)
    return PriorityPack(
        **head_of(pack),
        weights=pack["weights"],
        days=pack["days"],
        likely_forecast=float(pack["likely_forecast"]),
    )

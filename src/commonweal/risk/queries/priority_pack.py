"""The pack of priorities: what comes first, and by when it should be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PACK = Path(__file__).resolve().parent.parent / "packs" / "priority.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a judgement comes from; `url` is "" for our own."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PriorityPack:
    """What packs/priority.yaml says; `name` is the pack with its version.

    `weights` are by criticality ("unknown" where nobody said), `days` by band of severity and for "exploited".
    """

    name: str
    title: str
    licence: str
    note: str
    sources: tuple[Source, ...]
    weights: Mapping[str, int]
    days: Mapping[str, int]
    likely_forecast: float


@cache
def priorities() -> PriorityPack:
    """What holds in this installation."""
    with PACK.open("rb") as file:
        pack = yaml.safe_load(file)
    return PriorityPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        licence=pack["licence"],
        note=pack["note"].strip(),
        sources=tuple(Source(each["title"], each.get("url", "")) for each in pack["sources"]),
        weights=pack["weights"],
        days=pack["days"],
        likely_forecast=float(pack["likely_forecast"]),
    )

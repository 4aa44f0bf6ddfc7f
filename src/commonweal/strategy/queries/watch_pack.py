"""The pack of the fragility watch: from when on something is an alarm."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from commonweal.strategy.rules.alarms import Terms

PACK = Path(__file__).resolve().parent.parent / "packs" / "watch.yaml"


@dataclass(frozen=True, slots=True)
class WatchPack:
    """What packs/watch.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    notes: Mapping[str, str]
    terms: Terms
    plan_months: int

    @property
    def note(self) -> str:
        """What it is for, in the reader's language."""
        return self.notes.get(get_language() or "en") or self.notes["en"]


@cache
def watch_pack() -> WatchPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return WatchPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        notes=pack["note"],
        terms=Terms(int(pack["funding_days"]), int(pack["plan_month"]), int(pack["least_people"])),
        plan_months=int(pack["plan_months"]),
    )

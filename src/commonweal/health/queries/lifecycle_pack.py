"""The pack of lifecycles: where ends of life come from, and how distributions name what comes to an end."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.health.rules.intake import Threshold
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "lifecycles.yaml"


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """What is known of the source before it is opened."""

    slug: str
    name: str
    url: str
    homepage: str
    licence: str
    every_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecyclePack(Pack):
    """What packs/lifecycles.yaml says."""

    source: SourceDraft
    soon_days: int
    old_after_days: int
    held_back: Mapping[str, Threshold]
    problems_kept: int
    distributions: Mapping[str, str]
    named_by_cycle: Mapping[str, tuple[str, ...]]


@cache
def lifecycle_pack() -> LifecyclePack:
    """What holds in this installation."""
    pack: dict[str, Any] = yaml.safe_load(PACK.read_text())
    return LifecyclePack(
        **head_of(pack),
        source=SourceDraft(**pack["source"]),
        soon_days=pack["soon_days"],
        old_after_days=pack["old_after_days"],
        held_back={name: Threshold(each["count"], each["share"]) for name, each in pack["held_back"].items()},
        problems_kept=pack["problems_kept"],
        distributions=pack["distributions"],
        named_by_cycle={name: tuple(purls) for name, purls in pack["named_by_cycle"].items()},
    )

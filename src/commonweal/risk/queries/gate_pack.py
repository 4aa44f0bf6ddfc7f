"""The pack of the gate: what stops a release, and what is only pointed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.risk.rules.gate import GateRule, Outcome
from commonweal.standards.cvss import Band

PACK = Path(__file__).resolve().parent.parent / "packs" / "gate.yaml"


@dataclass(frozen=True, slots=True)
class GatePack:
    """What packs/gate.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    note: str
    rules: tuple[GateRule, ...]
    unknown_band: Band
    unjudged: Outcome
    unjudged_when_strict: Outcome


@cache
def gate_pack() -> GatePack:
    """What holds in this installation."""
    with PACK.open("rb") as file:
        pack = yaml.safe_load(file)
    return GatePack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        note=pack["note"].strip(),
        rules=tuple(_rule(each) for each in pack["rules"]),
        unknown_band=Band(pack["unknown_band_counts_as"]),
        unjudged=Outcome(pack["unjudged"]),
        unjudged_when_strict=Outcome(pack["unjudged_when_strict"]),
    )


def _rule(written: Mapping[str, Any]) -> GateRule:
    least = written.get("least_band")
    facts = dict(written) | {"outcome": Outcome(written["outcome"]), "least_band": Band(least) if least else None}
    return GateRule(**facts)

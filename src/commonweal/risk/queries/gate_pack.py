"""The pack of the gate: what stops a release, and what is only pointed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.risk.rules.gate import GateRule, Outcome
from commonweal.standards.cvss import Band
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "gate.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePack(Pack):
    """What packs/gate.yaml says."""

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
        **head_of(pack),
        rules=tuple(_rule(each) for each in pack["rules"]),
        unknown_band=Band(pack["unknown_band_counts_as"]),
        unjudged=Outcome(pack["unjudged"]),
        unjudged_when_strict=Outcome(pack["unjudged_when_strict"]),
    )


def _rule(written: Mapping[str, Any]) -> GateRule:
    least = written.get("least_band")
    facts = dict(written) | {"outcome": Outcome(written["outcome"]), "least_band": Band(least) if least else None}
    return GateRule(**facts)

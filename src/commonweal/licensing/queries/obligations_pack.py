"""The pack of what licences ask."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.licensing.rules.obligations import Ask, Duty
from commonweal.licensing.rules.policy import Use
from commonweal.standards.licence_kinds import Kind
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "obligations.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationsPack(Pack):
    """What packs/obligations.yaml says."""

    duties: tuple[Duty, ...]


@cache
def obligations_pack() -> ObligationsPack:
    """What licences ask, as far as it is known here."""
    pack = yaml.safe_load(PACK.read_text())
    return ObligationsPack(
        **head_of(pack),
        duties=tuple(
            Duty(each["id"], tuple(_ask(ask) for ask in each["asks"]), each.get("is_note", False))
            for each in pack["duties"]
        ),
    )


def duties() -> tuple[Duty, ...]:
    """The duties of the pack."""
    return obligations_pack().duties


def _ask(written: dict[str, Any]) -> Ask:
    return Ask(
        source=written["source"],
        uses=frozenset(Use(each) for each in written["uses"]),
        kinds=frozenset(Kind(each) for each in written.get("kinds", ())),
        licences=frozenset(written.get("licences", ())),
        without=frozenset(written.get("without", ())),
    )

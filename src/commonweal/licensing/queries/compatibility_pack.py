"""The table of what may go into the EUPL, and where the EUPL may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.licensing.rules.compatibility import EUPL, Answer, Cell, Compatible, Table, compatible
from commonweal.standards import osadl
from commonweal.standards.packs import Pack, PackSource, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "eupl-compatibility.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatibilityPack(Pack):
    """What packs/eupl-compatibility.yaml says."""

    table: Table


@cache
def compatibility_pack() -> CompatibilityPack:
    """What is known here beside OSADL's matrix."""
    pack = yaml.safe_load(PACK.read_text())
    head = head_of(pack)
    head["sources"] = (*head["sources"], PackSource(osadl.TITLE, osadl.URL))
    return CompatibilityPack(
        **head,
        table={(cell.inbound, cell.outbound): cell for cell in _cells(pack)},
    )


def answer_for(inbound: str, outbound: str) -> Compatible | None:
    """Whether code under one licence may go into a work under another; None where one is no expression."""
    return compatible(compatibility_pack().table, inbound, outbound)


def _cells(pack: dict[str, Any]) -> Iterator[Cell]:
    for line in pack["appendix"]:
        source = pack["appendix_source"].format(words=line["words"])
        for licence in line["licences"]:
            yield Cell(EUPL, licence, Answer(line.get("answer", "yes")), line.get("reason", "appendix"), source)
    for group in pack["out"]:
        for licence in group["licences"]:
            yield Cell(EUPL, licence, Answer(group["answer"]), group["reason"], group["source"])
    for group in pack["into"]:
        for licence in group["licences"]:
            yield Cell(licence, EUPL, Answer(group["answer"]), group["reason"], group["source"])

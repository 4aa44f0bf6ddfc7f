"""The pack of advice on licences."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.licensing.queries.compatibility_pack import compatibility_pack
from commonweal.licensing.rules.advice import Advice, AdvicePack, AdviceRule, Wish, advise
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "licence-advice.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAdvicePack(Pack):
    """What packs/licence-advice.yaml says."""

    pack: AdvicePack


@cache
def advice_pack() -> NamedAdvicePack:
    """What is recommended in this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return NamedAdvicePack(
        **head_of(pack),
        pack=AdvicePack(
            rules=tuple(AdviceRule(r["id"], _when(r["when"]), tuple(r["recommend"])) for r in pack["rules"]),
            strengths={licence: tuple(keys) for licence, keys in pack["strengths"].items()},
            without_patents=frozenset(pack["without_patents"]),
            notes=tuple((note["id"], _when(note["when"])) for note in pack["notes"]),
        ),
    )


def advice_for(wish: Wish) -> Advice:
    """Which licences fit a wish."""
    return advise(advice_pack().pack, compatibility_pack().table, wish)


def _when(written: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in written.items()}

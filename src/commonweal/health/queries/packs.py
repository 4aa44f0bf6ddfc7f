"""The packs of health as the rules take them; each result can name the packs it was made with."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.health.rules.identities import Bots, Domains, Merging
from commonweal.health.rules.words import Limits

PACKS = Path(__file__).resolve().parent.parent / "packs"
_ABOUT = frozenset({"pack", "version", "title", "licence", "sources", "note"})


@dataclass(frozen=True, slots=True)
class HealthPacks:
    """What holds in this installation; `names` are the packs with their versions."""

    names: tuple[str, ...]
    merging: Merging
    bots: Bots
    domains: Domains
    limits: Limits


@cache
def health_packs() -> HealthPacks:
    """Read the packs identities, bots, domains and words."""
    read = {name: yaml.safe_load((PACKS / f"{name}.yaml").read_text()) for name in _NAMES}
    return HealthPacks(
        names=tuple(f"{pack['pack']} {pack['version']}" for pack in read.values()),
        merging=_merging(read["identities"]),
        bots=Bots(re.compile("|".join(f"(?:{pattern})" for pattern in read["bots"]["patterns"]))),
        domains=Domains(
            frozenset(read["domains"]["no_organisation"]),
            {each: name for name, domains in read["domains"]["organisations"].items() for each in domains},
        ),
        limits=Limits(**{key: value for key, value in read["words"].items() if key not in _ABOUT}),
    )


_NAMES = ("identities", "bots", "domains", "words")


def _merging(pack: dict[str, Any]) -> Merging:
    return Merging(
        tuple(re.compile(form) for form in pack["account_forms"]),
        pack["least_words_of_a_name"],
        frozenset(pack["names_of_everybody"]),
        frozenset(pack["mails_of_everybody"]),
    )

"""The pack of help between bodies: from when on one is the more capable, how long offers stand, words for posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonweal.skills.queries.pack import in_words

PACK = Path(__file__).resolve().parent.parent / "packs" / "mentoring.yaml"


@dataclass(frozen=True, slots=True)
class MentoringPack:
    """What packs/mentoring.yaml says; `name` is the pack with its version."""

    name: str
    title: str
    notes: Mapping[str, str]
    size_factor: float
    offer_days: int
    longest_years: int
    role_words: frozenset[str]

    @property
    def longest_days(self) -> int:
        """How many days an offer stands at most."""
        return self.longest_years * 365

    @property
    def note(self) -> str:
        """What it is for, in the reader's language."""
        return in_words(self.notes)


@cache
def mentoring_pack() -> MentoringPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return MentoringPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        notes=pack["note"],
        size_factor=pack["size_factor"],
        offer_days=int(pack["offer_days"]),
        longest_years=int(pack["longest_years"]),
        role_words=frozenset(pack["role_words"]),
    )

"""The catalogue of skills, its levels, roles and limits, as packs/skills.yaml has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "skills.yaml"


@dataclass(frozen=True, slots=True)
class Worded:
    """A thing of the pack with its name and a sentence, by language."""

    id: str
    labels: Mapping[str, str]
    sentences: Mapping[str, str]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return in_words(self.labels)

    @property
    def sentence(self) -> str:
        """What it is, in the reader's language."""
        return in_words(self.sentences)


@dataclass(frozen=True, slots=True)
class Skill(Worded):
    """Something people do with open source; `guides` are the pages of guidance that teach it, best first."""

    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelWords(Worded):
    """A level, from 0 up."""

    level: int


@dataclass(frozen=True, slots=True)
class Profile(Worded):
    """A role: which skill it needs at which level."""

    needs: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsPack(Pack):
    """What packs/skills.yaml says."""

    notes: Mapping[str, str]
    old_after_months: int
    fewest_people: int
    sizes: tuple[int, ...]
    publish_again_days: int
    alone: int
    levels: tuple[LevelWords, ...]
    skills: Mapping[str, Skill]
    profiles: Mapping[str, Profile]

    @property
    def words(self) -> str:
        """The note in the reader's language."""
        return in_words(self.notes)

    def label_of(self, skill: str) -> str:
        """The name of a skill; its id where this version does not know it."""
        return self.skills[skill].label if skill in self.skills else skill

    def in_order(self, skills: set[str] | frozenset[str]) -> list[str]:
        """Skills in the order of the pack, those it does not know last."""
        return [each for each in self.skills if each in skills] + sorted(skills - self.skills.keys())


@cache
def skills_pack() -> SkillsPack:
    """What holds in this installation."""
    pack = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return SkillsPack(
        **head_of(pack | {"note": pack["note"]["en"]}),
        notes=pack["note"],
        old_after_months=int(pack["old_after_months"]),
        fewest_people=int(pack["fewest_people"]),
        sizes=tuple(pack["sizes"]),
        publish_again_days=int(pack["publish_again_days"]),
        alone=int(pack["alone"]),
        levels=tuple(LevelWords(str(row["level"]), row["label"], row["says"], row["level"]) for row in pack["levels"]),
        skills={row["id"]: Skill(*_words(row), tuple(row["guides"])) for row in pack["skills"]},
        profiles={row["id"]: Profile(*_words(row), row["needs"]) for row in pack["profiles"]},
    )


def in_words(said: Mapping[str, str]) -> str:
    """A text in the reader's language, else in English."""
    return said.get((get_language() or "en").partition("-")[0]) or said["en"]


def _words(row: Mapping[str, Any]) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    return row["id"], row["label"], row["says"]

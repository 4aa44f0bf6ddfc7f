"""The packs of this context as values: names of clauses and data classes, how lock-in and spending are judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from commonweal.usage.rules.lock_in import Weighing

PACKS = Path(__file__).resolve().parent.parent / "packs"
LISTS = {"clauses": "clauses", "data-classes": "classes"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a list, and its names by language."""

    id: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the lock-in pack with its answers from 0 to 4, and the least number for each where it counts."""

    id: str
    weight: float
    labels: Mapping[str, str]
    answers: tuple[Mapping[str, str], ...]
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LockInPack:
    """A version of the lock-in pack; `sources` are (url, title)."""

    id: str
    version: str
    title: str
    note: str
    licence: str
    sources: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    weighing: Weighing


@dataclass(frozen=True, slots=True)
class SpendingPack:
    """A version of the spending pack; `sources` are (url, title)."""

    version: str
    title: str
    notes: Mapping[str, str]
    licence: str
    sources: tuple[tuple[str, str], ...]
    caught_from: int
    local_km: int

    @property
    def note(self) -> str:
        """Where its limits come from, in the reader's language."""
        return in_language(self.notes, get_language() or "en")


@cache
def choices(pack: str) -> Mapping[str, Choice]:
    """The values of the pack `clauses` or `data-classes` by id, in its order."""
    rows = read_usage_pack(pack)[LISTS[pack]]
    return {str(row["id"]): Choice(str(row["id"]), row["label"]) for row in rows}


@cache
def lock_in_pack() -> LockInPack:
    """The lock-in pack as it is today."""
    pack = read_usage_pack("lock-in")
    questions = tuple(
        Question(
            id=row["id"],
            weight=float(row["weight"]),
            labels=row["label"],
            answers=tuple(row["answers"]),
            steps=tuple(row.get("steps", ())),
        )
        for row in pack["questions"]
    )
    out = pack["knock_out"]
    return LockInPack(
        id=pack["pack"],
        version=pack["version"],
        title=pack["title"],
        note=pack["note"],
        licence=pack["licence"],
        sources=_sources(pack),
        questions=questions,
        weighing=Weighing(
            {question.id: question.weight for question in questions},
            (out["question"], int(out["value"])),
            float(out["index"]),
        ),
    )


@cache
def spending_pack() -> SpendingPack:
    """The spending pack as it is today."""
    pack = read_usage_pack("spending")
    return SpendingPack(
        version=pack["version"],
        title=pack["title"],
        notes={"en": pack["note"], **pack["notes"]},
        licence=pack["licence"],
        sources=_sources(pack),
        caught_from=int(pack["caught_from"]),
        local_km=int(pack["local_km"]),
    )


def in_language(labels: Mapping[str, str], language: str) -> str:
    """The text in the language, else in English."""
    return labels.get(language) or labels.get(language.split("-", 1)[0]) or labels["en"]


def choice_label(pack: str, identifier: str, language: str) -> str:
    """What a value of a list is called; the identifier where this version does not have it."""
    choice = choices(pack).get(identifier)
    return in_language(choice.labels, language) if choice else identifier


def read_usage_pack(name: str) -> Any:
    """A pack of this context as it is written."""
    with (PACKS / f"{name}.yaml").open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  safe in both cases


def _sources(pack: Any) -> tuple[tuple[str, str], ...]:
    return tuple((source["url"], source["title"]) for source in pack["sources"])

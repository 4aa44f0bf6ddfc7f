"""The packs of this context as values: readers, tasks and tools, paths of learning, words of the field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.knowledge.rules.finding import folded
from commonweal.knowledge.rules.guides import Vocabulary
from commonweal.standards.packs import Pack, head_of

PACKS = Path(__file__).resolve().parent.parent / "packs"
Texts = Mapping[str, str]


def in_language(texts: Texts, language: str) -> str:
    """The text in the language, else in English."""
    return texts.get(language) or texts.get(language.split("-", 1)[0]) or texts["en"]


@dataclass(frozen=True, slots=True)
class Named:
    """A reader, a task or a field with its name."""

    id: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Tool:
    """A page of this product that does what guidance asks for; `is_of_body` where each organisation has its own."""

    id: str
    route: str
    names: Texts
    is_of_body: bool


@dataclass(frozen=True, slots=True)
class GuidancePack:
    """Who reads, what for, which pages of the product help, and what there is to fill in on papers."""

    readers: Mapping[str, Named]
    tasks: Mapping[str, Named]
    tools: Mapping[str, Tool]
    fields: Mapping[str, Named]

    @property
    def vocabulary(self) -> Vocabulary:
        """What a page may name."""
        return Vocabulary(frozenset(self.readers), frozenset(self.tasks), frozenset(self.tools), frozenset(self.fields))


@dataclass(frozen=True, slots=True)
class Step:
    """A page on a path, and why it comes there."""

    slug: str
    why: Texts


@dataclass(frozen=True, slots=True)
class LearningPath:
    """What somebody in a kind of work reads, in order; `aim` says what they can do afterwards."""

    reader: str
    names: Texts
    aims: Texts
    steps: tuple[Step, ...]

    def holds(self, slug: str) -> bool:
        """Whether the page is on the path."""
        return any(step.slug == slug for step in self.steps)


@dataclass(frozen=True, slots=True)
class OutsideCourse:
    """A course that somebody else gives, as it was found on the day `seen`; None is not known.

    `guides` are pages of guidance that it goes with.
    """

    id: str
    title: str
    provider: str
    url: str
    about: Texts
    languages: tuple[str, ...]
    minutes: int | None
    is_free: bool | None
    readers: tuple[str, ...]
    guides: tuple[str, ...]
    seen: date


@dataclass(frozen=True, slots=True)
class FieldWord:
    """A word of the field and what it means; `guides` are pages that use it."""

    id: str
    names: Texts
    meanings: Texts
    guides: tuple[str, ...]


@cache
def head(name: str) -> Pack:
    """What a pack of this context says of itself."""
    return Pack(**head_of(_read(name)))


@cache
def guidance_pack() -> GuidancePack:
    """The readers, tasks and tools there are."""
    pack = _read("guidance")
    return GuidancePack(
        readers=_named(pack["readers"]),
        tasks=_named(pack["tasks"]),
        fields=_named(pack["fields"]),
        tools={
            each["id"]: Tool(each["id"], each["route"], each["name"], bool(each.get("of_body", False)))
            for each in pack["tools"]
        },
    )


@cache
def paths() -> Mapping[str, LearningPath]:
    """The paths by reader, in the order of the pack."""
    return {
        each["reader"]: LearningPath(
            each["reader"], each["name"], each["aim"], tuple(Step(step["page"], step["why"]) for step in each["steps"])
        )
        for each in _read("paths")["paths"]
    }


@cache
def courses() -> Mapping[str, OutsideCourse]:
    """The courses by identifier, in the order of the pack."""
    return {
        each["id"]: OutsideCourse(
            id=each["id"],
            title=each["title"],
            provider=each["provider"],
            url=each["url"],
            about=each["about"],
            languages=tuple(each["languages"]),
            minutes=each.get("minutes"),
            is_free=each.get("free"),
            readers=tuple(each["for"]),
            guides=tuple(each.get("guidance", ())),
            seen=date.fromisoformat(each["seen"]),
        )
        for each in _read("courses")["courses"]
    }


@cache
def field_words() -> tuple[FieldWord, ...]:
    """The words of the field, in the order of the pack."""
    return tuple(
        FieldWord(each["id"], each["word"], each["meaning"], tuple(each.get("guidance", ())))
        for each in _read("field-words")["words"]
    )


def words_in(language: str, text: str = "") -> list[FieldWord]:
    """The words whose name or meaning holds the text, by the alphabet of their names in the language."""
    wanted = folded(text).split()
    found = [each for each in field_words() if all(word in _said(each, language) for word in wanted)]
    return sorted(found, key=lambda each: folded(in_language(each.names, language)))


def _said(word: FieldWord, language: str) -> str:
    return folded(f"{in_language(word.names, language)} {in_language(word.meanings, language)}")


def _named(rows: list[dict[str, Any]]) -> dict[str, Named]:
    return {each["id"]: Named(each["id"], each["name"]) for each in rows}


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((PACKS / f"{name}.yaml").read_text())

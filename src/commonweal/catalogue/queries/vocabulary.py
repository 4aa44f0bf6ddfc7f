"""The packs: names of categories, scopes and values, and how needs are called in four languages; read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.catalogue import rules
from commonweal.catalogue.rules.needs import Meaning

PACKS = Path(__file__).resolve().parent.parent / "packs"
LANGUAGES = ("en", "it", "fr", "de")
VOCABULARIES = {
    "category": ("categories", "categories"),
    "category_group": ("categories", "groups"),
    "scope": ("scopes", "scopes"),
    "software_type": ("vocabulary", "software_types"),
    "status": ("vocabulary", "development_statuses"),
    "maintenance": ("vocabulary", "maintenance_types"),
    "platform": ("vocabulary", "platforms"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a vocabulary: its names, what it means, its group, and how else people call it, by language."""

    id: str
    labels: Mapping[str, str]
    explanations: Mapping[str, str]
    group: str
    synonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Concept:
    """A need under all its names: the language and words of each, and the category or scope it is, if it is one."""

    id: str
    names: tuple[tuple[str, str], ...]
    facet: str = ""


def read_pack(name: str) -> Mapping[str, Any]:
    """A pack as it is written; an empty one where there is none."""
    path = PACKS / f"{name}.yaml"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506


@cache
def terms(vocabulary: str) -> Mapping[str, Term]:
    """The values of a vocabulary by identifier, in the order of the pack."""
    pack, key = VOCABULARIES[vocabulary]
    return {
        str(item["id"]): Term(
            id=str(item["id"]),
            labels=item.get("label", {}),
            explanations=item.get("explanation", {}),
            group=item.get("group", ""),
            synonyms={tag: tuple(map(str, said)) for tag, said in item.get("synonyms", {}).items()},
        )
        for item in read_pack(pack).get(key, ())
    }


def label(vocabulary: str, identifier: str, language: str) -> str:
    """The name of a value in the language, else in English, else the identifier as words."""
    term = terms(vocabulary).get(identifier) if vocabulary in VOCABULARIES else None
    if term is None:
        return identifier.replace("-", " ").capitalize() if vocabulary == "category" else identifier
    for tag in (language, language.split("-", 1)[0], "en"):
        if tag in term.labels:
            return term.labels[tag]
    return identifier


def explanation(vocabulary: str, identifier: str, language: str) -> str:
    """What a value means, in the language, else in English, else ""."""
    term = terms(vocabulary).get(identifier)
    if term is None:
        return ""
    return term.explanations.get(language.split("-", 1)[0]) or term.explanations.get("en", "")


def category_ids() -> tuple[str, ...]:
    """Every category, in the order of the pack."""
    return tuple(terms("category"))


def grouped_categories() -> Iterator[tuple[Term, list[Term]]]:
    """Each shelf with its categories, in the order of the pack."""
    for group in terms("category_group").values():
        yield group, [term for term in terms("category").values() if term.group == group.id]


@cache
def concepts() -> tuple[Concept, ...]:
    """Every need we know by name: the pack of synonyms, then categories and scopes under theirs."""
    found = []
    for item in read_pack("synonyms").get("concepts", ()):
        names = [(tag, str(name)) for tag in LANGUAGES for name in item.get(tag, ())]
        found.append(Concept(str(item["id"]), tuple(names)))
    for vocabulary in ("category", "scope"):
        for term in terms(vocabulary).values():
            names = [(tag, name) for tag, name in term.labels.items()]
            names += [(tag, name) for tag, said in term.synonyms.items() for name in said]
            found.append(Concept(term.id, tuple(names), vocabulary))
    return tuple(found)


@cache
def meanings() -> Mapping[tuple[str, ...], Meaning]:
    """What each name of a need stands for, by the roots of its words; a name that needs share stands for all."""
    found: dict[tuple[str, ...], list[Concept]] = {}
    for concept in concepts():
        for _, name in concept.names:
            key = tuple(rules.root(word) for word in rules.meaningful(rules.words(name)))
            if key and concept not in found.setdefault(key, []):
                found[key].append(concept)
    return {
        key: Meaning(
            names=tuple(dict.fromkeys(name for concept in shared for name in concept.names)),
            values=tuple((concept.facet, concept.id) for concept in shared if concept.facet),
        )
        for key, shared in found.items()
    }


@cache
def known_words() -> tuple[str, ...]:
    """Every longer word of the packs, folded, against which a mistyped one is compared."""
    names = (name for concept in concepts() for _, name in concept.names)
    return tuple(sorted({word for name in names for word in rules.words(name) if len(word) > 3}))

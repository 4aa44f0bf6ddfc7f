"""The instruments of this installation, read from packs/instruments/ and checked strictly.

What is wrong with a pack raises FaultyInstrument with the place in it: a pack is ours, so a fault is a mistake of ours.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from commonweal.assessments.rules.instrument import (
    FACTS,
    Choice,
    Dimension,
    Instrument,
    Must,
    Question,
    Scale,
    ScaleKind,
    Scoring,
    Subject,
    Words,
)
from commonweal.standards.packs import PackSource

PACKS = Path(__file__).resolve().parent.parent / "packs" / "instruments"
LANGUAGES = frozenset({"en", "it", "fr", "de"})
UNITS = frozenset({"", "percent", "count", "years", "days", "money"})
GRADES = (0, 1, 2, 3, 4)

Kind = TypeVar("Kind", Subject, Scoring, ScaleKind, Must)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"20\d\d-\d\d-\d\d")
_VERSION = re.compile(r"20\d\d\.\d\d\.\d\d(\.\d+)?")

_PACK = {"pack", "version", "licence", "subject", "scoring", "title", "summary", "note", "sources"} | {
    "levels",
    "scales",
    "dimensions",
    "questions",
}
_SCALE = {"kind", "unit", "values", "least", "most", "met_from"}
_QUESTION = {"id", "dimension", "scale", "ask", "help", "evidence", "short", "gate", "level", "until", "must"} | {
    "points",
    "suggested_by",
    "guidance",
    "source",
    "exempt",
}


class FaultyInstrument(ValueError):
    """A pack cannot be used; the message says where and why."""


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every instrument of this installation by its identifier, in the order of their names."""
    found = (instrument_from(_read(path), path.stem) for path in sorted(PACKS.glob("*.yaml")))
    return {instrument.id: instrument for instrument in found}


def instrument(identifier: str) -> Instrument | None:
    """The instrument with the identifier as it is today; None where there is none."""
    return instruments().get(identifier)


def instrument_from(pack: Any, name: str) -> Instrument:
    """An instrument from its pack; `name` is that of the file. Raises FaultyInstrument."""
    _keys(pack, _PACK, name)
    _check(pack.get("pack") == name, f"{name}/pack", "must be the name of the file")
    version = pack.get("version")
    _check(isinstance(version, str) and _VERSION.fullmatch(version), f"{name}/version", "must be a date, as 2026.11.22")
    _check(bool(pack.get("licence")), f"{name}/licence", "must be there")
    scoring = _one_of(Scoring, pack.get("scoring"), f"{name}/scoring")
    scales = {str(key): _scale(str(key), row, f"{name}/scales/{key}") for key, row in pack.get("scales", {}).items()}
    dimensions = tuple(_dimension(row, f"{name}/dimensions/{n}") for n, row in enumerate(pack.get("dimensions", ())))
    questions = tuple(_question(row, f"{name}/questions/{n}") for n, row in enumerate(pack.get("questions", ())))
    made = Instrument(
        id=name,
        version=version,
        licence=str(pack["licence"]),
        subject=_one_of(Subject, pack.get("subject"), f"{name}/subject"),
        scoring=scoring,
        title=_words(pack.get("title"), f"{name}/title"),
        summary=_words(pack.get("summary"), f"{name}/summary"),
        note=_words(pack.get("note"), f"{name}/note"),
        sources=tuple(_source(row, f"{name}/sources/{n}") for n, row in enumerate(pack.get("sources", ()))),
        levels=tuple(_choice(row, f"{name}/levels/{n}") for n, row in enumerate(pack.get("levels", ()))),
        scales=scales,
        dimensions=dimensions,
        questions=questions,
    )
    _check(bool(made.sources), f"{name}/sources", "must name at least one")
    _check_as_a_whole(made)
    return made


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  safe in both cases


def _check_as_a_whole(made: Instrument) -> None:
    name = made.id
    _once([each.id for each in made.dimensions], f"{name}/dimensions")
    _once([each.id for each in made.questions], f"{name}/questions")
    levels = [level.value for level in made.levels]
    _check(levels == sorted(set(levels)), f"{name}/levels", "must go up, each once")
    known = {each.id for each in made.dimensions}
    for question in made.questions:
        path = f"{name}/questions/{question.id}"
        _check(question.dimension in known, path, f"there is no dimension {question.dimension}")
        _check(question.scale in made.scales, path, f"there is no scale {question.scale}")
        _check_scoring(made, question, path)
    for dimension in made.dimensions:
        path = f"{name}/dimensions/{dimension.id}"
        _check(any(each.dimension == dimension.id for each in made.questions), path, "has no question")


def _check_scoring(made: Instrument, question: Question, path: str) -> None:
    scale = made.scale_of(question)
    levels = {level.value for level in made.levels}
    if made.scoring is Scoring.GRADED:
        values = tuple(choice.value for choice in scale.values)
        _check(values == GRADES, path, "is scored by grades, so its scale must have the values 0 to 4")
        _check(bool(levels), f"{made.id}/levels", "must say what the grades mean")
    else:
        _check(not question.is_gate, path, "only a graded instrument has gates")
    if made.scoring is Scoring.BLOCKING:
        _check(question.level in levels, path, "must say at which level it is asked for, one of the levels")
        _check(question.until is None or question.until in levels, path, "must be asked until one of the levels")
    if made.scoring is Scoring.POINTS:
        _check(question.points is not None and question.points > 0, path, "must say how many points it gives")
    if made.scoring not in (Scoring.GRADED, Scoring.MEASURED):
        _check(scale.met_from is not None, path, "its scale must say from which value on it is met (met_from)")


def _scale(identifier: str, row: Any, path: str) -> Scale:
    _keys(row, _SCALE, path)
    kind = _one_of(ScaleKind, row.get("kind"), f"{path}/kind")
    values = tuple(_choice(each, f"{path}/values/{n}") for n, each in enumerate(row.get("values", ())))
    found = [choice.value for choice in values]
    unit = str(row.get("unit", ""))
    _check(unit in UNITS, f"{path}/unit", f"must be one of {', '.join(sorted(UNITS - {''}))}")
    if kind is ScaleKind.NUMBER:
        _check(not values, path, "a number has no list of values")
    else:
        _check(found == sorted(set(found)) and len(found) > 1, f"{path}/values", "must go up, at least two")
    if kind is ScaleKind.YESNO:
        _check(found == [0, 1], f"{path}/values", "must be 0 for no and 1 for yes")
    if kind is ScaleKind.LIGHT:
        _check(found == [0, 1, 2], f"{path}/values", "must be 0 for red, 1 for yellow and 2 for green")
    met = row.get("met_from", found[-1] if kind in (ScaleKind.YESNO, ScaleKind.LIGHT) else None)
    return Scale(identifier, kind, unit, values, _number(row, "least", path), _number(row, "most", path), met)


def _question(row: Any, path: str) -> Question:
    _keys(row, _QUESTION, path)
    identifier = _identifier(row.get("id"), f"{path}/id")
    path = f"{path} ({identifier})"
    fact = row.get("suggested_by", "")
    _check(not fact or fact in FACTS, f"{path}/suggested_by", f"there is no fact {fact}")
    slugs = tuple(row.get("guidance", ()))
    _check(all(_SLUG.fullmatch(slug) for slug in slugs), f"{path}/guidance", "must be slugs, as write-a-strategy")
    _check(all(isinstance(row.get(key, False), bool) for key in ("short", "gate")), path, "short, gate: true or false")
    return Question(
        id=identifier,
        dimension=str(row.get("dimension", "")),
        scale=str(row.get("scale", "")),
        ask=_words(row.get("ask"), f"{path}/ask"),
        help=_words(row["help"], f"{path}/help") if "help" in row else {},
        evidence=_words(row["evidence"], f"{path}/evidence") if "evidence" in row else {},
        is_short=row.get("short", False),
        is_gate=row.get("gate", False),
        level=row.get("level"),
        until=row.get("until"),
        must=_one_of(Must, row["must"], f"{path}/must") if "must" in row else None,
        points=_number(row, "points", path),
        suggested_by=fact,
        guidance=slugs,
        source=str(row.get("source", "")),
        exempt=_words(row["exempt"], f"{path}/exempt") if "exempt" in row else {},
    )


def _dimension(row: Any, path: str) -> Dimension:
    _keys(row, {"id", "name"}, path)
    return Dimension(_identifier(row.get("id"), f"{path}/id"), _words(row.get("name"), f"{path}/name"))


def _choice(row: Any, path: str) -> Choice:
    _keys(row, {"value", "name"}, path)
    value = _number(row, "value", path)
    if value is None:
        raise FaultyInstrument(f"{path}: must have a value")
    return Choice(value, _words(row.get("name"), f"{path}/name"))


def _source(row: Any, path: str) -> PackSource:
    _keys(row, {"title", "url", "licence", "seen"}, path)
    _check(bool(row.get("title")), f"{path}/title", "must be there")
    seen = row.get("seen", "")
    _check(not seen or bool(_DATE.fullmatch(seen)), f"{path}/seen", "must be a day, as 2026-11-22")
    return PackSource(row["title"], row.get("url", ""), row.get("licence", ""), seen)


def _words(row: Any, path: str) -> Words:
    _check(isinstance(row, dict) and bool(row.get("en")), path, "must be there in English (en)")
    _keys(row, LANGUAGES, path)
    _check(all(isinstance(text, str) and text.strip() for text in row.values()), path, "must be texts, none empty")
    return {language: " ".join(text.split()) for language, text in row.items()}


def _identifier(value: Any, path: str) -> str:
    _check(isinstance(value, str) and _ID.fullmatch(value), path, "must be a short name in quotes, as QA1")
    return str(value)


def _number(row: Mapping[str, Any], key: str, path: str) -> float | None:
    value = row.get(key)
    is_fine = value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    _check(is_fine, f"{path}/{key}", "must be a number")
    return value


def _one_of(kind: type[Kind], value: Any, path: str) -> Kind:
    _check(value in [each.value for each in kind], path, f"must be one of {', '.join(each.value for each in kind)}")
    return kind(value)


def _keys(row: Any, allowed: set[str] | frozenset[str], path: str) -> None:
    _check(isinstance(row, dict), path, "must have keys and values")
    strange = sorted(str(key) for key in row if key not in allowed)
    _check(not strange, path, f"knows no {', '.join(strange)}")


def _once(identifiers: list[str], path: str) -> None:
    twice = sorted({each for each in identifiers if identifiers.count(each) > 1})
    _check(not twice, path, f"twice there: {', '.join(twice)}")


def _check(is_fine: object, path: str, sentence: str) -> None:
    if not is_fine:
        raise FaultyInstrument(f"{path}: {sentence}")

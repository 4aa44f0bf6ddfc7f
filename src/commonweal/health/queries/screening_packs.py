"""The packs of screening, of the look by a person and of criteria, as the rules take them and pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.utils.translation import gettext as translate

from commonweal.health.queries.packs import PACKS
from commonweal.health.rules.checking import Choice, Question
from commonweal.health.rules.criteria import Criterion, Level
from commonweal.health.rules.screening import Flag, Importance, Screening
from commonweal.standards.packs import Pack, PackSource, head_of

ALL = ("screening", "manual-check", "criteria")


@dataclass(frozen=True, slots=True)
class Words:
    """What an item of a pack is called, and why it matters, in English; in the reader's language by `told`."""

    label: str
    why: str = ""

    def told(self) -> "Words":
        """Give the same in the reader's language."""
        return Words(translate(self.label), translate(self.why) if self.why else "")


@dataclass(frozen=True, slots=True)
class ScreeningPack:
    """packs/screening.yaml; `decisions` are (id, whether for what is not in use yet)."""

    about: Pack
    screening: Screening
    flags: Mapping[Flag, Words]
    levels: Mapping[int, Words]
    decisions: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class CheckPack:
    """packs/manual-check.yaml; `words` by id of the question, `answers` by (question, answer)."""

    about: Pack
    questions: tuple[Question, ...]
    words: Mapping[str, Words]
    answers: Mapping[tuple[str, str], Words]


@dataclass(frozen=True, slots=True)
class CriteriaPack:
    """packs/criteria.yaml; `words` by id of the criterion, `sources` too; `shares` are those measured as a share."""

    about: Pack
    criteria: tuple[Criterion, ...]
    levels: tuple[Level, ...]
    words: Mapping[str, Words]
    sources: Mapping[str, PackSource]
    shares: frozenset[str]


@cache
def word_packs() -> tuple[Pack, ...]:
    """The packs that words, criteria, looks and screening go by, as they describe themselves."""
    return tuple(Pack(**head_of(_read(name))) for name in ("words", *ALL))


def texts() -> list[str]:
    """Every sentence of these packs that pages show in the reader's language."""
    found: list[str] = []
    for name in ALL:
        _collect(_read(name), found)
    return list(dict.fromkeys(found))


@cache
def screening_pack() -> ScreeningPack:
    """What holds in this installation."""
    pack = _read("screening")
    flags = {row["id"]: row for row in pack["flags"]}
    return ScreeningPack(
        about=Pack(**head_of(pack)),
        screening=Screening(
            no_commits_days=flags["no_commits"]["after_days"],
            old_release_days=flags["old_release"]["after_days"],
            one_person_at_most=flags["one_person"]["at_most"],
            importance={row["level"]: _importance(row) for row in pack["importance"]},
            state_importance_within_days=pack["state_importance_within_days"],
            look_holds_days=pack["look_holds_days"],
        ),
        flags={Flag(row["id"]): Words(row["label"], row["why"]) for row in pack["flags"]},
        levels={row["level"]: Words(row["label"]) for row in pack["importance"]},
        decisions=tuple((row["id"], row["is_for_new"]) for row in pack["decisions"]),
    )


@cache
def check_pack() -> CheckPack:
    """What holds in this installation."""
    pack = _read("manual-check")
    rows = pack["questions"]
    return CheckPack(
        about=Pack(**head_of(pack)),
        questions=tuple(_question(row) for row in rows),
        words={row["id"]: Words(row["label"], row["why"]) for row in rows},
        answers={(row["id"], each["id"]): Words(each["label"]) for row in rows for each in row["answers"]},
    )


@cache
def criteria_pack() -> CriteriaPack:
    """What holds in this installation."""
    pack = _read("criteria")
    rows, about = pack["criteria"], Pack(**head_of(pack))
    return CriteriaPack(
        about=about,
        criteria=tuple(Criterion(row["id"], row["fact"], row.get("at_least"), row.get("below")) for row in rows),
        levels=tuple(Level(row["of"], row["level"], tuple(row["criteria"])) for row in pack["levels"]),
        words={row["id"]: Words(row["label"]) for row in rows},
        sources={row["id"]: about.sources[row["source"]] for row in rows},
        shares=frozenset(row["id"] for row in rows if row.get("is_share")),
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PACKS / f"{name}.yaml").read_text())
    return found


def _importance(row: Mapping[str, Any]) -> Importance:
    return Importance(**{name: row[name] for name in Importance.__dataclass_fields__})


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        choices=tuple(Choice(each["id"], each.get("is_concern", False)) for each in row["answers"]),
        computed=row.get("computed", ""),
        at_most=tuple(row.get("at_most", ())),
        at_least=tuple(row.get("at_least", ())),
    )


def _collect(value: Any, found: list[str]) -> None:
    """Take every title, note, label and why, wherever they stand but among the sources."""
    if isinstance(value, dict):
        found.extend(str(value[name]).strip() for name in ("title", "note", "label", "why") if name in value)
        value = [each for name, each in value.items() if name != "sources"]
    if isinstance(value, list):
        for each in value:
            _collect(each, found)

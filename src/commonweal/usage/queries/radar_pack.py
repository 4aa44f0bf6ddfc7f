"""The pack of the radar: what gives points, and how much is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from commonweal.usage.queries.judgements import in_language

PACK = Path(__file__).resolve().parent.parent / "packs" / "radar.yaml"


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that gives points: at most `weight`, and how they are counted."""

    code: str
    weight: int
    labels: Mapping[str, str]
    hows: Mapping[str, str]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.labels, get_language() or "en")

    @property
    def how(self) -> str:
        """How it is counted, in the reader's language; "" where that needs no words."""
        return in_language(self.hows, get_language() or "en") if self.hows else ""


@dataclass(frozen=True, slots=True)
class RadarPack:
    """The radar's rule, as shown to people; `name` is the pack with its version, as starts keep it."""

    name: str
    title: str
    notes: Mapping[str, str]
    reasons: tuple[Reason, ...]
    strengths: tuple[Reason, ...]
    full_days: int
    none_days: int
    enough_neighbours: int
    nearest: int
    active_months: int
    shown: int
    looked_at: int
    years: int

    @property
    def note(self) -> str:
        """What the points are for, in the reader's language."""
        return in_language(self.notes, get_language() or "en")

    def weight(self, code: str) -> int:
        """What a reason may give."""
        return next(reason.weight for reason in self.reasons if reason.code == code)

    def strength_weights(self) -> dict[str, int]:
        """What each sign of a strong alternative weighs."""
        return {each.code: each.weight for each in self.strengths}


@cache
def radar_pack() -> RadarPack:
    """The rule that holds in this installation."""
    pack = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    numbers = {
        name: int(pack[name])
        for name in (
            "full_days", "none_days", "enough_neighbours", "nearest", "active_months", "shown", "looked_at", "years",
        )
    }  # fmt: skip
    return RadarPack(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        notes={"en": pack["note"], **pack["notes"]},
        reasons=tuple(_reason(row) for row in pack["reasons"]),
        strengths=tuple(_reason(row) for row in pack["alternative"]),
        **numbers,
    )


def _reason(row: dict[str, object]) -> Reason:
    label, how = row["label"], row.get("how", {})
    assert isinstance(label, dict)  # noqa: S101  the pack is ours
    assert isinstance(how, dict)  # noqa: S101
    return Reason(str(row["id"]), int(str(row["weight"])), label, how)

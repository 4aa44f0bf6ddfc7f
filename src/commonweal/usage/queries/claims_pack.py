"""The packs about claims: how long they hold, who sees them at first, how bodies are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from commonweal.organisations.models import Visibility
from commonweal.usage.rules.matching import Form

PACKS = Path(__file__).resolve().parent.parent / "packs"
RUNGS = {"private": Visibility.PRIVATE, "body": Visibility.BODY, "network": Visibility.NETWORK}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of packs/claims.yaml; `name` is the pack with its version, as answers keep it."""

    name: str
    title: str
    note: str
    confirmation_months: int
    stale_months: int
    remind_days_before: int
    smallest_count_shown: int
    default_visibility: Visibility
    proposal_months: int
    messages_a_day: int
    similar_bodies: int


@cache
def terms() -> Terms:
    """The terms that hold in this installation."""
    pack = _read("claims")
    numbers = {
        name: int(pack[name])
        for name in (
            "confirmation_months", "stale_months", "remind_days_before", "smallest_count_shown", "proposal_months",
            "messages_a_day", "similar_bodies",
        )
    }  # fmt: skip
    return Terms(
        name=f"{pack['pack']} {pack['version']}",
        title=pack["title"],
        note=pack["note"].strip(),
        default_visibility=RUNGS.get(pack["default_visibility"], Visibility.PUBLIC),
        **numbers,
    )


@cache
def written_forms() -> tuple[tuple[str, str, bool], ...]:
    """Words before (or, where the last is true, after) the name of a body, as they are written, and the kind meant."""
    pack = _read("body-name-forms")
    return tuple(
        (words, kind, place == "after")
        for place in ("before", "after")
        for kind, forms in pack[place].items()
        for words in forms
    )


def _read(name: str) -> Mapping[str, Any]:
    with (PACKS / f"{name}.yaml").open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # type: ignore[no-any-return]  # noqa: S506


__all__ = ["Form", "Terms", "terms", "written_forms"]

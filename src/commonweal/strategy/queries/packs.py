"""What the packs of the context say of themselves, with a note in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).resolve().parent.parent / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedPack:
    """The head of a pack; `name` is the pack with its version, as results keep it."""

    name: str
    title: str
    notes: Mapping[str, str]

    @property
    def note(self) -> str:
        """How to read it, in the reader's language."""
        return in_words(self.notes)


def read_pack(name: str) -> Any:
    """The pack as it stands in its file."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def head_of(pack: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of `WordedPack` from a pack as it was read."""
    return {"name": f"{pack['pack']} {pack['version']}", "title": pack["title"], "notes": pack["note"]}


def in_words(labels: Mapping[str, str]) -> str:
    """Words by language in that of the reader, in English where they are not."""
    return labels.get(get_language() or "en") or labels["en"]

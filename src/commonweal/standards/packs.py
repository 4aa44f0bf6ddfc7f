"""What every pack of judgements says of itself, so that readers see which rules held and what they rest on.

A pack is YAML of ours in the folder `packs` of a context: its id and version, title, licence, a note and its sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PackSource:
    """What a judgement rests on, under which licence, and on which day it was read; `url` is "" for our own."""

    title: str
    url: str = ""
    licence: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The head of a pack; the pack of a context adds what it rules."""

    id: str
    version: str
    title: str
    note: str
    licence: str
    sources: tuple[PackSource, ...]

    @property
    def name(self) -> str:
        """The pack with its version, as results keep it."""
        return f"{self.id} {self.version}"


def head_of(pack: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of `Pack` from a pack as it was read."""
    return {
        "id": pack["pack"],
        "version": pack["version"],
        "title": pack["title"],
        "note": pack["note"].strip(),
        "licence": pack["licence"],
        "sources": sources_of(pack),
    }


def sources_of(pack: Mapping[str, Any]) -> tuple[PackSource, ...]:
    """Give what a pack rests on."""
    return tuple(
        PackSource(each["title"], each.get("url", ""), each.get("licence", ""), each.get("seen", ""))
        for each in pack["sources"]
    )

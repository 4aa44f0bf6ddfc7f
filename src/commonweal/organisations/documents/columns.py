"""What the columns of a list of bodies are called, and what they hold: packs/import-columns.yaml."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from commonweal.organisations.rules import SCHEMES, fold

PACK = Path(__file__).resolve().parent.parent / "packs" / "import-columns.yaml"
LEFT_OUT = ""
# What an exported list holds, in this order; an import knows these and those of the pack.
COLUMNS = (
    "uri", "slug", "name", "language", "kind", "tier", "country", "region_code", "nuts_code", "lau_code", "place",
    "latitude", "longitude", "population", "population_year", "population_source", "population_history", "website",
    "mailbox", "ended_on", "other_names", "identifiers", "parents",
)  # fmt: skip
EASIER = ("alias", "former_name", "part_of", "lies_in", "member_of")
LANGUAGE_OF_NAME = re.compile(r"(?:name|nome|nom|denominazione|bezeichnung|title)[ _(-]+([a-z]{2,3})\)?$")
LANGUAGE_OF_ALIAS = re.compile(r"(?:abbreviation|alternativename|alias|short name)[ _(-]+([a-z]{2,3})\)?$")


@cache
def words(part: str) -> dict[str, str]:
    """What each folded word of a part of the pack ("columns", "kinds", "tiers", "schemes") stands for."""
    pack = yaml.load(PACK.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    found = {word: meaning for meaning, listed in pack[part].items() for word in listed}
    return {fold(meaning): meaning for meaning in pack[part]} | found


def recognised(columns: Iterable[str]) -> dict[str, str]:
    """What each column of a file holds, as far as its name says; each meaning once, the first column wins.

    >>> recognised(["Denominazione", "name_de", "Einwohner", "Codice IPA", "Colour"])["name_de"]
    'name:de'
    """
    found: dict[str, str] = {}
    for column in columns:
        meaning = _meaning(column)
        found[column] = LEFT_OUT if meaning in found.values() else meaning
    return found


def meanings() -> list[str]:
    """Everything a column may hold."""
    return [*COLUMNS, *EASIER, *(f"identifier:{scheme}" for scheme in SCHEMES)]


def is_meaning(text: str) -> bool:
    """Whether a column may hold this."""
    prefix, _, rest = text.partition(":")
    languages = prefix in {"name", "alias"} and re.fullmatch("[a-z]{2,3}", rest) is not None
    return text == LEFT_OUT or text in meanings() or languages


def _meaning(column: str) -> str:
    lowered, folded = column.strip().casefold(), fold(column)
    if lowered in COLUMNS:
        return lowered
    if match := LANGUAGE_OF_NAME.fullmatch(lowered):
        return f"name:{match[1]}"
    if match := LANGUAGE_OF_ALIAS.fullmatch(lowered):
        return f"alias:{match[1]}"
    if folded in words("schemes"):
        return f"identifier:{words('schemes')[folded]}"
    return words("columns").get(folded, LEFT_OUT)

"""The values that fields offer, with their names in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from commonweal.catalogue import queries
from commonweal.standards import countries, language, licences
from commonweal.standards.publiccode import vocabularies

_LANGUAGES = (
    "bg", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hu", "ga", "it", "lv", "lt", "mt", "pl", "pt",
    "ro", "sk", "sl", "es", "sv", "sq", "eu", "ca", "gl", "is", "lb", "mk", "nb", "nn", "se", "sr", "tr", "uk", "ar",
    "ru", "zh", "ja", "pt-BR",
)  # fmt: skip
_LISTED = {
    "status": vocabularies.DEVELOPMENT_STATUSES,
    "software_type": vocabularies.SOFTWARE_TYPES,
    "maintenance": vocabularies.MAINTENANCE_TYPES,
    "platform": vocabularies.PLATFORMS,
    "scope": tuple(sorted(vocabularies.SCOPES)),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value, what it is called, and what it means."""

    value: str
    label: str
    explanation: str = ""


Shelves = tuple[tuple[str, tuple[Choice, ...]], ...]


@lru_cache(maxsize=128)
def choices(vocabulary: str, tongue: str) -> tuple[Choice, ...]:
    """The values of a vocabulary in the order in which they are offered."""
    if vocabulary == "yes-no":
        return (Choice("true", _("Yes")), Choice("false", _("No")))
    if vocabulary == "country":
        named = [Choice(code, countries.name(code, tongue)) for code in countries.codes()]
        return tuple(sorted(named, key=lambda choice: choice.label))
    if vocabulary == "language":
        named = [Choice(tag, language.name(tag, tongue)) for tag in _LANGUAGES]
        return tuple(sorted(named, key=lambda choice: choice.label))
    if vocabulary == "licence":
        return tuple(Choice(identifier, name) for identifier, name in licences.open_licences())
    if vocabulary == "support":
        aliases: Mapping[str, str] = vocabularies.SUPPORTS_ALIASES
        return tuple(Choice(f"alias:{alias}", address) for alias, address in aliases.items())
    if vocabulary == "category":
        return tuple(choice for _title, shelf in shelves(tongue) for choice in shelf)
    return tuple(
        Choice(value, queries.label(vocabulary, value, tongue), queries.explanation(vocabulary, value, tongue))
        for value in _LISTED[vocabulary]
    )


@lru_cache(maxsize=16)
def shelves(tongue: str) -> Shelves:
    """The categories by shelf."""
    return tuple(_shelves(tongue))


def _shelves(tongue: str) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    for shelf, categories in queries.grouped_categories():
        named = [Choice(term.id, queries.label("category", term.id, tongue)) for term in categories]
        yield queries.label("category_group", shelf.id, tongue), tuple(named)

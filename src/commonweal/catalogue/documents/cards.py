"""How an entry looks in a list of a page: words in the reader's language, unknown said as such."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from commonweal.catalogue.models import Entry, EntryText, Kind
from commonweal.catalogue.queries import vocabulary as words
from commonweal.standards import countries
from commonweal.standards import language as tags


@dataclass(frozen=True, slots=True)
class Label:
    """A value of a vocabulary in words, what it means, and the search that it leads to."""

    value: str
    name: str
    explanation: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry in a list; `language` is that of the description where it is not the reader's, else ""."""

    name: str
    address: str
    kind: str
    description: str
    language: str
    language_name: str
    publisher: str
    publisher_address: str
    is_public_sector: bool
    country: str
    licence: str
    openness: str
    status: Label | None
    categories: tuple[Label, ...]
    last_activity_at: datetime | None
    first_seen_at: datetime
    is_archived: bool
    is_broken: bool


def card(entry: Entry, text: EntryText | None, language: str) -> Card:
    """An entry in a list, read with the text given; expects the publisher to be fetched beforehand."""
    foreign = text.language if text and not is_for(text.language, language) else ""
    return Card(
        name=(text.localised_name if text else "") or entry.name,
        address=entry.get_absolute_url(),
        kind="" if entry.kind == Kind.SOFTWARE else str(Kind(entry.kind).label),
        description=text.short_description if text else "",
        language="" if foreign == "und" else foreign,
        language_name=tags.name(foreign, language) if foreign not in ("", "und") else "",
        publisher=entry.publisher.name if entry.publisher else entry.publisher_name,
        publisher_address=entry.publisher.get_absolute_url() if entry.publisher else "",
        is_public_sector=bool(getattr(entry, "is_public_sector", False)),
        country=countries.name(entry.country, language),
        licence=entry.licence,
        openness=entry.openness,
        status=label("status", entry.development_status, language) if entry.development_status else None,
        categories=tuple(label("category", value, language) for value in entry.categories[:3]),
        last_activity_at=entry.last_activity_at,
        first_seen_at=entry.first_seen_at,
        is_archived=entry.is_archived,
        is_broken=entry.is_broken,
    )


def label(vocabulary: str, value: str, language: str) -> Label:
    """A value in words, leading to the search for everything that has it."""
    return Label(
        value,
        words.label(vocabulary, value, language),
        words.explanation(vocabulary, value, language) if vocabulary in words.VOCABULARIES else "",
        f"/software?{urlencode({vocabulary: value})}",
    )


def is_for(tag: str, language: str) -> bool:
    """Whether a text with the tag is written in the reader's language."""
    return tags.primary(tag) == tags.primary(language)

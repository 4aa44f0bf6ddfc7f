"""An entry's page: what is shown of it, every fact with the place it comes from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.documents.cards import Card, Label, card, is_for, label
from commonweal.catalogue.documents.entries import schema_org_document
from commonweal.catalogue.models import Entry, EntryText, Record, Relation, RelationKind, Retirement
from commonweal.catalogue.queries import best_text
from commonweal.catalogue.rules import markdown
from commonweal.organisations.models import Visibility
from commonweal.standards import countries
from commonweal.standards import language as tags

FIELDS: Mapping[str, Promise] = {
    "name": _("name"),
    "landing_url": _("website"),
    "logo_url": _("logo"),
    "publisher_name": _("publisher as named by the source"),
    "licence": _("licence"),
    "software_type": _("what it is"),
    "development_status": _("status"),
    "maintenance_type": _("maintenance"),
    "software_version": _("version"),
    "release_date": _("released on"),
    "categories": _("tasks"),
    "scopes": _("policy fields"),
    "platforms": _("runs on"),
    "languages": _("languages"),
    "description": _("description"),
}
VOCABULARY_OF = {
    "software_type": "software_type",
    "development_status": "status",
    "maintenance_type": "maintenance",
    "categories": "category",
    "scopes": "scope",
    "platforms": "platform",
}
FROM_THE_OTHER_END: Mapping[RelationKind, Promise] = {
    RelationKind.FORK: _("copied by"),
    RelationKind.VARIANT: _("variant"),
    RelationKind.BASED_ON: _("basis of"),
    RelationKind.SUITE: _("contains"),
}
MOST_SHOWN = 300
MOST_DERIVED = 50


@dataclass(frozen=True, slots=True)
class Saying:
    """What another source says of the same fact."""

    value: str
    source_name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the entry in words, who says so, when it was last seen there, and under which licence."""

    name: str
    value: str
    source_name: str
    seen_at: datetime | None
    licence: str
    others: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the entry and the problems of its newest file."""

    name: str
    address: str
    licence: str
    seen_at: datetime
    good_at: datetime
    broken_since: datetime | None
    problems: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """An entry (or only an address) that this one stands to in some relation."""

    relation: str
    name: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An address outside that may be followed, and what is there."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """Everything a software page shows."""

    entry: Entry
    card: Card
    text: EntryText
    description: SafeString
    other_languages: tuple[tuple[str, str], ...]
    software_type: Label | None
    maintenance: Label | None
    categories: tuple[Label, ...]
    scopes: tuple[Label, ...]
    platforms: tuple[Label, ...]
    languages: tuple[str, ...]
    country: str
    repository: str
    links: tuple[Link, ...]
    pictures: tuple[Link, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    kin: tuple[Kin, ...]
    retirement: Retirement | None
    past_retirements: tuple[Retirement, ...]

    @property
    def broken(self) -> Source | None:
        """The source whose newest file could not be read, while its last good one is shown."""
        return next((source for source in self.sources if source.broken_since), None)

    @property
    def number_of_problems(self) -> int:
        """How many problems all sources have together."""
        return sum(len(source.problems) for source in self.sources)


def entry_view(entry: Entry, language: str) -> EntryView:
    """An entry's page; expects what `queries.entry_for` fetches beforehand."""
    text = best_text(entry, language)
    retirements = sorted(entry.retirements.all(), key=lambda one: one.retired_at, reverse=True)
    return EntryView(
        entry=entry,
        card=card(entry, text, language),
        text=text,
        description=SafeString(markdown.html(text.long_description)),
        other_languages=tuple(
            (other.language, tags.name(other.language, language))
            for other in entry.texts.all()
            if other.language != "und" and not is_for(other.language, text.language)
        ),
        software_type=label("software_type", entry.software_type, language) if entry.software_type else None,
        maintenance=label("maintenance", entry.maintenance_type, language) if entry.maintenance_type else None,
        categories=_labels("category", entry.categories, language),
        scopes=_labels("scope", entry.scopes, language),
        platforms=_labels("platform", entry.platforms, language),
        languages=tuple(sorted({tags.name(tag, language) for tag in entry.languages})),
        country=countries.name(entry.country, language),
        repository=web_address(entry.url),
        links=tuple(_links(entry, text)),
        pictures=tuple(_picture(address) for address in (*text.screenshots, *text.videos) if web_address(address)),
        facts=tuple(_facts(entry, language)),
        sources=tuple(_source(record) for record in entry.records.all()),
        kin=tuple(_kin(relation) for relation in entry.relations.all()) + tuple(_derived(entry)),
        retirement=next((one for one in retirements if one.returned_at is None), None),
        past_retirements=tuple(one for one in retirements if one.returned_at is not None),
    )


def linked_data(entry: Entry, *, language: str) -> SafeString:
    """The entry as schema.org JSON-LD that may stand in a script element; "" where no record has a document."""
    document = schema_org_document(entry, language=language)
    text = json.dumps(document, ensure_ascii=False, default=str) if document else ""
    # Without these characters nothing in the text can end the script element or open a comment in it.
    return SafeString(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def web_address(address: str) -> str:
    """The address if a browser may follow it (http and https only), else ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def _labels(vocabulary: str, values: Iterable[str], language: str) -> tuple[Label, ...]:
    return tuple(label(vocabulary, value, language) for value in values)


def _links(entry: Entry, text: EntryText) -> Iterator[Link]:
    named = (
        (_("Website"), entry.landing_url),
        (_("Documentation"), text.documentation_url),
        (_("Documentation of its interface (API)"), text.api_documentation_url),
    )
    for name, address in named:
        if found := web_address(address):
            yield Link(str(name), found)


def _picture(address: str) -> Link:
    """A picture or film by the name of its file and the host that has it."""
    parts = urlsplit(address)
    return Link(f"{unquote(parts.path).rstrip('/').rpartition('/')[2] or address} ({parts.hostname})", address)


def _facts(entry: Entry, language: str) -> Iterator[Fact]:
    """The fields in the order of `FIELDS`; texts by language after them."""
    seen = {record.source: record.good_at for record in entry.records.all()}
    for name in FIELDS:
        if origin := entry.provenance.get(name):
            yield _fact(str(FIELDS[name]), name, getattr(entry, name), origin, seen, language)
    for text in entry.texts.all():
        if origin := entry.provenance.get(f"description.{text.language}"):
            shown = "" if text.language == "und" else f" ({tags.name(text.language, language)})"
            yield _fact(f"{FIELDS['description']}{shown}", "", text.short_description, origin, seen, language)


def _fact(
    title: str, name: str, value: object, origin: Mapping[str, Any], seen: Mapping[str, datetime], language: str
) -> Fact:
    others = (
        Saying(_in_words(name, other["value"], language) if "value" in other else "", other["source_name"])
        for other in origin.get("alternatives", ())
    )
    return Fact(
        name=title,
        value=_in_words(name, value, language),
        source_name=origin["source_name"],
        seen_at=seen.get(origin["source"]),
        licence=origin.get("licence", ""),
        others=tuple(others),
    )


def _in_words(name: str, value: object, language: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    values = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value or "")]
    if vocabulary := VOCABULARY_OF.get(name):
        values = [label(vocabulary, item, language).name for item in values]
    if name == "languages":
        values = [tags.name(item, language) for item in values]
    words = ", ".join(values)
    return words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"


def _source(record: Record) -> Source:
    return Source(
        name=record.source_name,
        address=web_address(record.origin_url),
        licence=record.licence,
        seen_at=record.seen_at,
        good_at=record.good_at,
        broken_since=record.broken_since if record.is_broken else None,
        problems=tuple(record.problems),
    )


def _kin(relation: Relation) -> Kin:
    other = relation.other if relation.other and relation.other.visibility == Visibility.PUBLIC else None
    return Kin(
        relation=relation.get_kind_display(),
        name=other.name if other else relation.url,
        address=other.get_absolute_url() if other else web_address(relation.url),
        is_here=other is not None,
    )


def _derived(entry: Entry) -> Iterator[Kin]:
    """Public entries that say they come from this one."""
    others = entry.related_from.filter(entry__visibility=Visibility.PUBLIC).select_related("entry")
    for relation in others.order_by("entry__name")[:MOST_DERIVED]:
        words = str(FROM_THE_OTHER_END[RelationKind(relation.kind)])
        yield Kin(words, relation.entry.name, relation.entry.get_absolute_url(), is_here=True)

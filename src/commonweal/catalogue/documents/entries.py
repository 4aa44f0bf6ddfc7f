"""The shape in which entries leave by the API and in bulk."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from ninja import Schema

from commonweal.catalogue.models import Entry, Record
from commonweal.standards.codemeta import codemeta, schema_org
from commonweal.standards.publiccode import PublicCode
from commonweal.standards.spreadsheet import harmless

CSV_COLUMNS = [
    "id",
    "name",
    "kind",
    "url",
    "component_path",
    "page",
    "publisher",
    "publisher_uri",
    "country",
    "licence",
    "openness",
    "development_status",
    "software_type",
    "maintenance_type",
    "software_version",
    "release_date",
    "categories",
    "scopes",
    "platforms",
    "languages",
    "last_activity_at",
    "is_archived",
    "is_broken",
    "changed_at",
    "description_en",
    "description_it",
    "description_fr",
    "description_de",
]


class PublisherDocument(Schema):
    """Who publishes an entry; `is_public_sector` only when somebody verified it."""

    name: str
    uri: str | None = None
    page: str | None = None
    is_public_sector: bool = False


class TextDocument(Schema):
    """How an entry describes itself in one language."""

    name: str | None = None
    short_description: str | None = None
    long_description: str | None = None
    features: list[str] = []
    documentation: str | None = None
    api_documentation: str | None = None


class RemovalDocument(Schema):
    """That an entry is gone, since when and why."""

    removed_at: datetime
    reason: str


class EntryDocument(Schema):
    """An entry of the catalogue. What nobody said is null or empty, never guessed."""

    id: str
    page: str
    url: str
    component_path: str
    aliases: list[str]
    kind: str
    name: str
    publisher: PublisherDocument | None
    country: str | None
    landing_url: str | None
    licence: str | None
    openness: str
    software_type: str | None
    development_status: str | None
    maintenance_type: str | None
    software_version: str | None
    release_date: date | None
    categories: list[str]
    scopes: list[str]
    platforms: list[str]
    languages: list[str]
    descriptions: dict[str, TextDocument]
    last_activity_at: datetime | None
    is_archived: bool
    is_broken: bool
    first_seen_at: datetime
    changed_at: datetime
    removal: RemovalDocument | None


class RecordDocument(Schema):
    """What one source says of an entry, with its problems."""

    source: str
    source_name: str
    origin_url: str | None
    licence: str | None
    first_seen_at: datetime
    seen_at: datetime
    good_at: datetime
    is_broken: bool
    document: dict[str, Any]
    problems: list[dict[str, Any]]


def entry_document(entry: Entry, *, site_url: str) -> EntryDocument:
    """One entry; expects `texts`, `aliases`, `retirements` and `publisher` to be fetched beforehand."""
    return EntryDocument(
        id=entry.slug,
        page=site_url + entry.get_absolute_url(),
        url=entry.url,
        component_path=entry.component_path,
        aliases=[alias.url for alias in entry.aliases.all()],
        kind=entry.kind,
        name=entry.name,
        publisher=_publisher(entry, site_url),
        country=entry.country or None,
        landing_url=entry.landing_url or None,
        licence=entry.licence or None,
        openness=entry.openness,
        software_type=entry.software_type or None,
        development_status=entry.development_status or None,
        maintenance_type=entry.maintenance_type or None,
        software_version=entry.software_version or None,
        release_date=entry.release_date,
        categories=entry.categories,
        scopes=entry.scopes,
        platforms=entry.platforms,
        languages=entry.languages,
        descriptions=_descriptions(entry),
        last_activity_at=entry.last_activity_at,
        is_archived=entry.is_archived,
        is_broken=entry.is_broken,
        first_seen_at=entry.first_seen_at,
        changed_at=entry.changed_at,
        removal=_removal(entry),
    )


def record_document(record: Record) -> RecordDocument:
    """One record, its document as publiccode.yml keys."""
    return RecordDocument(
        source=record.source,
        source_name=record.source_name,
        origin_url=record.origin_url or None,
        licence=record.licence or None,
        first_seen_at=record.first_seen_at,
        seen_at=record.seen_at,
        good_at=record.good_at,
        is_broken=record.is_broken,
        document=record.document,
        problems=record.problems,
    )


def codemeta_document(entry: Entry, *, language: str) -> dict[str, Any] | None:
    """The entry as CodeMeta 3.0, from its foremost record; None where no record has a document."""
    document = _foremost(entry)
    return codemeta(document, language=language) if document else None


def schema_org_document(entry: Entry, *, language: str) -> dict[str, Any] | None:
    """The entry as schema.org JSON-LD for its page; None where no record has a document."""
    document = _foremost(entry)
    return schema_org(document, language=language) if document else None


def csv_rows(documents: Iterable[EntryDocument]) -> Iterator[list[str]]:
    """A header and a row for each entry; lists are joined by a space, unknown is empty."""
    yield CSV_COLUMNS
    for document in documents:
        yield [_cell(_csv_value(document, column)) for column in CSV_COLUMNS]


def _csv_value(document: EntryDocument, column: str) -> object:
    if column.startswith("description_"):
        text = document.descriptions.get(column.removeprefix("description_"))
        return text.short_description if text else None
    if column == "publisher":
        return document.publisher.name if document.publisher else None
    if column == "publisher_uri":
        return document.publisher.uri if document.publisher else None
    return getattr(document, column)


def _cell(value: object) -> str:
    """Text for a table; a leading = + - @ would be run as a formula by spreadsheets, so it is quoted."""
    if value is None:
        return ""
    if isinstance(value, list):
        return harmless(" ".join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return harmless(text)


def _publisher(entry: Entry, site_url: str) -> PublisherDocument | None:
    if entry.publisher:
        return PublisherDocument(
            name=entry.publisher.name,
            uri=entry.publisher.uri,
            page=site_url + entry.publisher.get_absolute_url(),
            is_public_sector=bool(getattr(entry, "is_public_sector", False)),
        )
    return PublisherDocument(name=entry.publisher_name) if entry.publisher_name else None


def _descriptions(entry: Entry) -> dict[str, TextDocument]:
    return {
        text.language: TextDocument(
            name=text.localised_name or None,
            short_description=text.short_description or None,
            long_description=text.long_description or None,
            features=text.features,
            documentation=text.documentation_url or None,
            api_documentation=text.api_documentation_url or None,
        )
        for text in entry.texts.all()
    }


def _removal(entry: Entry) -> RemovalDocument | None:
    standing = [each for each in entry.retirements.all() if each.returned_at is None]
    return RemovalDocument(removed_at=standing[0].retired_at, reason=standing[0].reason) if standing else None


def _foremost(entry: Entry) -> PublicCode | None:
    record = next((record for record in entry.records.all() if record.document), None)
    return PublicCode.from_dict(record.document) if record else None

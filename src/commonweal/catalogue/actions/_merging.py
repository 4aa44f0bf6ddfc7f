"""Rewriting entries from their records: columns, texts, relations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef

from commonweal.catalogue import rules
from commonweal.catalogue.models import Entry, EntryText, Record, Relation, RelationKind, Retirement
from commonweal.catalogue.rules import Merged, Statement, Text
from commonweal.organisations.models import Visibility
from commonweal.standards.publiccode import Relation as Standing
from commonweal.standards.publiccode import relation as standing_of

MERGED_COLUMNS = (
    "name", "kind", "landing_url", "logo_url", "publisher_id", "publisher_name", "country", "licence", "openness",
    "software_type", "development_status", "maintenance_type", "software_version", "release_date", "categories",
    "scopes", "platforms", "languages", "is_archived", "is_broken", "visibility",
)  # fmt: skip


def rewrite(entries: Sequence[Entry], new_records: Sequence[Record] = (), *, at: datetime) -> set[int]:
    """Write each entry anew from its records; return the ids of those that now say something else.

    An entry that is not stored yet brings its records along in `new_records`. That a repository saw a commit moves
    `last_activity_at` and is no change of the entry.
    """
    records: dict[int, list[Record]] = {}
    new = {record.entry_id for record in new_records}
    ids = [entry.pk for entry in entries if entry.pk not in new]
    stored_records = Record.objects.filter(entry_id__in=ids).defer("raw", "problems").select_related("publisher")
    for record in (*new_records, *stored_records):
        records.setdefault(record.entry_id, []).append(record)
    records = {pk: _widest(said) for pk, said in records.items()}
    texts: dict[int, dict[str, Text]] = {}
    for stored in EntryText.objects.filter(entry_id__in=ids):
        texts.setdefault(stored.entry_id, {})[stored.language] = _as_text(stored)
    changed: set[int] = set()
    anew: list[tuple[Entry, Merged]] = []
    for entry in entries:
        said = records[entry.pk]
        merged = rules.merge([_statement(record) for record in said], entry.url)
        new_texts = {text.language: text for text in merged.texts}
        if _apply(entry, merged) or new_texts != texts.get(entry.pk, {}):
            changed.add(entry.pk)
            entry.changed_at = at
            anew.append((entry, merged))
    upsert(Entry, entries)
    _write_texts(anew, texts)
    _write_relations(anew, records)
    return changed


def upsert(model: type[Model], rows: Sequence[Any]) -> None:
    """Write whole rows that have their ids in one statement; `bulk_update` is some twenty times slower here."""
    names = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    model._default_manager.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def clean(value: Any) -> Any:
    """Give JSON that PostgreSQL stores: no NUL in any text, dates as text."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode() if not value.isprintable() else value
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def join_relations(appeared: set[int], *, keys_of: Mapping[int, Entry]) -> None:
    """Point the relations of others at entries that have appeared, and theirs at whom they name."""
    addresses = {keys_of[pk].address: pk for pk in appeared if not keys_of[pk].component_path}
    for relation in Relation.objects.filter(address__in=addresses, other=None).exclude(entry_id__in=appeared):
        Relation.objects.filter(pk=relation.pk).update(other_id=addresses[relation.address])
    mark_copies(
        {*appeared, *Relation.objects.filter(other_id__in=appeared, kind="fork").values_list("entry_id", flat=True)}
    )


def mark_copies(ids: Iterable[int]) -> set[int]:
    """Settle which of these entries are technical forks of a listed one; return those for which that changed."""
    standing = Retirement.objects.filter(entry=OuterRef("other"), returned_at=None)
    forks = Relation.objects.filter(entry=OuterRef("pk"), kind=RelationKind.FORK, other__isnull=False)
    listed = forks.filter(~Exists(standing), other__is_copy=False)
    moved: set[int] = set()
    for entry in Entry.objects.filter(pk__in=set(ids)).annotate(copies=Exists(listed)).only("pk", "is_copy"):
        copies = bool(getattr(entry, "copies", False))
        if copies != entry.is_copy:
            Entry.objects.filter(pk=entry.pk).update(is_copy=copies)
            moved.add(entry.pk)
    return moved


def _widest(said: list[Record]) -> list[Record]:
    """Those that speak to everybody who sees the entry: what a narrower source says must not show through."""
    widest = max(record.visibility for record in said)
    return [record for record in said if record.visibility == widest]


def _statement(record: Record) -> Statement:
    return Statement(
        source=record.source,
        source_name=record.source_name,
        precedence=record.precedence,
        seen_at=record.good_at,
        licence=record.licence,
        document=record.said,
        extra=record.extra,
        publisher_id=record.publisher_id,
        publisher_name=record.publisher.name if record.publisher is not None else record.publisher_name,
        publisher_country=record.publisher.country if record.publisher is not None else "",
        kind=record.kind,
        visibility=record.visibility,
        is_broken=record.is_broken,
    )


def _apply(entry: Entry, merged: Merged) -> bool:
    """Put the merged columns on the entry; whether one of them changed."""
    is_changed = False
    for name in MERGED_COLUMNS:
        if getattr(entry, name) != merged.columns[name]:
            setattr(entry, name, merged.columns[name])
            is_changed = True
    entry.last_activity_at = merged.columns["last_activity_at"]
    entry.provenance = dict(merged.provenance)
    if entry.visibility != Visibility.PUBLIC and entry.owner_id is None:
        entry.owner_id = entry.publisher_id
    return is_changed


def _as_text(stored: EntryText) -> Text:
    values = {name: getattr(stored, name) for name in Text.__dataclass_fields__}
    plain: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return Text(**plain)


def _write_texts(anew: Sequence[tuple[Entry, Merged]], before: Mapping[int, Mapping[str, Text]]) -> None:
    differing = [
        (entry, merged)
        for entry, merged in anew
        if {text.language: text for text in merged.texts} != before.get(entry.pk)
    ]
    stale = [entry.pk for entry, _ in differing if entry.pk in before]
    if stale:
        EntryText.objects.filter(entry_id__in=stale).delete()
    EntryText.objects.bulk_create(
        [
            EntryText(
                entry=entry,
                **{name: list(v) if isinstance(v, tuple) else v for name, v in asdict(text).items()},
            )
            for entry, merged in differing
            for text in merged.texts
        ],
        batch_size=500,
    )


def _write_relations(anew: Sequence[tuple[Entry, Merged]], records: Mapping[int, Sequence[Record]]) -> None:
    wanted = {
        (entry.pk, kind, url) for entry, merged in anew for kind, url in _relations(entry, merged, records[entry.pk])
    }
    stored = Relation.objects.filter(entry_id__in=[entry.pk for entry, _ in anew])
    present = {(found.entry_id, found.kind, found.url): found.pk for found in stored}
    Relation.objects.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    missing = sorted(wanted - present.keys())
    if not missing:
        return
    addresses = {rules.address(url) for _, kind, url in missing if kind != RelationKind.SUITE}
    known = dict(Entry.objects.filter(address__in=addresses, component_path="").values_list("address", "pk"))
    Relation.objects.bulk_create(
        [
            Relation(entry_id=pk, kind=kind, url=url, address=address, other_id=other if other != pk else None)
            for pk, kind, url in missing
            for address in [rules.address(url)]
            for other in [known.get(address)]
        ],
        batch_size=500,
    )


def _relations(entry: Entry, merged: Merged, records: Sequence[Record]) -> set[tuple[str, str]]:
    """What the entry is to others: a technical fork declares another address; a variant its own, and an origin."""
    first = min(records, key=lambda record: (record.precedence, record.source))
    document = first.said
    standing = standing_of(document, entry.url)
    found = set()
    for kind, url in merged.relations:
        is_variant = kind == "based_on" and standing is Standing.VARIANT and "/" in url
        if rules.address(url) != entry.address:
            found.add((RelationKind.VARIANT.value if is_variant else kind, url))
    if standing is Standing.TECHNICAL_FORK and document.url:
        found.add((RelationKind.FORK.value, document.url[:1000]))
    elif parent := first.extra.get("parent_url"):
        has_origin = any(kind != RelationKind.SUITE for kind, _ in found)
        if isinstance(parent, str) and not has_origin:
            found.add((RelationKind.BASED_ON.value, parent[:1000]))
    return found

"""Publishing what sources found: records side by side, merged into entries, searchable at once.

A batch is one transaction. What is unchanged costs one comparison of digests; only the rest is read, merged and
written, in bulk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from commonweal.catalogue import permissions, rules
from commonweal.catalogue.actions import _merging, _search_documents
from commonweal.catalogue.actions.findings import Finding, Outcome, Publication
from commonweal.catalogue.models import Alias, Entry, Record, Retirement, Revision
from commonweal.catalogue.models.record import CLAIMED
from commonweal.catalogue.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.standards.problems import Problem

CREATING_LOCK = 0x656E7472  # "entr": whoever adds entries does so alone, so that an address and a slug stay unique

Address = tuple[str, str]


@dataclass(slots=True)
class _Batch:
    """What a batch found in the database and what it makes of it."""

    by: User | None
    bodies: Mapping[str, Body]
    entry_ids: dict[Address, int] = field(default_factory=dict)
    known: dict[tuple[int, str], Record] = field(default_factory=dict)
    retired: set[int] = field(default_factory=set)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    events: dict[str, list[Entry]] = field(default_factory=dict)

    def record(self, event: str, entry: Entry) -> None:
        self.events.setdefault(event, []).append(entry)


def publish(*, finding: Finding, by: User | None) -> Publication:
    """Publish what one source found of one asset; as `publish_many`.

    Calls other actions. Raises NotAllowed.
    """
    return publish_many(findings=[finding], by=by)[0]


@transaction.atomic
def publish_many(*, findings: Sequence[Finding], by: User | None) -> list[Publication]:
    """Create or update records and the entries they merge into, in one transaction; answers in the same order.

    A document that cannot be read leaves the last good version in place and marks it broken; of an unknown asset it
    is rejected. The same finding again changes nothing but when it was seen. A second finding of the same source and
    asset in one batch counts as unchanged. Raises NotAllowed.
    """
    for publisher in {finding.publisher for finding in findings}:
        permissions.require(by, Permission.PUBLISH, on=publisher)
    batch = _Batch(by=by, bodies=_bodies(findings))
    keys = [(rules.address(finding.url), finding.component_path) for finding in findings]
    if not _look_up(batch, keys).keys() >= set(keys):
        _create_alone()
        _look_up(batch, keys)
    digests = [finding.digest() for finding in findings]
    waiting = _sort_out(batch, findings, keys, digests)
    if waiting:
        _write(batch, findings, keys, digests, waiting)
    for event, entries in batch.events.items():
        journal.record_many(f"catalogue.{event}", subjects=list(entries), by=by)
    return _answers(batch, keys, len(findings))


def _create_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CREATING_LOCK])


def _bodies(findings: Sequence[Finding]) -> dict[str, Body]:
    """The publishers that documents name by URI."""
    uris = {
        finding.document.organisation.uri
        for finding in findings
        if finding.publisher is None and finding.document is not None and finding.document.organisation is not None
    }
    return {body.uri: body for body in Body.objects.filter(uri__in=[uri for uri in uris if uri])} if uris else {}


def _look_up(batch: _Batch, keys: Sequence[Address]) -> dict[Address, int]:
    """Find the entries at these addresses, former addresses included."""
    addresses = {address for address, _ in keys}
    for model, identifier in ((Alias, "entry_id"), (Entry, "pk")):
        rows = model._default_manager.filter(address__in=addresses)
        for address, component_path, pk in rows.values_list("address", "component_path", identifier):
            batch.entry_ids[address, component_path] = pk
    return batch.entry_ids


def _sort_out(batch: _Batch, findings: Sequence[Finding], keys: Sequence[Address], digests: Sequence[str]) -> list[int]:
    """Settle what is unchanged or rejected; return the places of the findings that need writing."""
    found_ids = {batch.entry_ids[key] for key in keys if key in batch.entry_ids}
    records = Record.objects.filter(entry_id__in=found_ids, source__in={finding.source for finding in findings})
    batch.known = {(record.entry_id, record.source): record for record in records.defer("raw", "document", "extra")}
    standing = Retirement.objects.filter(entry_id__in=found_ids, returned_at=None)
    batch.retired = set(standing.values_list("entry_id", flat=True))
    waiting, unchanged, taken = [], [], set()
    for place, finding in enumerate(findings):
        entry_id = batch.entry_ids.get(keys[place])
        record = batch.known.get((entry_id, finding.source)) if entry_id is not None else None
        is_second = (keys[place], finding.source) in taken
        is_same = record is not None and record.digest == digests[place] and entry_id not in batch.retired
        if is_same and not is_second and record is not None and finding.seen_at > record.seen_at:
            unchanged.append((record.pk, finding.seen_at))
        if is_second or is_same:
            batch.outcomes[place] = Outcome.UNCHANGED
        elif finding.document is None and record is None:
            batch.outcomes[place] = Outcome.REJECTED
        else:
            taken.add((keys[place], finding.source))
            waiting.append(place)
    _move_seen_at(unchanged)
    return waiting


def _move_seen_at(seen: Sequence[tuple[int, Any]]) -> None:
    if seen:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE catalogue_record AS record SET seen_at = seen.at,"
                " good_at = CASE WHEN record.is_broken THEN record.good_at ELSE seen.at END"
                " FROM unnest(%s::bigint[], %s::timestamptz[]) AS seen(id, at) WHERE record.id = seen.id",
                [[pk for pk, _ in seen], [at for _, at in seen]],
            )


def _write(
    batch: _Batch, findings: Sequence[Finding], keys: Sequence[Address], digests: Sequence[str], waiting: list[int]
) -> None:
    """Write records, entries, texts, relations and search documents of the findings at these places."""
    fresh = _new_entries(batch, findings, keys, waiting)
    new_entries = {entry.pk for entry in fresh}
    ids = {batch.entry_ids[keys[place]] for place in waiting}
    before = {entry.pk: entry for entry in Entry.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    before |= {entry.pk: entry for entry in fresh}
    batch.entries |= before
    _write_records(batch, findings, keys, digests, waiting)
    returned = _end_retirements(batch, findings, keys, waiting)
    for pk in returned:
        before[pk].changed_at = max(findings[place].seen_at for place in waiting)
    new_records = [record for (pk, _), record in batch.known.items() if pk in new_entries]
    changed = _merging.rewrite(list(before.values()), new_records, at=max(findings[place].seen_at for place in waiting))
    for place in waiting:
        entry = before[batch.entry_ids[keys[place]]]
        record = batch.known[entry.pk, findings[place].source]
        batch.outcomes[place] = _outcome(entry.pk, record, findings[place], new_entries, returned, changed)
    for outcome, event in (
        (Outcome.PUBLISHED, "entry_published"),
        (Outcome.CHANGED, "entry_changed"),
        (Outcome.BROKEN, "entry_broken"),
        (Outcome.RETURNED, "entry_returned"),
    ):
        pks = {batch.entry_ids[keys[place]] for place in waiting if batch.outcomes[place] is outcome}
        for pk in sorted(pks):
            batch.record(event, before[pk])
    _merging.join_relations(new_entries | returned, keys_of=before)
    _search_documents.rewrite(ids)


def _outcome(
    pk: int, record: Record, finding: Finding, new: set[int], returned: set[int], changed: set[int]
) -> Outcome:
    if pk in new:
        return Outcome.PUBLISHED
    if finding.document is None:
        return Outcome.BROKEN if record.broken_since == finding.seen_at else Outcome.UNCHANGED
    if pk in returned:
        return Outcome.RETURNED
    return Outcome.CHANGED if pk in changed else Outcome.UNCHANGED


def _new_entries(
    batch: _Batch, findings: Sequence[Finding], keys: Sequence[Address], waiting: Sequence[int]
) -> list[Entry]:
    """Make the entries that are missing, with their ids and slugs; they are written when they are merged."""
    missing = {keys[place]: findings[place] for place in waiting if keys[place] not in batch.entry_ids}
    if not missing:
        return []
    slugs = _free_slugs(missing)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('catalogue_entry', 'id')) FROM generate_series(1, %s)",
            [len(missing)],
        )
        numbers = sorted(row[0] for row in cursor.fetchall())
    fresh = [
        Entry(
            pk=number, slug=slugs[key], name=slugs[key], url=finding.url, address=key[0], component_path=key[1],
            first_seen_at=finding.seen_at, changed_at=finding.seen_at, author=batch.by,
        )
        for number, (key, finding) in zip(numbers, missing.items(), strict=True)
    ]  # fmt: skip
    batch.entry_ids |= {(entry.address, entry.component_path): entry.pk for entry in fresh}
    return fresh


def _free_slugs(missing: Mapping[Address, Finding]) -> dict[Address, str]:
    choices = {
        key: list(rules.slug_choices((finding.document.name if finding.document else "") or "", finding.url, key[1]))
        for key, finding in missing.items()
    }
    wanted = {slug for slugs in choices.values() for slug in slugs}
    taken = set(Entry.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    chosen = {}
    for key in choices:
        chosen[key] = next((slug for slug in choices[key] if slug not in taken), choices[key][-1])
        taken.add(chosen[key])
    return chosen


def _write_records(
    batch: _Batch, findings: Sequence[Finding], keys: Sequence[Address], digests: Sequence[str], waiting: Sequence[int]
) -> None:
    fresh, revised, revisions = [], [], []
    stored = Record.objects.in_bulk([record.pk for record in batch.known.values()])
    for place in waiting:
        finding, entry_id = findings[place], batch.entry_ids[keys[place]]
        known = batch.known.get((entry_id, finding.source))
        record = stored[known.pk] if known is not None else Record(entry_id=entry_id, source=finding.source)
        before = (record.document, record.digest, record.is_broken)
        _fill(record, finding, digests[place], batch.bodies)
        if known is None:
            fresh.append(record)
        else:
            revised.append(record)
            if finding.document is not None and before[0] != record.document:
                revisions.append(
                    Revision(record=record, document=before[0], digest=before[1], replaced_at=finding.seen_at)
                )
        batch.known[entry_id, finding.source] = record
    Record.objects.bulk_create(fresh, batch_size=500)
    if revised:
        _merging.upsert(Record, revised)
        Revision.objects.bulk_create(revisions, batch_size=500)


def _fill(record: Record, finding: Finding, digest: str, bodies: Mapping[str, Body]) -> None:
    record.digest = digest
    record.seen_at = finding.seen_at
    record.first_seen_at = record.first_seen_at or finding.seen_at
    record.problems = [_problem(found) for found in finding.problems]
    record.raw = finding.raw.replace("\x00", "")
    if finding.document is None:
        record.broken_since = record.broken_since or finding.seen_at
        record.is_broken = True
        return
    record.is_broken, record.broken_since, record.good_at = False, None, finding.seen_at
    record.source_name = finding.source_name[:300]
    record.precedence = finding.precedence
    record.origin_url = finding.origin_url[:1000]
    record.licence = finding.licence[:200]
    record.document = _merging.clean(finding.document.to_dict())
    record.said = finding.document
    claimed = _named(finding, bodies) if finding.publisher is None else None
    record.extra = _merging.clean(dict(finding.extra)) | ({CLAIMED: True} if claimed is not None else {})
    record.publisher = finding.publisher or claimed
    record.publisher_name = finding.publisher_name[:300]
    record.kind = finding.kind
    record.visibility = finding.visibility


def _named(finding: Finding, bodies: Mapping[str, Body]) -> Body | None:
    organisation = finding.document.organisation if finding.document is not None else None
    return bodies.get(organisation.uri or "") if organisation is not None else None


def _problem(found: Problem) -> dict[str, Any]:
    return {
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "severity": found.severity.value,
        "message": found.message.replace("\x00", ""),
        "rule": found.rule,
    }


def _end_retirements(
    batch: _Batch, findings: Sequence[Finding], keys: Sequence[Address], waiting: Sequence[int]
) -> set[int]:
    """What a harvest found gone returns when it is found again; what a person retired stays retired.

    The record that stayed for the tombstone's sake goes, unless its own source is who found the entry again.
    """
    good = {batch.entry_ids[keys[place]] for place in waiting if findings[place].document is not None}
    ended = Retirement.objects.filter(entry_id__in=good & batch.retired, returned_at=None, by=None)
    pks = set(ended.values_list("entry_id", flat=True))
    if pks:
        ended.update(returned_at=max(findings[place].seen_at for place in waiting))
        finders = {(batch.entry_ids[keys[place]], findings[place].source) for place in waiting}
        left = Record.objects.filter(entry_id__in=pks).values_list("pk", "entry_id", "source")
        Record.objects.filter(pk__in=[pk for pk, entry, source in left if (entry, source) not in finders]).delete()
    return pks


def _answers(batch: _Batch, keys: Sequence[Address], count: int) -> list[Publication]:
    needed = {batch.entry_ids[key] for key in keys if key in batch.entry_ids} - batch.entries.keys()
    batch.entries |= Entry.objects.in_bulk(needed)
    answers = []
    for place in range(count):
        pk = batch.entry_ids.get(keys[place])
        outcome = batch.outcomes[place]
        is_shown = pk is not None and outcome is not Outcome.REJECTED
        answers.append(Publication(batch.entries[pk] if is_shown and pk is not None else None, outcome))
    return answers

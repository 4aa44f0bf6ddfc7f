"""Steps of taking in: a batch is sorted into new, changed and known, stored, grouped and told of."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.risk.actions import _grouping, _storing
from commonweal.risk.actions._telling import tell_changes
from commonweal.risk.actions._working_out import work_out
from commonweal.risk.models import Advisory, AdvisorySource, SyncRun
from commonweal.risk.rules.compiling import LONGEST_IDENTIFIER, names_of
from commonweal.risk.rules.grouping import Member
from commonweal.standards import osv
from commonweal.standards.osv.writer import written

# Two readings at once could each join advisories to a vulnerability that the other is about to merge.
TAKING_IN_LOCK = 0x61647669  # "advi"
# After so many new advisories of one reading, and each time they have doubled, the database counts its rows.
_COUNTED_FROM = 2_000


@dataclass(slots=True)
class Counts:
    """What taking in did, in advisories."""

    seen: int = 0
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    refused: int = 0

    def __iadd__(self, other: "Counts") -> "Counts":
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self


@dataclass(slots=True)
class _Sorted:
    """A batch, sorted by what has to be done: `rows` are those that are there, by identifier."""

    rows: dict[str, dict[str, Any]]
    documents: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    new: list[osv.Advisory] = field(default_factory=list)
    changed: list[osv.Advisory] = field(default_factory=list)
    only_newer: list[tuple[int, datetime]] = field(default_factory=list)


def digest_of(advisory: osv.Advisory) -> tuple[str, dict[str, Any]]:
    """Give the SHA-256 of what the advisory says, and the record; when it was last touched is not part of that."""
    record = written(advisory)
    said = {key: value for key, value in record.items() if key not in ("modified", "schema_version")}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest(), record


def take_in_step(source: AdvisorySource, batch: list[osv.Advisory], run: SyncRun | None, by: User | None) -> Counts:
    """Do what `take_in_batch` says, as a step of another action that has asked whether this may be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TAKING_IN_LOCK])
    counts = Counts(seen=len(batch))
    usable = [advisory for advisory in batch if len(advisory.id) <= LONGEST_IDENTIFIER]
    counts.refused = len(batch) - len(usable)
    found = _sorted(source, usable)
    _storing.touch(found.only_newer)
    if found.new or found.changed:
        _store(source, found, counts, by)
    if run is not None:
        if _has_doubled(run.added, run.added + counts.added):
            _storing.count_rows()
        _note(run, counts)
    return counts


def _has_doubled(before: int, after: int) -> bool:
    """Say whether the number of new advisories has passed 2,000, 4,000, 8,000 and so on."""
    return (before // _COUNTED_FROM).bit_length() < (after // _COUNTED_FROM).bit_length()


def _sorted(source: AdvisorySource, batch: list[osv.Advisory]) -> _Sorted:
    newest: dict[str, osv.Advisory] = {}
    for advisory in batch:
        before = newest.get(advisory.id)
        if before is None or not _is_older(advisory.modified, before.modified):
            newest[advisory.id] = advisory
    columns = "pk", "identifier", "digest", "modified_at", "withdrawn_at", "vulnerability_id"
    known = Advisory.objects.filter(source=source, identifier__in=newest).values(*columns)
    found = _Sorted({row["identifier"]: row for row in known})
    for identifier, advisory in newest.items():
        row = found.rows.get(identifier)
        if row is not None and _is_older(advisory.modified, row["modified_at"]):
            continue
        found.documents[identifier] = digest_of(advisory)
        if row is None:
            found.new.append(advisory)
        elif row["digest"] != found.documents[identifier][0]:
            found.changed.append(advisory)
        elif advisory.modified and advisory.modified != row["modified_at"]:
            found.only_newer.append((row["pk"], advisory.modified))
    return found


def _is_older(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other


def _store(source: AdvisorySource, found: _Sorted, counts: Counts, by: User | None) -> None:
    keys = dict(zip((each.id for each in found.new), _storing.next_keys(len(found.new)), strict=True))
    keys |= {each.id: found.rows[each.id]["pk"] for each in found.changed}
    arriving = [*found.new, *found.changed]
    members = [
        Member(
            key=keys[each.id],
            identifier=each.id,
            names=frozenset(name for name, kind in names_of(each) if kind in _grouping.JOINING),
            group=found.rows[each.id]["vulnerability_id"] if each.id in found.rows else None,
        )
        for each in arriving
    ]
    before = _storing.picture([keys[each.id] for each in found.changed])
    homes, touched, reached = _grouping.group(members, by)
    journal.record("risk.advisories_changed", subject=source, by=by, data={"vulnerabilities": sorted(reached)})
    now = timezone.now()
    _storing.keep_revisions([keys[each.id] for each in found.changed], now)
    rows = [
        _storing.row_of(source, each, keys[each.id], homes[keys[each.id]], found.documents[each.id], now)
        for each in arriving
    ]
    _storing.store(rows, arriving, replaced=[keys[each.id] for each in found.changed], by=by)
    work_out(touched)
    withdrawn = tell_changes(before, _storing.picture(list(before)), by)
    counts.added, counts.changed = len(found.new), len(found.changed)
    counts.withdrawn = withdrawn + sum(each.withdrawn is not None for each in found.new)


def _note(run: SyncRun, counts: Counts) -> None:
    for each in fields(counts):
        setattr(run, each.name, getattr(run, each.name) + getattr(counts, each.name))
    run.save(update_fields=[each.name for each in fields(counts)])

"""The index of `commonweal.exposure` over what PostgreSQL holds: read from it, and asked with what came since.

PostgreSQL is the record and answers alone where no index was built. Where one was, it gives the same answers: which
versions are affected is asked of the record, who runs them of the index, and every system it names is looked up in the
record once more, so that nobody sees one that ended, became private or left their scope meanwhile.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from numpy.typing import NDArray

from commonweal import exposure
from commonweal.components.models import Occurrence, PackageVersion
from commonweal.components.queries import Scope
from commonweal.exposure import ChangedSystem, Delta, Index, Keys, NewPair, NoIndex, Numbering, Reader, Tables
from commonweal.journal.models import Event
from commonweal.organisations.models import Body, Parent
from commonweal.usage.models import Criticality, System

Column = NDArray[Any]

# What changes who runs what; that a system ended or became private is seen when it is looked up.
TOUCHING = frozenset(
    {
        *("components.sbom_received", "components.sbom_withdrawn"),
        *("usage.system_entered", "usage.system_changed", "usage.system_resumed"),
    }
)
_LEVELS = {word: level for level, word in enumerate(Criticality.values)}
_VERSIONS = """
    SELECT id, package_id, key FROM components_packageversion v
    WHERE EXISTS (SELECT 1 FROM components_occurrence o WHERE o.package_version_id = v.id)
    ORDER BY package_id, key NULLS LAST, id
"""
_SYSTEMS = "SELECT id, owner_id, criticality FROM usage_system WHERE owner_id IS NOT NULL"
_OCCURRENCES = (
    "COPY (SELECT DISTINCT package_version_id, system_id FROM components_occurrence) TO STDOUT (FORMAT BINARY)"
)
# A row of two bigints: how many columns, then the length of each before it; after a head of 19 bytes.
_ROW = np.dtype([("columns", ">i2"), ("a", ">i4"), ("version", ">i8"), ("b", ">i4"), ("system", ">i8")])
_HEAD_BYTES, _TAIL_BYTES = 19, 2


def folder() -> Path:
    """Give the folder of the index."""
    return Path(settings.EXPOSURE_FOLDER)


def is_built() -> bool:
    """Say whether there is an index to ask."""
    return _index() is not None


def is_up_to_date() -> bool:
    """Say whether nothing changed since the index was built."""
    index = _index()
    return index is not None and not _events_since(index.position).exists()


def hits(
    ranges: Sequence[tuple[int, bytes, bytes]], versions: Sequence[int], scope: Scope
) -> set[tuple[int, int]] | None:
    """Give system and version of all who run what is asked for; None where there is no index to ask.

    Ranges are (package, low, high). The scope is that of the moment of the build; the caller looks systems up again.
    """
    index = current()
    if index is None:
        return None
    seen = exposure.EVERYTHING if scope.is_everything else index.scope(bodies=scope.bodies)
    by_package: dict[int, list[tuple[bytes, bytes]]] = {}
    for package, low, high in ranges:
        by_package.setdefault(package, []).append((low, high))
    answers = [index.affected_by_interval(package, spans, seen) for package, spans in by_package.items()]
    if versions:
        answers.append(index.affected_by_pairs(versions, seen))
    return {
        found
        for answer in answers
        for found in zip(answer.found_systems.tolist(), answer.found_pairs.tolist(), strict=True)
    }


def current() -> Index | None:
    """Give the index with all that was committed since it was built; None where none was built."""
    index = _index()
    if index is None:
        return None
    since = _events_since(index.position)
    newest = since.aggregate(newest=Max("pk"))["newest"]
    return index if newest is None else _with_changes(index, since.count(), newest)


def tables() -> Tables:
    """Read everything that the index is built from, as of one moment."""
    with _one_moment():
        position = Event.objects.aggregate(last=Max("position"))["last"] or 0
        bodies = _bodies_in_order()
        body_ranks = Numbering(bodies)
        system_ids, system_bodies, levels = _systems(body_ranks)
        version_ids, version_packages, keys = _versions()
        found = _occurrences()
        packages = np.unique(version_packages)
        return Tables(
            packages=packages,
            pairs=exposure.Pairs(version_ids, np.searchsorted(packages, version_packages).astype(np.uint32), keys),
            systems=exposure.Systems(system_ids, system_bodies, levels),
            bodies=bodies,
            occurrences=_ranked(found, version_ids, system_ids),
            groups=exposure.Groups(*(np.zeros(0, kind) for kind in (np.int64, np.bool_, np.float32, np.float32))),
            spans=exposure.Spans(np.zeros(0, np.uint32), np.zeros(0, np.uint32), Keys.of([]), Keys.of([])),
            matches=exposure.Matches(np.zeros(0, np.uint32), np.zeros(0, np.uint32)),
            position=position,
        )


@cache
def _reader(place: Path) -> Reader:
    return Reader(place)


def _index() -> Index | None:
    try:
        return _reader(folder()).index()
    except NoIndex:
        return None


def _events_since(position: int) -> QuerySet[Event]:
    """Give what changed who runs what and may not be in an index up to the position."""
    return Event.objects.filter(Q(position__gt=position) | Q(position=None), name__in=TOUCHING)


@lru_cache(maxsize=2)
def _with_changes(index: Index, count: int, newest: int) -> Index:
    """Lay what came since over the index; kept until another event comes, which changes the count or the newest."""
    touched = set()
    for name, subject, data in _events_since(index.position).values_list("name", "subject_id", "data"):
        touched.add(int(data["system"] if name.startswith("components.") else subject))
    runs: dict[int, list[int]] = {system: [] for system in touched}
    rows = Occurrence.objects.filter(system__in=touched).values_list("system_id", "package_version_id").distinct()
    for system, version in rows:
        runs[system].append(version)
    systems = System.objects.filter(pk__in=touched, owner__isnull=False).values_list("pk", "owner_id", "criticality")
    there = [
        ChangedSystem(pk, owner, _LEVELS[criticality], tuple(sorted(runs[pk])))
        for pk, owner, criticality in systems
        if owner is not None
    ]
    gone = touched - {each.id for each in there}
    pairs = tuple(_pairs({version for several in runs.values() for version in several}))
    return index.with_delta(Delta(systems=tuple(there), removed_systems=tuple(sorted(gone)), pairs=pairs))


def _pairs(versions: Collection[int]) -> Iterator[NewPair]:
    for pk, package, key in PackageVersion.objects.filter(pk__in=versions).values_list("pk", "package_id", "key"):
        yield NewPair(pk, package, b"" if key is None else bytes(key))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let all reads see the database as it is now; within a transaction they see what that sees."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _bodies_in_order() -> Column:
    """Give all bodies, each followed by its administrative parts, so that a body with its parts is one interval."""
    parts: dict[int, list[int]] = {}
    has_whole = set()
    ties = Parent.objects.filter(relation="administration", until=None).order_by("pk")
    for body, whole in ties.values_list("body_id", "parent_id"):
        if body not in has_whole:
            has_whole.add(body)
            parts.setdefault(whole, []).append(body)
    ordered: dict[int, None] = {}
    all_bodies = list(Body.objects.order_by("pk").values_list("pk", flat=True))
    # Those in a circle have a whole each and no first; they come last.
    for first in [*(body for body in all_bodies if body not in has_whole), *all_bodies]:
        waiting = [first]
        while waiting:
            body = waiting.pop()
            if body not in ordered:
                ordered[body] = None
                waiting.extend(reversed(parts.get(body, ())))
    return np.fromiter(ordered, np.int64, len(ordered))


def _systems(body_ranks: Numbering) -> tuple[Column, Column, Column]:
    rows = _rows(_SYSTEMS)
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    bodies = body_ranks.ranks(np.fromiter((row[1] for row in rows), np.int64, len(rows)))
    levels = np.fromiter((_LEVELS[row[2]] for row in rows), np.uint8, len(rows))
    order = np.lexsort((ids, bodies))
    return ids[order], bodies[order].astype(np.uint32), levels[order]


def _versions() -> tuple[Column, Column, Keys]:
    rows = _rows(_VERSIONS)
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    packages = np.fromiter((row[1] for row in rows), np.int64, len(rows))
    return ids, packages, Keys.of(b"" if row[2] is None else bytes(row[2]) for row in rows)


def _occurrences() -> Column:
    """Read who runs what in the database's own binary form: 26 bytes a row, and no object for any of them."""
    with connection.cursor() as cursor, cursor.copy(_OCCURRENCES) as copy:
        content = b"".join(bytes(part) for part in copy)
    return np.frombuffer(content[_HEAD_BYTES : len(content) - _TAIL_BYTES], _ROW)


def _ranked(found: Column, version_ids: Column, system_ids: Column) -> exposure.Occurrences:
    """Turn primary keys into ranks; leave out systems that are of nobody."""
    versions = Numbering(version_ids).ranks(found["version"].astype(np.int64))
    systems = Numbering(system_ids).ranks(found["system"].astype(np.int64))
    kept = (versions >= 0) & (systems >= 0)
    return exposure.Occurrences(versions[kept].astype(np.uint32), systems[kept].astype(np.uint32))


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

"""What the index of `commonweal.exposure` is built from, read from PostgreSQL, and what changed since.

Days are those of the time zone of this installation, counted from `FIRST_DAY`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from numpy.typing import NDArray

from commonweal import exposure
from commonweal.components.models import PackageVersion
from commonweal.exposure import ChangedGroup, ChangedSystem, Keys, NewPair, Numbering, Tables
from commonweal.journal.models import Event
from commonweal.organisations.models import Body, Parent
from commonweal.usage.models import Criticality, System

Column = NDArray[Any]

FIRST_DAY = date(1970, 1, 1)
_LEVELS = {word: level for level, word in enumerate(Criticality.values)}
_DAY = "({moment} AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'"
_VERSIONS = """
    SELECT id, package_id, key FROM components_packageversion v
    WHERE EXISTS (SELECT 1 FROM components_occurrence o WHERE o.package_version_id = v.id)
    ORDER BY package_id, key NULLS LAST, id
"""
_SYSTEMS = "SELECT id, owner_id, criticality FROM usage_system WHERE owner_id IS NOT NULL"
_RUN = f"""
    SELECT package_version_id, system_id, {_DAY.format(moment="min(since)")} FROM components_occurrence
    WHERE %(systems)s::bigint[] IS NULL OR system_id = ANY(%(systems)s)
    GROUP BY package_version_id, system_id
"""  # noqa: S608  all parts are ours
_OCCURRENCES = f"COPY ({_RUN}) TO STDOUT (FORMAT BINARY)"
_SPANS = f"""
    SELECT r.vulnerability_id, r.package_id, r.low, r.high, {_DAY.format(moment="a.known_at")}
    FROM risk_affectedrange r JOIN risk_affectedpackage a ON a.id = r.affected_id
    WHERE %(vulnerabilities)s::bigint[] IS NULL OR r.vulnerability_id = ANY(%(vulnerabilities)s)
"""  # noqa: S608
_LISTED = f"""
    SELECT l.vulnerability_id, v.id, {_DAY.format(moment="a.known_at")}
    FROM risk_listedversion l JOIN risk_affectedpackage a ON a.id = l.affected_id
    JOIN components_packageversion v ON v.package_id = l.package_id AND v.version = l.version
    WHERE (%(vulnerabilities)s::bigint[] IS NULL OR l.vulnerability_id = ANY(%(vulnerabilities)s))
      AND (%(versions)s::bigint[] IS NULL OR v.id = ANY(%(versions)s))
"""  # noqa: S608
_SCORES = """
    SELECT id, exploited_on IS NOT NULL, coalesce(forecast, 'NaN'), coalesce(score::float8, 'NaN')
    FROM risk_vulnerability ORDER BY id
"""
# A row of two bigints and an int: how many columns, then the length of each before it; after a head of 19 bytes.
_ROW = np.dtype(
    [
        *(("columns", ">i2"), ("a", ">i4"), ("version", ">i8"), ("b", ">i4"), ("system", ">i8")),
        *(("c", ">i4"), ("day", ">i4")),
    ]
)
_HEAD_BYTES, _TAIL_BYTES = 19, 2


def tables() -> Tables:
    """Read everything that the index is built from, as of one moment."""
    with _one_moment():
        position = Event.objects.aggregate(last=Max("position"))["last"] or 0
        bodies = _bodies_in_order()
        system_ids, system_bodies, levels = _systems(Numbering(bodies))
        version_ids, version_packages, keys = _versions()
        spans, listed = _rows(_SPANS, {"vulnerabilities": None}), _listed()
        packages = np.unique(np.concatenate([version_packages, _column(spans, 1)]))
        groups = _groups(np.unique(np.concatenate([_column(spans, 0), _column(listed, 0)])))
        return Tables(
            packages=packages,
            pairs=exposure.Pairs(version_ids, np.searchsorted(packages, version_packages).astype(np.uint32), keys),
            systems=exposure.Systems(system_ids, system_bodies, levels),
            bodies=bodies,
            occurrences=_ranked(_occurrences(), version_ids, system_ids),
            groups=groups,
            spans=exposure.Spans(
                np.searchsorted(groups.ids, _column(spans, 0)).astype(np.uint32),
                np.searchsorted(packages, _column(spans, 1)).astype(np.uint32),
                Keys.of(bytes(row[2]) for row in spans),
                Keys.of(bytes(row[3]) for row in spans),
                _column(spans, 4).astype(np.uint16),
            ),
            matches=_matches(listed, groups.ids, version_ids),
            position=position,
        )


def changed_systems(touched: Collection[int]) -> list[ChangedSystem]:
    """Give those of the systems that are somebody's, with all they run."""
    runs: dict[int, list[tuple[int, int]]] = {system: [] for system in touched}
    for version, system, day in _rows(_RUN, {"systems": list(touched)}):
        runs[system].append((version, day))
    systems = System.objects.filter(pk__in=touched, owner__isnull=False).values_list("pk", "owner_id", "criticality")
    return [
        ChangedSystem(pk, owner, _LEVELS[criticality], tuple(sorted(runs[pk])))
        for pk, owner, criticality in systems
        if owner is not None
    ]


def new_pairs(versions: Collection[int]) -> Iterator[NewPair]:
    """Give these versions with what lists them as they are."""
    listed_by: dict[int, list[tuple[int, int]]] = {}
    for vulnerability, version, day in _listed(versions=versions):
        listed_by.setdefault(version, []).append((vulnerability, day))
    for pk, package, key in PackageVersion.objects.filter(pk__in=versions).values_list("pk", "package_id", "key"):
        yield NewPair(pk, package, b"" if key is None else bytes(key), tuple(sorted(listed_by.get(pk, ()))))


def changed_groups(vulnerabilities: Collection[int]) -> list[ChangedGroup]:
    """Give those of the vulnerabilities that affect anything, with all they affect; without their scores."""
    spans: dict[int, list[tuple[int, bytes, bytes, int]]] = {}
    for vulnerability, package, low, high, day in _rows(_SPANS, {"vulnerabilities": list(vulnerabilities)}):
        spans.setdefault(vulnerability, []).append((package, bytes(low), bytes(high), day))
    listed: dict[int, list[tuple[int, int]]] = {}
    for vulnerability, version, day in _listed(vulnerabilities=vulnerabilities):
        listed.setdefault(vulnerability, []).append((version, day))
    return [
        ChangedGroup(pk, tuple(sorted(spans.get(pk, ()))), tuple(sorted(listed.get(pk, ()))))
        for pk in sorted(spans.keys() | listed.keys())
    ]


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
    """Read who runs what in the database's own binary form: 34 bytes a row, and no object for any of them."""
    with connection.cursor() as cursor, cursor.copy(_OCCURRENCES, {"systems": None, "zone": _zone()}) as copy:
        content = b"".join(bytes(part) for part in copy)
    return np.frombuffer(content[_HEAD_BYTES : len(content) - _TAIL_BYTES], _ROW)


def _ranked(found: Column, version_ids: Column, system_ids: Column) -> exposure.Occurrences:
    """Turn primary keys into ranks; leave out systems that are of nobody."""
    versions = Numbering(version_ids).ranks(found["version"].astype(np.int64))
    systems = Numbering(system_ids).ranks(found["system"].astype(np.int64))
    kept = (versions >= 0) & (systems >= 0)
    columns = versions.astype(np.uint32), systems.astype(np.uint32), found["day"].astype(np.uint16)
    return exposure.Occurrences(*(column[kept] for column in columns))


def _groups(ids: Column) -> exposure.Groups:
    """Give the scores of these vulnerabilities as they are at the build."""
    rows = _rows(_SCORES)
    kept = np.searchsorted(_column(rows, 0), ids)
    kev, epss, cvss = (np.array([row[place] for row in rows], np.float32)[kept] for place in (1, 2, 3))
    return exposure.Groups(ids, kev.astype(np.bool_), epss, cvss)


def _matches(listed: list[tuple[Any, ...]], group_ids: Column, version_ids: Column) -> exposure.Matches:
    """Give those of the versions that are listed as they are that anybody runs."""
    groups = np.searchsorted(group_ids, _column(listed, 0)).astype(np.uint32)
    pairs = Numbering(version_ids).ranks(_column(listed, 1))
    kept = pairs >= 0
    return exposure.Matches(groups[kept], pairs[kept].astype(np.uint32), _column(listed, 2).astype(np.uint16)[kept])


def _listed(
    vulnerabilities: Collection[int] | None = None, versions: Collection[int] | None = None
) -> list[tuple[Any, ...]]:
    """Give vulnerability, version and day, of all or of these."""
    asked = {
        "vulnerabilities": None if vulnerabilities is None else list(vulnerabilities),
        "versions": None if versions is None else list(versions),
    }
    return _rows(_LISTED, asked)


def _column(rows: list[tuple[Any, ...]], place: int) -> Column:
    return np.fromiter((row[place] for row in rows), np.int64, len(rows))


def _zone() -> str:
    return timezone.get_current_timezone_name()


def _rows(query: str, asked: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, (asked or {}) | {"zone": _zone()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

"""Steps of taking in: the rows of advisories, and of what they affect."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from commonweal.components import actions as components
from commonweal.organisations.models import User
from commonweal.risk.actions._releases import name_releases_step
from commonweal.risk.models import (
    Advisory,
    AdvisoryRevision,
    AdvisorySource,
    AffectedPackage,
)
from commonweal.risk.rules.compiling import CompiledPackage, compiled, names_of, summary_of
from commonweal.standards import osv

_CHANGING = (
    "vulnerability", "summary", "published_at", "modified_at", "withdrawn_at", "digest", "document", "seen_at",
)  # fmt: skip
_PICTURE = """
    SELECT a.id, a.withdrawn_at IS NOT NULL,
        (SELECT coalesce(array_agg(DISTINCT p.package_id::text || ' ' || encode(r.low || '|' || r.high, 'hex')), '{}')
         FROM risk_affectedpackage p JOIN risk_affectedrange r ON r.affected_id = p.id WHERE p.advisory_id = a.id),
        (SELECT coalesce(array_agg(DISTINCT p.package_id::text || ' ' || l.version), '{}')
         FROM risk_affectedpackage p JOIN risk_listedversion l ON l.affected_id = p.id WHERE p.advisory_id = a.id),
        (SELECT count(*) FROM (
            SELECT v.id FROM risk_affectedpackage p JOIN risk_affectedrange r ON r.affected_id = p.id
            JOIN components_packageversion v ON v.package_id = r.package_id AND v.key >= r.low AND v.key < r.high
            WHERE p.advisory_id = a.id
            UNION
            SELECT v.id FROM risk_affectedpackage p JOIN risk_listedversion l ON l.affected_id = p.id
            JOIN components_packageversion v ON v.package_id = l.package_id AND v.version = l.version
            WHERE p.advisory_id = a.id) AS hit)
    FROM risk_advisory a WHERE a.id = ANY(%(keys)s)
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What an advisory affected at one moment; `hit` counts versions of packages that are known here."""

    is_withdrawn: bool
    affected: frozenset[str]
    hit: int


def picture(keys: Collection[int]) -> dict[int, Picture]:
    """Give what these advisories affect as the database now has it."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PICTURE, {"keys": list(keys)})
        return {
            key: Picture(is_withdrawn, frozenset({*ranges, *listed}), hit)
            for key, is_withdrawn, ranges, listed, hit in cursor.fetchall()
        }


def next_keys(count: int, table: str = "risk_advisory") -> list[int]:
    """Reserve primary keys, so that what belongs to an advisory can be made beside it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]


def count_rows() -> None:
    """Let the database count what it holds, so that a great first reading is not planned as one of empty tables."""
    tables = ("risk_advisory", "risk_advisoryname", "risk_vulnerability", "risk_affectedpackage", "risk_affectedrange")
    _run(f"ANALYZE {', '.join((*tables, 'risk_listedversion', 'components_package'))}", {})


def touch(newer: Iterable[tuple[int, datetime]]) -> None:
    """Note that advisories were touched by their source and say the same."""
    pairs = list(newer)
    if pairs:
        _run(
            "UPDATE risk_advisory SET modified_at = newer.at "
            "FROM unnest(%(keys)s::bigint[], %(times)s::timestamptz[]) AS newer (id, at) "
            "WHERE risk_advisory.id = newer.id",
            {"keys": [key for key, _ in pairs], "times": [time for _, time in pairs]},
        )


def keep_revisions(keys: Sequence[int], now: datetime) -> None:
    """Keep what advisories said until now."""
    rows = Advisory.objects.filter(pk__in=keys).values_list("pk", "document", "digest", "seen_at")
    AdvisoryRevision.objects.bulk_create(
        [
            AdvisoryRevision(advisory_id=key, document=document, digest=digest, seen_at=seen_at, replaced_at=now)
            for key, document, digest, seen_at in rows
        ]
    )


def row_of(
    source: AdvisorySource,
    advisory: osv.Advisory,
    key: int,
    home: int,
    document: tuple[str, dict[str, Any]],
    now: datetime,
) -> Advisory:
    """Give the row of an advisory, not stored."""
    return Advisory(
        pk=key,
        source=source,
        identifier=advisory.id,
        vulnerability_id=home,
        summary=summary_of(advisory),
        published_at=advisory.published,
        modified_at=advisory.modified,
        withdrawn_at=advisory.withdrawn,
        digest=document[0],
        document=document[1],
        seen_at=now,
    )


def store(
    rows: Sequence[Advisory], advisories: Sequence[osv.Advisory], *, replaced: Sequence[int], by: User | None
) -> None:
    """Store advisories with their names and what they affect; `replaced` are those of which that is there already."""
    there = set(replaced)
    _store_new([row for row in rows if row.pk not in there])
    Advisory.objects.bulk_create(
        [row for row in rows if row.pk in there],
        update_conflicts=True,
        unique_fields=["source", "identifier"],
        update_fields=_CHANGING,
    )
    known = _cleared(replaced)
    names = [
        (row.pk, name, kind)
        for row, advisory in zip(rows, advisories, strict=True)
        for name, kind in sorted(names_of(advisory))
    ]
    _copy("risk_advisoryname", ("advisory_id", "identifier", "kind"), names)
    said = [(row, package) for row, advisory in zip(rows, advisories, strict=True) for package in compiled(advisory)]
    _store_affected(said, known, by)
    name_releases_step([row.pk for row in rows])


def _store_new(rows: Sequence[Advisory]) -> None:
    _copy(
        "risk_advisory",
        ("id", "source_id", "identifier", "vulnerability_id", *_CHANGING[1:]),
        [
            (
                *(row.pk, row.source_id, row.identifier, row.vulnerability_id, row.summary, row.published_at),
                *(row.modified_at, row.withdrawn_at, row.digest, Jsonb(row.document), row.seen_at),
            )
            for row in rows
        ],
    )


def _cleared(keys: Sequence[int]) -> dict[tuple[int, int], datetime]:
    """Take away what these advisories affect; give since when each was known to name each package."""
    if not keys:
        return {}
    rows = AffectedPackage.objects.filter(advisory_id__in=keys).values_list("advisory_id", "package_id", "known_at")
    known = {(advisory, package): known_at for advisory, package, known_at in rows}
    for table in ("risk_affectedrange", "risk_listedversion"):
        _run(
            f"DELETE FROM {table} USING risk_affectedpackage p "  # noqa: S608
            f"WHERE {table}.affected_id = p.id AND p.advisory_id = ANY(%(keys)s)",
            {"keys": list(keys)},
        )
    for table in ("risk_affectedpackage", "risk_advisoryname"):
        _run(f"DELETE FROM {table} WHERE advisory_id = ANY(%(keys)s)", {"keys": list(keys)})  # noqa: S608
    return known


def _store_affected(
    said: Sequence[tuple[Advisory, CompiledPackage]], known: dict[tuple[int, int], datetime], by: User | None
) -> None:
    names = [components.PackageName(each.type, each.name, each.distribution, each.purl) for _, each in said]
    packages = components.intern_packages(packages=names, by=by)
    found = [
        (key, advisory, packages[each.identity], each)
        for key, (advisory, each) in zip(next_keys(len(said), "risk_affectedpackage"), said, strict=True)
    ]
    _copy(
        "risk_affectedpackage",
        ("id", "advisory_id", "package_id", "is_unclear", "band", "score", "known_at"),
        [
            (
                *(key, advisory.pk, package, each.is_unclear, each.band, each.score),
                known.get((advisory.pk, package), advisory.seen_at),
            )
            for key, advisory, package, each in found
        ],
    )
    _copy(
        "risk_affectedrange",
        ("affected_id", "vulnerability_id", "package_id", "low", "high", "introduced", "fixed", "last_affected"),
        [
            (key, advisory.vulnerability_id, package, each.low, each.high, *each.words)
            for key, advisory, package, compiled_package in found
            for each in compiled_package.ranges
        ],
    )
    _copy(
        "risk_listedversion",
        ("affected_id", "vulnerability_id", "package_id", "version"),
        [
            (key, advisory.vulnerability_id, package, version)
            for key, advisory, package, compiled_package in found
            for version in compiled_package.listed
        ],
    )


def _copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write many rows at once; ten times faster than inserting models, of which the whole taking in consists."""
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _run(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)

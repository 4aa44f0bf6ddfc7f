"""Steps of taking in: naming, as unclear, the packages of a distribution where one side does not state the release.

What an advisory says of one release is never said of another. Rows are looked up by whole keys, step by step, so that a
database that has not counted its new rows yet cannot choose a slow way.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Named = tuple[int, str, str, str, bool]

_NAMED = """
    SELECT a.advisory_id, p.type, p.name, p.distribution, a.is_unclear
    FROM risk_affectedpackage a
    JOIN risk_advisory told ON told.id = a.advisory_id AND told.withdrawn_at IS NULL
    JOIN components_package p ON p.id = a.package_id
    WHERE a.advisory_id = ANY(%(keys)s) AND p.distribution LIKE '%%:%%'
"""
_SAME_NAME = """
    SELECT stored.id, stored.type, stored.name, stored.distribution
    FROM unnest(%(types)s::text[], %(names)s::text[]) AS wanted (type, name)
    JOIN components_package stored USING (type, name)
    WHERE stored.distribution LIKE '%%:%%'
"""
_INSERT = """
    INSERT INTO risk_affectedpackage (advisory_id, package_id, is_unclear, band)
    SELECT *, true, '' FROM unnest(%(advisories)s::bigint[], %(packages)s::bigint[])
    ON CONFLICT (advisory_id, package_id) DO NOTHING
"""
# Advisories about another release of the same package, where it or this one is not stated.
_TOUCHED = """
    SELECT DISTINCT a.advisory_id
    FROM components_package here
    JOIN components_package stored ON stored.type = here.type AND stored.name = here.name
        AND split_part(stored.distribution, ':', 1) = split_part(here.distribution, ':', 1)
        AND (stored.distribution LIKE '%%:' OR here.distribution LIKE '%%:')
    JOIN risk_affectedpackage a ON a.package_id = stored.id
    WHERE here.distribution LIKE '%%:%%' AND (%(packages)s::bigint[] IS NULL OR here.id = ANY(%(packages)s))
"""


def name_releases_of_packages(packages: Sequence[int] | None) -> int:
    """Do what `name_releases` says, for these packages or for all; return how many rows were made."""
    values = {"packages": None if packages is None else list(packages)}
    return name_releases_step([row[0] for row in _rows(_TOUCHED, values)])


def name_releases_step(keys: Sequence[int]) -> int:
    """Do what `name_releases` says, for these advisories; return how many rows were made."""
    named: list[Named] = _rows(_NAMED, {"keys": list(keys)})
    if not named:
        return 0
    pairs = sorted({(kind, name) for _, kind, name, _, _ in named})
    stored = _rows(_SAME_NAME, {"types": [kind for kind, _ in pairs], "names": [name for _, name in pairs]})
    wanted = sorted(set(_pairs(named, stored)))
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, {"advisories": [advisory for advisory, _ in wanted], "packages": [key for _, key in wanted]}
        )
        return int(cursor.rowcount)


def _pairs(named: Iterable[Named], stored: Iterable[tuple[int, str, str, str]]) -> Iterable[tuple[int, int]]:
    """Pair each advisory with the packages of the same vendor of which one side does not state the release."""
    by_name: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for key, kind, name, distribution in stored:
        by_name.setdefault((kind, name, _vendor(distribution)), []).append((key, distribution))
    rows = list(named)
    # Of an advisory that is clear about one release, what stands at the vague package was only paired with it.
    clear = {(advisory, kind, name) for advisory, kind, name, _, is_unclear in rows if not is_unclear}
    for advisory, kind, name, distribution, _ in rows:
        is_vague = distribution.endswith(":") and (advisory, kind, name) not in clear
        for key, other in by_name.get((kind, name, _vendor(distribution)), ()):
            if other != distribution and (is_vague or other.endswith(":")):
                yield advisory, key


def _vendor(distribution: str) -> str:
    return distribution.partition(":")[0]


def _rows(statement: str, values: dict[str, Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())

"""Steps of actions: storing each package and version once, however many hand them in at the same time.

Rows are always locked in one order, packages before versions, so that nobody waits for each other in a circle.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection

from commonweal.components.rules.contents import LicenceWords, PackageName, Part

PackageKey = tuple[str, str, str]
VersionKey = tuple[int, str]
Key = TypeVar("Key", PackageKey, VersionKey)
# So many rows a statement: enough to cost nothing each, few enough for memory.
_BATCH = 5_000


def package_keys(packages: Iterable[PackageName]) -> dict[PackageKey, int]:
    """Give the primary keys of packages by type, name and distribution; those not known yet are stored."""
    wanted = {package.key: package.purl for package in packages}
    found: dict[PackageKey, int] = {}
    for batch in _batches(sorted(wanted)):
        found |= _known_packages(batch)
        missing = [key for key in batch if key not in found]
        if missing:
            found |= _stored_packages(missing, [wanted[key] for key in missing])
            # What another stored in the same moment: it has committed, else the statement would still wait.
            overtaken = [key for key in missing if key not in found]
            found |= _known_packages(overtaken) if overtaken else {}
    return found


def version_keys(parts: Sequence[Part], packages: dict[PackageKey, int]) -> dict[VersionKey, int]:
    """Give the primary keys of versions by package and version; those not known yet are stored."""
    wanted = {(packages[part.package.key], part.version): part.key for part in parts}
    found: dict[VersionKey, int] = {}
    for batch in _batches(sorted(wanted)):
        found |= _known_versions(batch)
        missing = [key for key in batch if key not in found]
        if missing:
            found |= _stored_versions(missing, [wanted[key] for key in missing])
            overtaken = [key for key in missing if key not in found]
            found |= _known_versions(overtaken) if overtaken else {}
    return found


def licence_keys(parts: Iterable[Part]) -> dict[LicenceWords, int]:
    """Give the primary keys of what is said of licences; what nobody said before is stored."""
    wanted = {part.licence.digest: part.licence for part in parts if part.licence is not None}
    digests = sorted(wanted)
    found = _known_licences(digests)
    missing = [digest for digest in digests if digest not in found]
    if missing:
        found |= _stored_licences([(digest, wanted[digest]) for digest in missing])
        overtaken = [digest for digest in missing if digest not in found]
        found |= _known_licences(overtaken)
    return {words: found[digest] for digest, words in wanted.items()}


def _known_packages(keys: Sequence[PackageKey]) -> dict[PackageKey, int]:
    rows = _rows(
        """
        SELECT stored.id, stored.type, stored.name, stored.distribution
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (type, name, distribution)
        JOIN components_package AS stored USING (type, name, distribution)
        """,
        _columns(keys, 3),
    )
    return {(row[1], row[2], row[3]): row[0] for row in rows}


def _stored_packages(keys: Sequence[PackageKey], purls: Sequence[str]) -> dict[PackageKey, int]:
    rows = _rows(
        """
        INSERT INTO components_package (type, name, distribution, purl)
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
        ON CONFLICT DO NOTHING RETURNING id, type, name, distribution
        """,
        [*_columns(keys, 3), list(purls)],
    )
    return {(row[1], row[2], row[3]): row[0] for row in rows}


def _known_versions(keys: Sequence[VersionKey]) -> dict[VersionKey, int]:
    rows = _rows(
        """
        SELECT stored.id, stored.package_id, stored.version
        FROM unnest(%s::bigint[], %s::text[]) AS wanted (package_id, version)
        JOIN components_packageversion AS stored USING (package_id, version)
        """,
        _columns(keys, 2),
    )
    return {(row[1], row[2]): row[0] for row in rows}


def _stored_versions(keys: Sequence[VersionKey], orders: Sequence[bytes | None]) -> dict[VersionKey, int]:
    rows = _rows(
        """
        INSERT INTO components_packageversion (package_id, version, key)
        SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bytea[])
        ON CONFLICT DO NOTHING RETURNING id, package_id, version
        """,
        [*_columns(keys, 2), list(orders)],
    )
    return {(row[1], row[2]): row[0] for row in rows}


def _known_licences(digests: Sequence[str]) -> dict[str, int]:
    if not digests:
        return {}
    statement = "SELECT digest, id FROM components_licencestatement WHERE digest = ANY(%s)"
    return dict(_rows(statement, [list(digests)]))


def _stored_licences(new: Sequence[tuple[str, LicenceWords]]) -> dict[str, int]:
    columns = _columns([(digest, words.declared, words.concluded, words.detected) for digest, words in new], 4)
    rows = _rows(
        """
        INSERT INTO components_licencestatement (digest, declared, concluded, detected)
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
        ON CONFLICT DO NOTHING RETURNING digest, id
        """,
        columns,
    )
    return dict(rows)


def _batches(keys: list[Key]) -> Iterator[list[Key]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def _columns(keys: Sequence[tuple[object, ...]], width: int) -> list[list[Any]]:
    return [[key[place] for key in keys] for place in range(width)]


def _rows(statement: str, arrays: Sequence[list[Any]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
        return list(cursor.fetchall())

"""Packages within somebody's scope whose licence is not known, the most widespread first."""

from collections import defaultdict
from dataclasses import dataclass

from commonweal.components.models import LicenceStatement, Occurrence, Package, PackageVersion
from commonweal.components.queries import Scope
from commonweal.licensing.queries.judging import Judge, expression_of
from commonweal.licensing.queries.standings import IN_SCOPE, asked

# Only rows without a statement that can be read are looked at. Where several lists speak of one version all of it
# holds, so that one text that nobody can read leaves it unknown; a list that says nothing takes nothing away.
_UNKNOWN = f"""
    FROM components_occurrence o JOIN usage_system s ON s.id = o.system_id
    JOIN components_packageversion v ON v.id = o.package_version_id
    WHERE NOT o.is_source AND {IN_SCOPE} AND (o.licence_id = ANY(%(unread)s::bigint[]) OR o.licence_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM components_occurrence other WHERE other.system_id = o.system_id
            AND other.package_version_id = o.package_version_id AND other.licence_id IS NOT NULL
            AND NOT other.is_source))
"""  # noqa: S608  fixed text
_SAID = f"""
    SELECT DISTINCT o.licence_id FROM components_occurrence o JOIN usage_system s ON s.id = o.system_id
    WHERE NOT o.is_source AND o.licence_id IS NOT NULL AND {IN_SCOPE}
"""  # noqa: S608  fixed text
_COUNTED = f"""
    SELECT v.package_id, count(DISTINCT o.system_id), count(DISTINCT v.id) {_UNKNOWN}
        AND v.package_id <> ALL(%(concluded)s::bigint[]) GROUP BY v.package_id
"""
_CONCLUDED = f"""
    SELECT DISTINCT v.package_id, o.system_id, s.owner_id, v.id {_UNKNOWN}
        AND v.package_id = ANY(%(concluded)s::bigint[])
"""
_WORDS = f"""
    SELECT DISTINCT v.package_id, o.licence_id
    FROM components_packageversion v JOIN components_occurrence o ON o.package_version_id = v.id
    JOIN usage_system s ON s.id = o.system_id
    WHERE NOT o.is_source AND o.licence_id IS NOT NULL AND {IN_SCOPE} AND v.package_id = ANY(%(packages)s::bigint[])
"""  # noqa: S608  fixed text


@dataclass(frozen=True, slots=True)
class UnknownLicence:
    """A package without a known licence: in how many systems and versions."""

    package: int
    systems: int
    versions: int


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """The same with the package at hand, and what lists say of it that nobody can read."""

    package: Package
    systems: int
    versions: int
    words: tuple[str, ...]


def unknown_licences(scope: Scope) -> list[UnknownLicence]:
    """Give the packages of which a version without a known licence runs within the scope, in most systems first."""
    unread = _unread(scope)
    judge = Judge(None if scope.is_everything else scope.bodies)
    concluded = sorted(judge.conclusions.by_package)
    found = [UnknownLicence(*row) for row in asked(_COUNTED, scope, None, unread=unread, concluded=concluded)]
    if concluded:
        found += _still_unknown(judge, asked(_CONCLUDED, scope, None, unread=unread, concluded=concluded))
    return sorted(found, key=lambda each: (-each.systems, -each.versions, each.package))


def unknown_rows(scope: Scope, found: list[UnknownLicence]) -> list[UnknownRow]:
    """Give some of them with their packages and what lists say of them."""
    packages = Package.objects.in_bulk([each.package for each in found])
    words: dict[int, dict[str, None]] = defaultdict(dict)
    rows = asked(_WORDS, scope, None, packages=sorted(packages)) if packages else []
    statements = LicenceStatement.objects.in_bulk({statement for _, statement in rows})
    for package, statement in sorted(rows):
        if expression_of(statements[statement]) is None:
            words[package][str(statements[statement])] = None
    return [
        UnknownRow(packages[each.package], each.systems, each.versions, tuple(words[each.package])) for each in found
    ]


def has_parts(scope: Scope) -> bool:
    """Whether a list of the parts of any system within the scope is here."""
    return Occurrence.objects.filter(system__in=scope.systems()).exists()


def packages_in(scope: Scope, chosen: list[int]) -> list[Package]:
    """Those packages that a system in scope runs, in the order of their names."""
    running = Package.objects.filter(versions__occurrences__system__in=scope.systems(), pk__in=chosen)
    return list(running.distinct().order_by("name", "pk"))


def _still_unknown(judge: Judge, rows: list[tuple[int, int, int, int]]) -> list[UnknownLicence]:
    """Of packages about which somebody concluded something, those whose conclusion does not reach them all."""
    keys = dict(PackageVersion.objects.filter(pk__in={row[3] for row in rows}).values_list("pk", "key"))
    left: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for package, system, owner, version in rows:
        key = keys[version]
        if judge.conclusions.counting(package, None if key is None else bytes(key), owner or 0)[0] is None:
            left[package].append((system, version))
    return [
        UnknownLicence(package, len({system for system, _ in several}), len({version for _, version in several}))
        for package, several in left.items()
    ]


def _unread(scope: Scope) -> list[int]:
    """The statements within the scope in which nobody can read a licence."""
    rows = asked(_SAID, scope, None)
    return sorted(
        each.pk
        for each in LicenceStatement.objects.filter(pk__in={row[0] for row in rows})
        if expression_of(each) is None
    )

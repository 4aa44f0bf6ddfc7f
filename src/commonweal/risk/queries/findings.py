"""Findings, worked out when asked: who runs a version that is affected, and what affects a version.

A range of versions is a range of an index (`standards.versions` keys), so each answer is a join of ranges with versions
with occurrences; where an index was built, it is asked (`indexed`). The scope cuts inside the question: what lies
outside is neither counted nor read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection
from django.utils import timezone

from commonweal.components.queries import Scope
from commonweal.organisations.models import Visibility
from commonweal.risk.models import AffectedPackage, AffectedRange, ListedVersion
from commonweal.risk.queries import indexed
from commonweal.risk.queries.priority_pack import priorities
from commonweal.usage.models import Criticality

# Systems count that are in use and not private to their author; of these bodies, or of all where that is null.
_HITS = """
    SELECT v.id, o.system_id, s.owner_id
    FROM (
        SELECT v.id
        FROM unnest(%(packages)s::bigint[], %(lows)s::bytea[], %(highs)s::bytea[]) AS wanted(package, low, high)
        JOIN components_packageversion v
          ON v.package_id = wanted.package AND v.key >= wanted.low AND v.key < wanted.high
        UNION
        SELECT unnest(%(versions)s::bigint[])
    ) AS v
    JOIN components_occurrence o ON o.package_version_id = v.id
    JOIN usage_system s ON s.id = o.system_id
    WHERE s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
      AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
    GROUP BY v.id, o.system_id, s.owner_id
    ORDER BY o.system_id, v.id
"""
_OWNERS = """
    SELECT s.id, s.owner_id FROM usage_system s
    WHERE s.id = ANY(%(systems)s) AND s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
      AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
"""
# What is affected is worked out of the versions alone, once each; only then who runs those.
_AFFECTED = """
    WITH systems AS MATERIALIZED (
        SELECT s.id, s.owner_id, s.criticality FROM usage_system s
        WHERE s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
          AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
          AND (%(systems)s::bigint[] IS NULL OR s.id = ANY(%(systems)s))
    ), used AS MATERIALIZED (
        SELECT o.package_version_id AS id FROM components_occurrence o JOIN systems ON systems.id = o.system_id
        GROUP BY o.package_version_id
    ), matched AS (
        SELECT r.vulnerability_id, v.id AS version_id, r.affected_id
        FROM used JOIN components_packageversion v USING (id)
        JOIN risk_affectedrange r ON r.package_id = v.package_id AND v.key >= r.low AND v.key < r.high
        UNION
        SELECT l.vulnerability_id, v.id, l.affected_id
        FROM used JOIN components_packageversion v USING (id)
        JOIN risk_listedversion l ON l.package_id = v.package_id AND l.version = v.version
    ), affecting AS MATERIALIZED (
        SELECT matched.vulnerability_id, matched.version_id, min(named.known_at) AS known_at
        FROM matched JOIN risk_affectedpackage named ON named.id = matched.affected_id
        GROUP BY matched.vulnerability_id, matched.version_id
    ), run AS MATERIALIZED (
        SELECT o.package_version_id AS version_id, o.system_id, systems.owner_id, systems.criticality,
            min(o.since) AS since
        FROM (SELECT DISTINCT version_id FROM affecting) AS hit
        JOIN components_occurrence o ON o.package_version_id = hit.version_id
        JOIN systems ON systems.id = o.system_id
        GROUP BY o.package_version_id, o.system_id, systems.owner_id, systems.criticality
    )
"""
_TALLY = f"""{_AFFECTED}
    SELECT affecting.vulnerability_id, count(DISTINCT run.system_id), count(DISTINCT run.owner_id), count(*),
        max(weights.weight), (min(GREATEST(run.since, affecting.known_at)) AT TIME ZONE %(zone)s)::date
    FROM affecting JOIN run USING (version_id)
    JOIN unnest(%(words)s::text[], %(weights)s::int[]) AS weights(criticality, weight) USING (criticality)
    GROUP BY affecting.vulnerability_id
"""  # noqa: S608  both parts are ours
_TALLY_BY = {
    place: f"""{_AFFECTED}
    SELECT run.{column}, affecting.vulnerability_id, count(*),
        (min(GREATEST(run.since, affecting.known_at)) AT TIME ZONE %(zone)s)::date
    FROM affecting JOIN run USING (version_id)
    GROUP BY run.{column}, affecting.vulnerability_id
"""  # noqa: S608  all parts are ours
    for place, column in (("body", "owner_id"), ("system", "system_id"))
}
_OF_VERSIONS = """
    SELECT v.id, r.vulnerability_id, r.affected_id, r.fixed
    FROM components_packageversion v
    JOIN risk_affectedrange r ON r.package_id = v.package_id AND v.key >= r.low AND v.key < r.high
    WHERE v.id = ANY(%(versions)s)
    UNION
    SELECT v.id, l.vulnerability_id, l.affected_id, ''
    FROM components_packageversion v
    JOIN risk_listedversion l ON l.package_id = v.package_id AND l.version = v.version
    WHERE v.id = ANY(%(versions)s)
    ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class PackageRange:
    """Versions of a package (primary key) with keys from `low` on, up to but without `high`."""

    package: int
    low: bytes
    high: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for: ranges of packages, and single versions by primary key."""

    ranges: tuple[PackageRange, ...] = ()
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """That a system of a body runs a version; all by primary key."""

    system: int
    version: int
    body: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a vulnerability reaches within the scope, before any decision; `findings` counts system and version.

    `weight` is that of the most critical system by the pack of priorities; `known_since` is the day on which the first
    finding was known: on which both the list that names the version and the advisory were here.
    """

    vulnerability: int
    systems: int
    bodies: int
    findings: int
    weight: int
    known_since: date


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """How often a vulnerability hits one body or one system (`place`, a primary key), and since when that is known."""

    place: int
    vulnerability: int
    findings: int
    known_since: date


@dataclass(frozen=True, slots=True)
class Match:
    """That a vulnerability affects a version, by an advisory's named package; `fixed` is "" where no fix is known."""

    version: int
    vulnerability: int
    affected: int
    fixed: str


def question_of(vulnerabilities: Collection[int]) -> Question:
    """Give all that the advisories of these vulnerabilities say is affected."""
    ranges = AffectedRange.objects.filter(vulnerability_id__in=vulnerabilities)
    return Question(
        ranges=tuple(
            PackageRange(package, bytes(low), bytes(high))
            for package, low, high in ranges.values_list("package_id", "low", "high").distinct()
        ),
        versions=_listed(vulnerabilities),
    )


def hits(question: Question, scope: Scope) -> list[Hit]:
    """Give who runs what is asked for, within the scope; sorted by system and version, each once."""
    if scope.is_empty or not (question.ranges or question.versions):
        return []
    ranges = [(each.package, each.low, each.high) for each in question.ranges]
    found = indexed.hits(ranges, question.versions, scope)
    if found is not None:
        owners = dict(_rows(_OWNERS, {"systems": list({system for system, _ in found})} | _cut(scope)))
        return sorted(Hit(system, version, owners[system]) for system, version in found if system in owners)
    asked = {
        "packages": [each.package for each in question.ranges],
        "lows": [each.low for each in question.ranges],
        "highs": [each.high for each in question.ranges],
        "versions": list(question.versions),
    }
    return [Hit(system, version, body) for version, system, body in _rows(_HITS, asked | _cut(scope))]


def tally(scope: Scope, systems: Collection[int] | None = None) -> list[Tally]:
    """Give every vulnerability that hits a system within the scope, or one of these there, and how far it reaches."""
    if scope.is_empty:
        return []
    weights = {word: priorities().weights[word or "unknown"] for word in Criticality.values}
    found = indexed.tallies(scope, list(weights.values()), systems)
    if found is not None:
        columns = found.groups, found.systems, found.bodies, found.findings, found.weights.astype(int)
        days = map(indexed.day_of, found.days.tolist())
        return [Tally(*row) for row in zip(*(column.tolist() for column in columns), days, strict=True)]
    asked = _cut(scope) | {"words": list(weights), "weights": list(weights.values()), "zone": _zone()}
    asked["systems"] = None if systems is None else list(systems)
    return [Tally(*row) for row in _rows(_TALLY, asked)]


def tally_by(place: Literal["body", "system"], scope: Scope) -> list[PlaceTally]:
    """Give what hits each body, or each system, within the scope."""
    if scope.is_empty:
        return []
    found = indexed.tallies_by(place, scope)
    if found is not None:
        columns, days = (found.places, found.groups, found.findings), map(indexed.day_of, found.days.tolist())
        return [PlaceTally(*row) for row in zip(*(column.tolist() for column in columns), days, strict=True)]
    return [PlaceTally(*row) for row in _rows(_TALLY_BY[place], _cut(scope) | {"zone": _zone(), "systems": None})]


def matches(versions: Iterable[int]) -> list[Match]:
    """Give what affects these versions of packages; who runs them is not asked, so there is no scope."""
    wanted = list(versions)
    return [Match(*row) for row in _rows(_OF_VERSIONS, {"versions": wanted})] if wanted else []


def affecting(vulnerabilities: Collection[int], hits: Collection[Hit]) -> list[tuple[int, Hit]]:
    """Tell the hits of several vulnerabilities apart, as vulnerability and hit; one query, none where there is one."""
    if len(vulnerabilities) == 1:
        return [(next(iter(vulnerabilities)), hit) for hit in hits]
    by_version: dict[int, set[int]] = defaultdict(set)
    for match in matches({hit.version for hit in hits}):
        by_version[match.version].add(match.vulnerability)
    wanted = set(vulnerabilities)
    return [(each, hit) for hit in hits for each in sorted(by_version[hit.version] & wanted)]


def unclear_packages(vulnerabilities: Collection[int]) -> frozenset[int]:
    """Give the packages of which these vulnerabilities' advisories do not let us judge every version."""
    unclear = AffectedPackage.objects.filter(advisory__vulnerability__in=vulnerabilities, is_unclear=True)
    return frozenset(unclear.filter(advisory__withdrawn_at=None).values_list("package_id", flat=True))


def _listed(vulnerabilities: Collection[int]) -> tuple[int, ...]:
    listed = ListedVersion.objects.filter(vulnerability_id__in=vulnerabilities)
    query = """
        SELECT v.id FROM components_packageversion v
        JOIN unnest(%(packages)s::bigint[], %(texts)s::text[]) AS listed(package, version)
          ON v.package_id = listed.package AND v.version = listed.version
    """
    pairs = list(listed.values_list("package_id", "version").distinct())
    if not pairs:
        return ()
    asked = {"packages": [package for package, _ in pairs], "texts": [text for _, text in pairs]}
    return tuple(sorted(row[0] for row in _rows(query, asked)))


def _cut(scope: Scope) -> dict[str, Any]:
    bodies = None if scope.is_everything else sorted(scope.bodies)
    return {"rung": Visibility.BODY.value, "bodies": bodies}


def _zone() -> str:
    """The zone in which days are counted."""
    return timezone.get_current_timezone_name()


def _rows(query: str, asked: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows

"""How bodies and systems stand: what is open, what is not known, and so what their lights show.

Open vulnerabilities are counted once for each body, or each system; a sum over bodies counts one for each of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from django.db import connection
from django.utils import timezone

from commonweal.components.queries import Scope
from commonweal.organisations.models import Visibility
from commonweal.risk.models import Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements, decided_findings
from commonweal.risk.queries.findings import Hit, PlaceTally
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.sources import freshness
from commonweal.risk.queries.worklist import by_key, danger_of, listed_due
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.lights import Facts
from commonweal.risk.rules.priority import due_on

Place = Literal["body", "system"]
_COLUMN: Mapping[Place, str] = {"body": "owner_id", "system": "id"}
_IN_SCOPE = """
    s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
      AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
"""
_LISTS = """
    SELECT s.{place}, count(DISTINCT s.id), count(DISTINCT s.id) - count(DISTINCT d.system_id),
        min(LEAST(d.made_at, d.received_at)),
        CASE WHEN bool_and(d.counted ? 'components') THEN sum((d.counted->>'components')::int) END,
        CASE WHEN bool_and(d.counted ? 'assessable')
            THEN sum((d.counted->>'components')::int - (d.counted->>'assessable')::int) END
    FROM usage_system s LEFT JOIN components_sbomdocument d ON d.system_id = s.id AND d.replaced_at IS NULL
    WHERE {scope} GROUP BY s.{place}
"""
# Parts that an advisory names without its versions being comparable with this one. One that the advisory lists by its
# text is a finding. A distribution without a release is named by every release of it.
_UNCLEAR = """
    WITH run AS (
        SELECT DISTINCT o.package_version_id AS version_id, s.id AS system_id, s.owner_id
        FROM components_occurrence o JOIN usage_system s ON s.id = o.system_id
        WHERE {scope}
    ), used AS (
        SELECT v.id, v.package_id, v.version, v.key, p.type, p.name, p.distribution LIKE '%%:' AS has_no_release
        FROM (SELECT DISTINCT version_id FROM run) AS run
        JOIN components_packageversion v ON v.id = run.version_id
        JOIN components_package p ON p.id = v.package_id
    ), named AS (
        SELECT used.id, a.advisory_id FROM used JOIN risk_affectedpackage a ON a.package_id = used.package_id
        WHERE a.is_unclear OR used.key IS NULL OR used.has_no_release
        UNION
        SELECT used.id, a.advisory_id FROM used
        JOIN components_package p ON p.type = used.type AND p.name = used.name AND p.distribution <> ''
        JOIN risk_affectedpackage a ON a.package_id = p.id
        WHERE used.has_no_release
    )
    SELECT DISTINCT advisory.vulnerability_id, used.id, run.system_id, run.owner_id
    FROM named JOIN used USING (id) JOIN run ON run.version_id = used.id
    JOIN risk_advisory advisory ON advisory.id = named.advisory_id AND advisory.withdrawn_at IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM risk_listedversion l
        WHERE l.vulnerability_id = advisory.vulnerability_id AND l.package_id = used.package_id
          AND l.version = used.version)
      AND NOT EXISTS (SELECT 1 FROM risk_affectedrange r
        WHERE r.vulnerability_id = advisory.vulnerability_id AND r.package_id = used.package_id
          AND used.key >= r.low AND used.key < r.high)
"""
# Parts of which no advisory here could tell anything: none is about any package of their kind. A distribution without
# a release is of the kind of each of its releases.
_UNCOVERED = """
    WITH run AS (
        SELECT DISTINCT o.package_version_id AS version_id, s.id AS system_id, s.owner_id
        FROM components_occurrence o JOIN usage_system s ON s.id = o.system_id
        WHERE NOT o.is_source AND {scope}
    ), used AS (
        SELECT run.system_id AS id, run.owner_id, p.type, p.distribution
        FROM run JOIN components_packageversion v ON v.id = run.version_id
        JOIN components_package p ON p.id = v.package_id
    ), uncovered AS MATERIALIZED (
        SELECT kind.type, kind.distribution FROM (SELECT DISTINCT type, distribution FROM used) AS kind
        WHERE NOT EXISTS (
            SELECT 1 FROM components_package q JOIN risk_affectedpackage a ON a.package_id = q.id
            WHERE q.type = kind.type AND (q.distribution = kind.distribution OR kind.distribution LIKE '%%:'
                AND split_part(q.distribution, ':', 1) = split_part(kind.distribution, ':', 1)))
    )
    SELECT used.{place}, count(*) FROM used JOIN uncovered USING (type, distribution) GROUP BY used.{place}
"""


@dataclass(frozen=True, slots=True)
class PlaceTask:
    """A vulnerability that hits a body or a system (`place`, a primary key), and what of it remains open there."""

    place: int
    vulnerability: Vulnerability
    findings: int
    open: int
    accepted: int
    known_since: date
    due: date | None


@dataclass(frozen=True, slots=True)
class UnclearPart:
    """That a system runs a version of which nobody can tell whether the vulnerability hits it; all by primary key."""

    vulnerability: int
    version: int
    system: int
    body: int


def tasks_by(place: Place, scope: Scope) -> list[PlaceTask]:
    """Give what hits each body, or each system, within the scope, with what was decided laid over it."""
    reached = findings.tally_by(place, scope)
    vulnerabilities = by_key(each.vulnerability for each in reached)
    remaining = _remaining(place, vulnerabilities, scope)
    due = _days(vulnerabilities)
    return [
        _task(
            each, vulnerabilities[each.vulnerability], remaining.get((each.place, each.vulnerability)), due
        )
        for each in reached
    ]  # fmt: skip


def facts_by(place: Place, scope: Scope, tasks: Iterable[PlaceTask] | None = None) -> dict[int, Facts]:
    """Give what is known of each body, or each system, that has any system within the scope."""
    today = timezone.localdate()
    of_place: dict[int, list[PlaceTask]] = defaultdict(list)
    for task in tasks_by(place, scope) if tasks is None else tasks:
        if task.open:
            of_place[task.place].append(task)
    unclear: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for part in unclear_parts(scope):
        unclear[part.body if place == "body" else part.system].add((part.system, part.version))
    uncovered = dict(_asked(_UNCOVERED.format(place=_COLUMN[place], scope=_IN_SCOPE), scope))
    as_of = _advisories_as_of()
    return {
        pk: _facts([*row, uncovered.get(pk, 0)], of_place[pk], len(unclear[pk]), as_of, today)
        for pk, *row in _asked(_LISTS.format(place=_COLUMN[place], scope=_IN_SCOPE), scope)
        if pk is not None
    }


def unclear_parts(scope: Scope) -> list[UnclearPart]:
    """Give the parts of which nobody can tell whether they are hit, as long as nobody decided that they are not."""
    found = [UnclearPart(*row) for row in _asked(_UNCLEAR.format(scope=_IN_SCOPE), scope)]
    counting = counting_statements((each.vulnerability, Hit(each.system, each.version, each.body)) for each in found)
    settled = {
        finding for finding, statement in counting.items() if statement.standing is not Standing.OPEN
    }  # fmt: skip
    return [
        each for each in found if (each.vulnerability, Hit(each.system, each.version, each.body)) not in settled
    ]  # fmt: skip


def is_severe(vulnerability: Vulnerability) -> bool:
    """Whether it is critical or high; one that nobody rated counts as if it were."""
    return vulnerability.band in ("critical", "high", "unknown")


def _days(vulnerabilities: Mapping[int, Vulnerability]) -> Callable[[int, date], date]:
    """Give by when something must be done about a vulnerability known since a day; each is worked out once."""
    listed = listed_due(vulnerabilities.values())

    @cache
    def due(pk: int, since: date) -> date:
        named = vulnerabilities[pk]
        return due_on(danger_of(named), since, priorities().days, listed.get(named.name))

    return due


def _task(
    reached: PlaceTally,
    vulnerability: Vulnerability,
    remaining: tuple[int, int] | None,
    due: Callable[[int, date], date],
) -> PlaceTask:
    still_open, accepted = remaining or (reached.findings, 0)
    return PlaceTask(
        place=reached.place,
        vulnerability=vulnerability,
        findings=reached.findings,
        open=still_open,
        accepted=accepted,
        known_since=reached.known_since,
        due=due(vulnerability.pk, reached.known_since) if still_open else None,
    )


def _remaining(
    place: Place, vulnerabilities: Mapping[int, Vulnerability], scope: Scope
) -> dict[tuple[int, int], tuple[int, int]]:
    """Count what is open and accepted by place and vulnerability, where anybody decided anything."""
    found = decided_findings(set(vulnerabilities), scope)
    counting = counting_statements(found)
    standings: dict[tuple[int, int], list[Standing]] = defaultdict(list)
    for vulnerability, hit in found:
        statement = counting.get((vulnerability, hit))
        pk = hit.body if place == "body" else hit.system
        standings[pk, vulnerability].append(Standing.OPEN if statement is None else statement.standing)
    return {key: (several.count(Standing.OPEN), several.count(Standing.ACCEPTED)) for key, several in standings.items()}


def _facts(row: Sequence[Any], tasks: list[PlaceTask], unclear: int, as_of: date | None, today: date) -> Facts:
    systems, unlisted, oldest, parts, unreadable, uncovered = row
    is_listed = systems != unlisted
    severe = sum(is_severe(task.vulnerability) for task in tasks)
    return Facts(
        systems=systems,
        unlisted=unlisted,
        oldest_list=timezone.localtime(oldest).date() if oldest else None,
        parts=parts,
        unreadable=unreadable,
        uncovered=uncovered if is_listed else None,
        unclear=unclear if is_listed else None,
        exploited=sum(task.vulnerability.exploited_on is not None for task in tasks) if is_listed else None,
        overdue=sum(task.due is not None and task.due < today for task in tasks) if is_listed else None,
        severe=severe if is_listed else None,
        less_severe=len(tasks) - severe if is_listed else None,
        advisories_as_of=as_of,
    )


def _advisories_as_of() -> date | None:
    """Give as of when advisories are; None where a source in use was never read, or there is none."""
    fresh = freshness()
    return timezone.localtime(fresh.as_of).date() if fresh.is_known and fresh.as_of else None


def _asked(query: str, scope: Scope) -> list[tuple[Any, ...]]:
    if scope.is_empty:
        return []
    asked = {"rung": Visibility.BODY.value, "bodies": None if scope.is_everything else sorted(scope.bodies)}
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

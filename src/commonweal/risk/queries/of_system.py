"""The findings of one system, one by one: which part, how it comes in, by when, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from commonweal.components.models import Occurrence
from commonweal.components.queries import Scope
from commonweal.risk.models import AffectedPackage, Decision, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements
from commonweal.risk.queries.findings import Hit, Match
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.worklist import danger_of, listed_due
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.priority import Order, due_on, order
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class Finding:
    """That a system runs a version that a vulnerability affects, and what was decided; `due` only where it is open.

    `occurrence` is where the part comes in most directly; `fixed` are the versions that end it.
    """

    vulnerability: Vulnerability
    occurrence: Occurrence
    fixed: tuple[str, ...]
    due: date | None
    standing: Standing
    decision: Decision | None
    order: Order


def findings_of(scope: Scope, system: System) -> list[Finding]:
    """Give the findings of a system, open ones first, then what is most dangerous; nothing outside the scope."""
    occurrences = _occurrences(scope, system)
    found: dict[tuple[int, int], list[Match]] = {}
    for match in findings.matches(occurrences):
        found.setdefault((match.vulnerability, match.version), []).append(match)
    vulnerabilities = Vulnerability.objects.in_bulk({vulnerability for vulnerability, _ in found})
    named = {match.affected for several in found.values() for match in several}
    known = dict(AffectedPackage.objects.filter(pk__in=named).values_list("pk", "known_at"))
    body = system.owner_id or 0
    counting = counting_statements(
        (vulnerability, Hit(system.pk, version, body)) for vulnerability, version in found
    )  # fmt: skip
    said = {statement.id for statement in counting.values()}
    decisions = Decision.objects.select_related("body", "by").in_bulk(said)
    days = listed_due(vulnerabilities.values())
    weight = priorities().weights[system.criticality or "unknown"]
    lines = []
    for (pk, version), several in found.items():
        statement = counting.get((pk, Hit(system.pk, version, body)))
        standing = Standing.OPEN if statement is None else statement.standing
        vulnerability, occurrence = vulnerabilities[pk], occurrences[version]
        danger = danger_of(vulnerability)
        since = _since(occurrence, min(known[match.affected] for match in several))
        due = due_on(danger, since, priorities().days, days.get(vulnerability.name))
        lines.append(
            Finding(
                vulnerability=vulnerability,
                occurrence=occurrence,
                fixed=tuple(sorted({match.fixed for match in several} - {""})),
                due=due if standing is Standing.OPEN else None,
                standing=standing,
                decision=decisions.get(statement.id) if statement else None,
                order=order(danger, weight),
            )
        )
    return sorted(lines, key=_order)


def _occurrences(scope: Scope, system: System) -> dict[int, Occurrence]:
    """Give where each version comes in most directly, by the version's primary key."""
    rows = Occurrence.objects.filter(system__in=scope.systems(), system=system)
    found: dict[int, Occurrence] = {}
    for row in rows.select_related("package_version__package").order_by("since", "pk"):
        known = found.setdefault(row.package_version_id, row)
        if row.depth is not None and (known.depth is None or row.depth < known.depth):
            row.since = min(row.since, known.since)
            found[row.package_version_id] = row
    return found


def _since(occurrence: Occurrence, known_at: datetime) -> date:
    return timezone.localtime(max(occurrence.since, known_at)).date()


def _order(given: Finding) -> tuple[object, ...]:
    dangers = tuple(-each for each in given.order)
    return (given.standing is not Standing.OPEN, *dangers, given.vulnerability.name, given.occurrence.pk)

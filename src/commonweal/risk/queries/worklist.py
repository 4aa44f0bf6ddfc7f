"""What to do next within a scope: one line for each vulnerability, what is most dangerous first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.db.models.expressions import RawSQL

from commonweal.components.queries import Scope
from commonweal.risk.models import Exploitation, Vulnerability
from commonweal.risk.queries import findings
from commonweal.risk.queries.decided import counting_statements, decided_findings
from commonweal.risk.queries.findings import Tally
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.rules.decisions import Standing
from commonweal.risk.rules.priority import Danger, Order, due_on, order


@dataclass(frozen=True, slots=True)
class Task:
    """A vulnerability and what of it remains within the scope; findings count a system and a version of a package.

    `due` is None where nothing is open; `weight` is that of the most critical system hit, by the pack of priorities.
    """

    vulnerability: Vulnerability
    systems: int
    bodies: int
    findings: int
    open: int
    accepted: int
    due: date | None
    order: Order
    weight: int
    known_since: date

    @property
    def closed(self) -> int:
        """The findings that somebody decided are none, or are done."""
        return self.findings - self.open - self.accepted

    @property
    def standing(self) -> Standing:
        """What remains, of all."""
        if self.open:
            return Standing.OPEN
        return Standing.ACCEPTED if self.accepted else Standing.CLOSED

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < today


def worklist(scope: Scope, systems: Collection[int] | None = None) -> list[Task]:
    """Give every vulnerability that hits a system within the scope, what comes first first, by packs/priority.yaml.

    Of all systems, or of these alone.
    """
    reached = findings.tally(scope, systems)
    vulnerabilities = by_key(each.vulnerability for each in reached)
    remaining = _remaining(reached, scope, systems)
    listed = listed_due(vulnerabilities.values())
    tasks = [
        _task(each, vulnerabilities[each.vulnerability], remaining.get(each.vulnerability), listed) for each in reached
    ]
    return sorted(
        tasks, key=lambda task: (task.standing is not Standing.OPEN, *_backwards(task.order), task.vulnerability.name)
    )


def by_key(keys: Iterable[int]) -> dict[int, Vulnerability]:
    """Give vulnerabilities by primary key; ten thousand are one array for the database, not so many values."""
    wanted = RawSQL("SELECT unnest(%s::bigint[])", [list(set(keys))])
    return {each.pk: each for each in Vulnerability.objects.filter(pk__in=wanted).order_by()}


def danger_of(vulnerability: Vulnerability) -> Danger:
    """Give what is known of it, as the rule of priorities takes it."""
    score = vulnerability.score
    return Danger(
        band=vulnerability.band,
        score=None if score is None else float(score),
        exploited_on=vulnerability.exploited_on,
        forecast=vulnerability.forecast,
    )


def _task(
    reached: Tally, vulnerability: Vulnerability, remaining: Sequence[int] | None, listed: Mapping[str, date]
) -> Task:
    still_open, accepted = remaining or (reached.findings, 0)
    danger = danger_of(vulnerability)
    due = None
    if still_open:
        due = due_on(danger, reached.known_since, priorities().days, listed.get(vulnerability.name))
    return Task(
        vulnerability=vulnerability,
        systems=reached.systems,
        bodies=reached.bodies,
        findings=reached.findings,
        open=still_open,
        accepted=accepted,
        due=due,
        order=order(danger, reached.weight),
        weight=reached.weight,
        known_since=reached.known_since,
    )


def _remaining(reached: Iterable[Tally], scope: Scope, systems: Collection[int] | None) -> dict[int, tuple[int, int]]:
    """Count what is open and what is accepted, of the vulnerabilities about which anybody decided anything."""
    found = decided_findings({each.vulnerability for each in reached}, scope)
    if systems is not None:
        found = [each for each in found if each[1].system in systems]
    counting = counting_statements(found)
    standings: dict[int, list[Standing]] = defaultdict(list)
    for finding in found:
        statement = counting.get(finding)
        standings[finding[0]].append(Standing.OPEN if statement is None else statement.standing)
    return {
        vulnerability: (several.count(Standing.OPEN), several.count(Standing.ACCEPTED))
        for vulnerability, several in standings.items()
    }


def listed_due(vulnerabilities: Iterable[Vulnerability]) -> dict[str, date]:
    """Give the earliest day that a list of exploited vulnerabilities sets, by name."""
    exploited = [each.name for each in vulnerabilities if each.exploited_on is not None]
    named = Exploitation.objects.filter(identifier__in=exploited, due_on__isnull=False)
    return dict(named.values_list("identifier").annotate(Min("due_on")))


def _backwards(given: Order) -> tuple[float, ...]:
    return tuple(-each for each in given)

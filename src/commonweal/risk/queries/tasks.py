"""The worklist narrowed to what somebody looks for, and what a page of it tells of each vulnerability."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.components.models import PackageVersion
from commonweal.components.queries import Scope
from commonweal.risk.models import AffectedPackage, AffectedRange
from commonweal.risk.queries import findings
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.worklist import Task
from commonweal.risk.rules.decisions import Standing
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class TaskSearch:
    """What is looked for; blank means any.

    `standing` is open, accepted, closed or all; `exploited` and `overdue` "yes"; `fix` "yes" or "no"; `criticality`
    vital or high, which means that or more.
    """

    text: str = ""
    standing: str = ""
    band: str = ""
    exploited: str = ""
    overdue: str = ""
    fix: str = ""
    criticality: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many vulnerabilities stand in which way, before anything is narrowed."""

    open: int
    exploited: int
    overdue: int
    accepted: int
    closed: int


@dataclass(frozen=True, slots=True)
class Run:
    """A version that runs in the scope and is affected; `fixed` are the versions that end it, none where not known."""

    version: PackageVersion
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """A task with the versions that run, and the first of its systems, most critical first."""

    task: Task
    runs: tuple[Run, ...]
    systems: tuple[System, ...]


def counts_of(tasks: Collection[Task], today: date) -> Counts:
    """Count the whole worklist."""
    still = [task for task in tasks if task.standing is Standing.OPEN]
    return Counts(
        open=len(still),
        exploited=sum(task.vulnerability.exploited_on is not None for task in still),
        overdue=sum(task.is_overdue(today) for task in still),
        accepted=sum(task.standing is Standing.ACCEPTED for task in tasks),
        closed=sum(task.standing is Standing.CLOSED for task in tasks),
    )


def chosen(tasks: Sequence[Task], search: TaskSearch, today: date) -> list[Task]:
    """Narrow the worklist, in its order; two queries at most."""
    found = [task for task in tasks if _fits(task, search, today)]
    if search.fix:
        with_fix = _with_fix({task.vulnerability.pk for task in found})
        found = [task for task in found if (task.vulnerability.pk in with_fix) is (search.fix == "yes")]
    if search.text:
        named = _named(search.text, {task.vulnerability.pk for task in found})
        text = search.text.casefold()
        found = [
            task for task in found if task.vulnerability.pk in named or text in task.vulnerability.name.casefold()
        ]  # fmt: skip
    return found


def details(tasks: Sequence[Task], scope: Scope, most_systems: int = 3) -> list[Detail]:
    """Give what a page shows of each task; a fixed number of queries, for as few tasks as a page shows."""
    wanted = {task.vulnerability.pk for task in tasks}
    hits = findings.hits(findings.question_of(wanted), scope)
    by_version: dict[int, set[int]] = defaultdict(set)
    for hit in hits:
        by_version[hit.version].add(hit.system)
    fixed: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for match in findings.matches(by_version):
        if match.vulnerability in wanted:
            fixed[match.vulnerability][match.version].update({match.fixed} - {""})
    versions = PackageVersion.objects.select_related("package").in_bulk(list(by_version))
    systems = {each.pk: each for each in _in_order(scope, {hit.system for hit in hits})}
    found = []
    for task in tasks:
        runs = fixed[task.vulnerability.pk]
        ordered = sorted(runs, key=lambda pk: (versions[pk].package.name, bytes(versions[pk].key or b"")))
        running = {system for version in runs for system in by_version[version]}
        named = [system for pk, system in systems.items() if pk in running][:most_systems]
        found.append(Detail(task, tuple(Run(versions[pk], tuple(sorted(runs[pk]))) for pk in ordered), tuple(named)))
    return found


def _fits(task: Task, search: TaskSearch, today: date) -> bool:
    standing = search.standing or Standing.OPEN
    if standing not in ("all", task.standing):
        return False
    if search.band and task.vulnerability.band != search.band:
        return False
    if search.exploited and task.vulnerability.exploited_on is None:
        return False
    if search.overdue and not task.is_overdue(today):
        return False
    return not search.criticality or task.weight >= priorities().weights.get(search.criticality, 0)


def _with_fix(vulnerabilities: Collection[int]) -> set[int]:
    ranges = AffectedRange.objects.filter(vulnerability__in=vulnerabilities).exclude(fixed="")
    return set(ranges.values_list("vulnerability", flat=True).distinct())


def _named(text: str, vulnerabilities: Collection[int]) -> set[int]:
    named = AffectedPackage.objects.filter(
        advisory__vulnerability__in=vulnerabilities, advisory__withdrawn_at=None, package__name__icontains=text
    )
    return set(named.values_list("advisory__vulnerability", flat=True).distinct())


def _in_order(scope: Scope, systems: Collection[int]) -> list[System]:
    """Give the systems, most critical first."""
    weights = priorities().weights
    found = scope.systems().filter(pk__in=systems).select_related("owner")
    return sorted(found, key=lambda each: (-weights[each.criticality or "unknown"], each.folded_name, each.pk))

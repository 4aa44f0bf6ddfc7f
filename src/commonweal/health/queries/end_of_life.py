"""What pages of ends of life show: products and cycles, who runs a product, and what ends when.

Products and cycles are nobody's secret. Who runs them is what a list of parts tells, so it takes the scope.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from commonweal.components.models import Package, PackageVersion
from commonweal.components.queries import Scope
from commonweal.health.models import LifecycleProduct, ReleaseCycle
from commonweal.health.queries.lifecycle_runs import (
    CycleRun,
    Found,
    Way,
    by_distribution,
    by_itself,
    judged,
    package_ranges,
    phase_of_cycle,
    runs,
)
from commonweal.health.rules.lifecycles import Numbers, below, is_below, numbers, stated_numbers
from commonweal.health.rules.phases import Phase
from commonweal.risk.queries import findings
from commonweal.risk.queries.findings import Hit, PackageRange, Question
from commonweal.risk.queries.priority_pack import priorities
from commonweal.standards.versions import FIRST, LAST
from commonweal.usage.models import System

_PHASES = list(Phase)
Span = tuple[int, bytes, bytes]


class BoundUnclear(Exception):
    """What was asked for as a bound is no version."""


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle as its product's page shows it; the counts are of what is seen within the scope."""

    cycle: ReleaseCycle
    phase: Phase
    bodies: int = 0
    systems: int = 0


@dataclass(frozen=True, slots=True)
class RunLine:
    """That a system runs a product in a cycle, with all that a row shows."""

    run: CycleRun
    system: System
    product: LifecycleProduct
    cycle: ReleaseCycle | None
    kept_by: ReleaseCycle | None

    @property
    def weight(self) -> int:
        """How critical the system is, by the pack of priorities."""
        return priorities().weights[self.system.criticality or "unknown"]


def lifecycle_products(text: str = "", category: str = "") -> QuerySet[LifecycleProduct]:
    """The products that the source names, by label."""
    found = LifecycleProduct.objects.filter(gone_at=None).annotate(
        cycle_count=Count("cycles", filter=Q(cycles__gone_at=None))
    )  # fmt: skip
    if text:
        found = found.filter(
            Q(label__icontains=text) | Q(name__icontains=text) | Q(folded_names__contains=[text.lower()])
        )
    if category:
        found = found.filter(category=category)
    return found.order_by("label", "pk")


def categories() -> list[tuple[str, int]]:
    """The categories of products, with how many there are."""
    rows = LifecycleProduct.objects.filter(gone_at=None).exclude(category="").values_list("category")
    return list(rows.annotate(number=Count("pk")).order_by("-number", "category"))


def cycle_lines(product: LifecycleProduct, found: Iterable[CycleRun], scope: Scope) -> list[CycleLine]:
    """The cycles of a product, as the source lists them, with who runs them."""
    systems: dict[int, set[int]] = defaultdict(set)
    for run in found:
        if run.cycle is not None:
            systems[run.cycle].add(run.system)
    all_systems = {system for several in systems.values() for system in several}
    owners = dict(scope.systems().filter(pk__in=all_systems).values_list("pk", "owner_id"))
    today = timezone.localdate()
    return [
        CycleLine(
            cycle,
            phase_of_cycle(cycle, today),
            bodies=len({owners[each] for each in systems[cycle.pk] if each in owners}),
            systems=len(systems[cycle.pk]),
        )
        for cycle in product.cycles.filter(gone_at=None)
    ]


def product_runs(product: LifecycleProduct, scope: Scope, bound: str = "") -> list[CycleRun]:
    """Who runs a product within the scope; with a bound ("14") only in versions before it.

    Versions that cannot be compared with the bound are left out. Raises BoundUnclear.
    """
    wanted = numbers(bound) if bound else None
    if bound and wanted is None:
        raise BoundUnclear
    if scope.is_empty:
        return []
    names = dict(ReleaseCycle.objects.filter(product=product, gone_at=None).values_list("pk", "name"))
    others = [*by_distribution(scope, [product.pk]), *by_itself(scope, [product.pk])]
    if wanted is not None:
        others = [each for each in others if _is_before(each, names, wanted)]
    return judged([*by_packages(product, scope, names, bound), *others])


def by_packages(product: LifecycleProduct, scope: Scope, names: dict[int, str], bound: str = "") -> list[Found]:
    """Who runs packages of a product: a question of the same form as that of an advisory."""
    ranges = package_ranges([product.pk])
    hits = findings.hits(question_of(ranges, names, bound), scope)
    versions = PackageVersion.objects.select_related("package").in_bulk({hit.version for hit in hits})
    of_package: dict[int, list[tuple[bytes, bytes, int]]] = defaultdict(list)
    for package, cycle, low, high in sorted(ranges, key=lambda each: each[2]):
        of_package[package].append((low, high, cycle))
    return [_found(hit, versions[hit.version], product, of_package) for hit in hits]


def question_of(ranges: Collection[tuple[int, int, bytes, bytes]], names: dict[int, str], bound: str = "") -> Question:
    """Ask for what `package_ranges` gave, all of it or what comes before a bound."""
    return Question(tuple(PackageRange(*each) for each in _spans(ranges, names, bound)))


def run_lines(found: Collection[CycleRun], scope: Scope) -> list[RunLine]:
    """Rows for runs, what comes to its end first before the rest, and then the more critical system."""
    systems = scope.systems().select_related("owner").in_bulk({each.system for each in found})
    cycles = ReleaseCycle.objects.select_related("product").in_bulk(
        {pk for each in found for pk in (each.cycle, each.kept_by) if pk is not None}
    )
    products = LifecycleProduct.objects.in_bulk({each.product for each in found})
    lines = [
        RunLine(
            run=each,
            system=systems[each.system],
            product=products[each.product],
            cycle=cycles.get(each.cycle or 0),
            kept_by=cycles.get(each.kept_by or 0),
        )
        for each in found
        if each.system in systems
    ]
    return sorted(lines, key=_order)


def due_lines(scope: Scope, days: int) -> list[RunLine]:
    """What is past its end, or comes to it within so many days, within the scope."""
    return run_lines(runs(scope, until=timezone.localdate() + timedelta(days=days)), scope)


def _spans(ranges: Iterable[tuple[int, int, bytes, bytes]], names: dict[int, str], bound: str) -> list[Span]:
    given = list(ranges)
    if not bound:
        return [(package, low, high) for package, _, low, high in given]
    wanted = numbers(bound) or ()
    kinds = dict(Package.objects.filter(pk__in={each[0] for each in given}).values_list("pk", "type"))
    found: set[Span] = set()
    for package, cycle, low, high in given:
        if (low, high) == (FIRST, LAST):
            of_cycle = numbers(names.get(cycle, ""))
            if of_cycle is not None and is_below(of_cycle, wanted):
                found.add((package, low, high))
            continue
        found |= {(package, each.low, each.high) for each in below(kinds[package], bound) or ()}
    return sorted(found)


def _found(
    hit: Hit, version: PackageVersion, product: LifecycleProduct, ranges: dict[int, list[tuple[bytes, bytes, int]]]
) -> Found:
    cycle = None
    if version.key is not None:
        key, ordered = bytes(version.key), ranges[version.package_id]
        place = bisect_right(ordered, key, key=lambda each: each[0]) - 1
        if place >= 0 and key < ordered[place][1]:
            cycle = ordered[place][2]
    stated = (version.version,) if version.version else ()
    return Found(hit.system, product.pk, cycle, Way.PACKAGE, stated, version.package.distribution)


def _is_before(found: Found, names: dict[int, str], wanted: Numbers) -> bool:
    stated = stated_numbers(found.versions[0]) if found.versions else numbers(names.get(found.cycle or 0, ""))
    return stated is not None and is_below(stated, wanted) is True


def _order(line: RunLine) -> tuple[object, ...]:
    day = line.run.ends_on or (date.min if line.run.phase in (Phase.PAST, Phase.EXTENDED) else date.max)
    return (
        day,
        -line.weight,
        line.system.folded_name,
        line.product.label,
        line.system.pk,
        _PHASES.index(line.run.phase),
    )

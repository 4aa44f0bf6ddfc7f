"""Who runs which cycle: by the packages in their lists, by the distribution of these, by what a system itself is.

Like findings this is worked out when asked, and the scope cuts inside the question.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.catalogue.models import Entry
from commonweal.catalogue.models.product import folded
from commonweal.components.queries import Scope
from commonweal.health.models import Ended, LifecycleProduct, LifecycleRelease, ReleaseCycle
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.rules.lifecycles import cycle_of, numbers, stated_numbers
from commonweal.health.rules.phases import Phase, kept_phase, phase_of
from commonweal.organisations.models import Visibility
from commonweal.standards.endoflife import Ending
from commonweal.usage.models import System

MOST_VERSIONS = 5
_SYSTEMS = """
    WITH systems AS MATERIALIZED (
        SELECT s.id FROM usage_system s
        WHERE s.visibility >= %(rung)s AND (s.ended_on IS NULL OR s.ended_on > CURRENT_DATE)
          AND (%(bodies)s::bigint[] IS NULL OR s.owner_id = ANY(%(bodies)s))
          AND (%(systems)s::bigint[] IS NULL OR s.id = ANY(%(systems)s))
    )
"""
# What is of a cycle is worked out of the versions that run, once each; only then who runs those.
_BY_PACKAGE = f"""{_SYSTEMS}, used AS MATERIALIZED (
        SELECT DISTINCT o.package_version_id AS id FROM components_occurrence o JOIN systems ON systems.id = o.system_id
    ), matched AS MATERIALIZED (
        SELECT r.cycle_id, v.id AS version_id, v.version, p.distribution
        FROM used JOIN components_packageversion v USING (id)
        JOIN components_package p ON p.id = v.package_id
        JOIN health_lifecyclerange r ON r.type = p.type AND r.name = p.name AND v.key >= r.low AND v.key < r.high
        JOIN health_releasecycle c ON c.id = r.cycle_id
        WHERE c.gone_at IS NULL AND (%(products)s::bigint[] IS NULL OR c.product_id = ANY(%(products)s))
          AND (%(until)s::date IS NULL OR c.ends_on <= %(until)s OR c.is_over = 'yes')
    )
    SELECT matched.cycle_id, o.system_id, matched.distribution, array_agg(DISTINCT matched.version)
    FROM matched JOIN components_occurrence o ON o.package_version_id = matched.version_id
    JOIN systems ON systems.id = o.system_id
    GROUP BY matched.cycle_id, o.system_id, matched.distribution
"""  # noqa: S608  both parts are ours
_BY_DISTRIBUTION = f"""{_SYSTEMS}
    SELECT DISTINCT l.cycle_id, o.system_id, l.distribution
    FROM health_lifecyclerelease l JOIN health_releasecycle c ON c.id = l.cycle_id
    JOIN components_package p ON p.distribution = l.distribution
    JOIN components_packageversion v ON v.package_id = p.id
    JOIN components_occurrence o ON o.package_version_id = v.id
    JOIN systems ON systems.id = o.system_id
    WHERE c.gone_at IS NULL AND (%(products)s::bigint[] IS NULL OR c.product_id = ANY(%(products)s))
      AND (%(until)s::date IS NULL OR c.ends_on <= %(until)s OR c.is_over = 'yes')
"""  # noqa: S608  both parts are ours
# "2012 r2 sp1" is a version as well.
_LAST_NUMBERS = re.compile(r"(?: v?[0-9]+)+(?: (?:r|sp)[0-9]+)*\Z")


class Way(StrEnum):
    """How it is known that a system runs a cycle."""

    SYSTEM = "system"
    PACKAGE = "package"
    DISTRIBUTION = "distribution"


@dataclass(frozen=True, slots=True)
class CycleRun:
    """That a system (a primary key) runs a product in a cycle; without a cycle its version is not known.

    `versions` are as stated. `phase` and `ends_on` are what counts: those of the distribution (`kept_by`, a cycle)
    where it keeps the package for longer.
    """

    system: int
    product: int
    cycle: int | None
    way: Way
    versions: tuple[str, ...]
    phase: Phase
    ends_on: date | None
    kept_by: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found before anything is judged; `distribution` is that of the package ("debian:12"), else ""."""

    system: int
    product: int
    cycle: int | None
    way: Way
    versions: tuple[str, ...]
    distribution: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Products by what software is called: folded names, and addresses of repositories."""

    names: Mapping[str, int]
    repositories: Mapping[str, int]


def runs(
    scope: Scope,
    *,
    products: Collection[int] | None = None,
    until: date | None = None,
    systems: Collection[int] | None = None,
) -> list[CycleRun]:
    """Give who runs which cycle within the scope; a product alone, what ends by a day, or single systems.

    Each system once for a product, a cycle and a way. With `until` what has no known end, and versions that are not
    known, are left out.
    """
    if scope.is_empty:
        return []
    asked = _asked(scope, products, until, systems)
    found = [*_by_package(asked), *_by_distribution(asked)]
    found += by_itself(scope, products, systems, is_all=until is None)
    all_runs = judged(found)
    return all_runs if until is None else [each for each in all_runs if _ends_by(each, until)]


def judged(found: Collection[Found]) -> list[CycleRun]:
    """Say in which phase each is; packages of a distribution last as long as it keeps them."""
    cycles = ReleaseCycle.objects.in_bulk({each.cycle for each in found if each.cycle is not None})
    has_distribution = any(each.distribution for each in found)
    releases = {each.distribution: each.cycle for each in _releases()} if has_distribution else {}
    joined: dict[tuple[int, int, int | None, Way], CycleRun] = {}
    for each in found:
        run = _judged(each, cycles.get(each.cycle or 0), releases.get(each.distribution))
        key = (run.system, run.product, run.cycle, run.way)
        before = joined.get(key)
        joined[key] = run if before is None else _both(before, run)
    return list(joined.values())


def by_distribution(scope: Scope, products: Collection[int]) -> list[Found]:
    """Give who runs a release of a distribution that is one of these products."""
    return list(_by_distribution(_asked(scope, products, None, None)))


def by_itself(
    scope: Scope, products: Collection[int] | None, systems: Collection[int] | None = None, *, is_all: bool = True
) -> list[Found]:
    """Give the systems that are one of these products themselves; with `is_all` also where the cycle is not known."""
    running = list(running_themselves(scope, named_products(products), systems, are_few=products is not None))
    cycles = _cycles_of({product for _, product, _ in running})
    worded = {product: _worded(names) for product, names in cycles.items()}
    found = []
    for system, product, stated in running:
        stated_as = stated_numbers(stated)
        name = _ending_of(stated, worded[product]) or (cycle_of(cycles[product], stated_as) if stated_as else None)
        if name is not None or is_all:
            cycle = cycles[product][name] if name is not None else None
            found.append(Found(system, product, cycle, Way.SYSTEM, (stated,) if stated_as or name else ()))
    return found


def package_ranges(products: Collection[int]) -> list[tuple[int, int, bytes, bytes]]:
    """Give the ranges of products on the packages that are known: package, cycle, low and high."""
    query = """
        SELECT p.id, r.cycle_id, r.low, r.high FROM health_lifecyclerange r
        JOIN health_releasecycle c ON c.id = r.cycle_id
        JOIN components_package p ON p.type = r.type AND p.name = r.name
        WHERE c.product_id = ANY(%(products)s) AND c.gone_at IS NULL
    """
    rows = _rows(query, {"products": list(products)})
    return [(package, cycle, bytes(low), bytes(high)) for package, cycle, low, high in rows]


def phase_of_cycle(cycle: ReleaseCycle, today: date | None = None) -> Phase:
    """Give the phase of a cycle on a day."""
    return phase_of(
        ending(cycle.ends_on, cycle.is_over),
        ending(cycle.extended_until, cycle.extended_over),
        today or timezone.localdate(),
        lifecycle_pack().soon_days,
    )


def ending(day: date | None, word: str) -> Ending:
    """Give what a row says of an end."""
    return Ending(day, {Ended.YES: True, Ended.NO: False}.get(Ended(word)))


def named_products(products: Collection[int] | None = None) -> Named:
    """Give products, or some of them, by what they are called; a name of two products is nobody's."""
    names: dict[str, set[int]] = defaultdict(set)
    repositories: dict[str, set[int]] = defaultdict(set)
    rows = LifecycleProduct.objects.filter(gone_at=None).values_list("pk", "folded_names", "repositories")
    for pk, folded_names, addresses in rows:
        for name in folded_names:
            names[name].add(pk)
        for address in addresses:
            repositories[address].add(pk)
    return Named(_of_one(names, products), _of_one(repositories, products))


def running_themselves(
    scope: Scope, named: Named, systems: Collection[int] | None = None, *, are_few: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Give the systems that are one of these products themselves: primary key, product, and the version as stated.

    Where the products are few, the database looks for them; else each system in scope is looked at once.
    """
    rows: QuerySet[System] = scope.systems()
    if systems is not None:
        rows = rows.filter(pk__in=systems)
    if are_few:
        rows = rows.filter(_meant(rows, named))
    columns = ("pk", "version", "name", "folded_name", "product__folded_names", "entry__name", "entry__address")
    for pk, version, name, folded_name, of_product, entry_name, address in rows.values_list(*columns):
        product = _product_named(named, folded_name, of_product, entry_name, address)
        if product is not None:
            yield pk, product, version or (name if entry_name is None and of_product is None else "")


def _meant(rows: QuerySet[System], named: Named) -> Q:
    """Narrow systems to those that may be meant; which are is said by `_product_named`."""
    entries = Entry.objects.filter(pk__in=rows.exclude(entry=None).values("entry")).values_list("pk", "name", "address")
    meant = [pk for pk, name, address in entries if address in named.repositories or folded(name) in named.names]
    by_name = Q(pk__in=[])
    for name in named.names:
        by_name |= Q(folded_name__startswith=name)
    by_product = Q(product__folded_names__overlap=list(named.names))
    return Q(entry__in=meant) | by_product | (Q(entry=None, product=None) & by_name)


def _product_named(
    named: Named, folded_name: str, of_product: list[str] | None, entry_name: str | None, address: str | None
) -> int | None:
    if entry_name is not None:
        return named.repositories.get(address or "") or named.names.get(folded(entry_name))
    if of_product is not None:
        return next((named.names[each] for each in of_product if each in named.names), None)
    return named.names.get(folded_name) or named.names.get(_LAST_NUMBERS.sub("", folded_name))


def _worded(names: Iterable[str]) -> dict[str, str]:
    """The cycles that are not told apart by numbers alone ("2012-r2"), by their words."""
    return {words: name for name in names if numbers(name) is None and (words := folded(name))}


def _ending_of(stated: str, worded: Mapping[str, str]) -> str | None:
    """The cycle with whose words a text ends, the longest where there are several."""
    text = f" {folded(stated)}" if worded else ""
    found = max((each for each in worded if text.endswith(f" {each}")), key=len, default="")
    return worded.get(found)


def _by_package(asked: Mapping[str, Any]) -> Iterator[Found]:
    for cycle, system, distribution, stated in _rows(_BY_PACKAGE, asked):
        versions = tuple(sorted(each for each in stated if each))[:MOST_VERSIONS]
        yield Found(system, 0, cycle, Way.PACKAGE, versions, distribution)


def _by_distribution(asked: Mapping[str, Any]) -> Iterator[Found]:
    for cycle, system, distribution in _rows(_BY_DISTRIBUTION, asked):
        yield Found(system, 0, cycle, Way.DISTRIBUTION, (distribution.partition(":")[2],))


def _judged(found: Found, cycle: ReleaseCycle | None, keeper: ReleaseCycle | None) -> CycleRun:
    if cycle is None:
        return CycleRun(found.system, found.product, None, found.way, found.versions, Phase.UNKNOWN, None)
    own = phase_of_cycle(cycle)
    run = CycleRun(found.system, cycle.product_id, cycle.pk, found.way, found.versions, own, cycle.ends_on)
    phase = own if keeper is None else kept_phase(own, phase_of_cycle(keeper))
    return run if keeper is None or phase is own else replace(
        run, phase=phase, ends_on=keeper.ends_on, kept_by=keeper.pk
    )  # fmt: skip


def _both(one: CycleRun, other: CycleRun) -> CycleRun:
    """Join what differs by the distribution alone: the graver counts."""
    worse = min(one, other, key=lambda each: list(Phase).index(each.phase))
    return replace(worse, versions=tuple(dict.fromkeys((*one.versions, *other.versions)))[:MOST_VERSIONS])


def _ends_by(run: CycleRun, until: date) -> bool:
    if run.phase in (Phase.PAST, Phase.EXTENDED):
        return True
    return run.ends_on is not None and run.ends_on <= until


def _releases() -> QuerySet[LifecycleRelease]:
    return LifecycleRelease.objects.filter(cycle__gone_at=None).select_related("cycle")


def _cycles_of(products: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {product: {} for product in products}
    rows = ReleaseCycle.objects.filter(product__in=products, gone_at=None)
    for product, name, pk in rows.values_list("product_id", "name", "pk"):
        found[product][name] = pk
    return found


def _of_one(found: Mapping[str, set[int]], wanted: Collection[int] | None) -> dict[str, int]:
    alone = {name: next(iter(several)) for name, several in found.items() if len(several) == 1}
    return {name: product for name, product in alone.items() if wanted is None or product in wanted}


def _asked(
    scope: Scope, products: Collection[int] | None, until: date | None, systems: Collection[int] | None
) -> dict[str, Any]:
    return {
        "rung": Visibility.BODY.value,
        "bodies": None if scope.is_everything else sorted(scope.bodies),
        "products": None if products is None else list(products),
        "systems": None if systems is None else list(systems),
        "until": until,
    }


def _rows(query: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, dict(asked))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

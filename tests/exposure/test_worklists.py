"""Worklists, totals and sums are those of the slow way, within every scope."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings

from commonweal.exposure import EVERYTHING, Filters, NotIndexed, Order
from tests.exposure.world import LAST, SEEDS, Weakness, World, chance, index_of, some_of, world_of

ORDER = Order(weights=(2.0, 1.0, 2.0, 3.0, 4.0), unknown_epss=0.05, unknown_cvss=5.0)


def town() -> World:
    """A body with a critical system and one that is not, and four vulnerabilities."""
    return World(
        packages={7},
        pairs={11: (7, b"1"), 12: (7, b"2")},
        bodies=[90],
        systems={1: (90, 1), 2: (90, 4)},
        runs={1: {11}, 2: {12}},
        groups={
            1: Weakness(spans=[(7, b"", b"2")], epss=0.5, cvss=9.0),
            2: Weakness(spans=[(7, b"2", LAST)], epss=0.25, cvss=5.0),
            3: Weakness(spans=[(7, b"", LAST)], kev=True, epss=0.0, cvss=2.0),
            4: Weakness(spans=[(7, b"3", LAST)], kev=True, epss=1.0, cvss=10.0),
        },
    )


def test_known_exploited_comes_first_then_epss_times_criticality() -> None:
    found = index_of(town()).worklist(EVERYTHING, ORDER)

    assert [task.group for task in found.tasks] == [3, 2, 1], "a quarter on a critical system before a half on another"
    assert [task.systems for task in found.tasks] == [2, 1, 1]
    assert (found.groups, found.findings) == (3, 4)


def test_cvss_decides_where_epss_is_alike() -> None:
    world = town()
    world.groups[5] = Weakness(spans=[(7, b"2", LAST)], epss=0.25, cvss=5.5)

    found = index_of(world).worklist(EVERYTHING, ORDER)

    assert [task.group for task in found.tasks] == [3, 5, 2, 1]


def test_filters_keep_what_is_not_known() -> None:
    world = town()
    world.groups[5] = Weakness(spans=[(7, b"2", LAST)])
    index = index_of(world)

    by_epss = index.worklist(EVERYTHING, ORDER, Filters(epss_from=0.3))
    by_kev = index.worklist(EVERYTHING, ORDER, Filters(is_kev=True))
    by_criticality = index.worklist(EVERYTHING, ORDER, Filters(criticality_from=2))
    without = index.worklist(EVERYTHING, ORDER, Filters(without=frozenset({3})))

    assert [task.group for task in by_epss.tasks] == [1, 5]
    assert [task.group for task in by_kev.tasks] == [3]
    assert [(task.group, task.systems) for task in by_criticality.tasks] == [(3, 1), (2, 1), (5, 1)]
    assert [task.group for task in without.tasks] == [2, 1, 5]


def test_a_system_tells_what_it_runs_and_what_is_wrong_with_it() -> None:
    world = town()
    world.pairs[13], world.runs[2] = (7, b""), {12, 13}
    index = index_of(world)

    pairs, groups = index.of_system(2, EVERYTHING)

    assert sorted(zip(pairs.tolist(), groups.tolist(), strict=True)) == [(12, 2), (12, 3), (13, 0)]


def test_a_system_outside_the_scope_is_not_there() -> None:
    index = index_of(town())

    with pytest.raises(NotIndexed):
        index.of_system(2, index.scope(systems=[1]))
    with pytest.raises(NotIndexed):
        index.of_system(3, EVERYTHING)


@settings(max_examples=80, deadline=None)
@given(seed=SEEDS)
def test_every_list_is_that_of_the_slow_way(seed: int) -> None:
    draw = chance(seed)
    world = world_of(draw)
    bodies = some_of(draw, world.bodies)
    allowed = {system for system, (body, _) in world.systems.items() if body in bodies}
    index = index_of(world)
    scope = index.scope(bodies)
    found = {group: world.found(group, allowed) for group in world.groups}

    work, sums = index.worklist(scope, ORDER, top=3), index.totals(scope)
    by_system = index.roll_up(scope)
    by_body = by_system.by_body()

    hit = {group: occurrences for group, occurrences in found.items() if occurrences}
    expected = sorted(hit, key=lambda group: place(world, group, hit[group]))
    assert [task.group for task in work.tasks] == expected[:3]
    for task in work.tasks:
        systems = {system for system, _ in hit[task.group]}
        assert task.systems == len(systems)
        assert task.bodies == len({world.systems[system][0] for system in systems})
        assert task.pairs == len({pair for _, pair in hit[task.group]})
        assert task.criticality == max(world.systems[system][1] for system in systems)
    findings = Counter(system for occurrences in hit.values() for system, _ in occurrences)
    assert (work.groups, work.findings) == (len(hit), findings.total())
    assert (sums.groups, sums.findings, sums.affected_systems) == (len(hit), findings.total(), len(findings))
    assert (sums.systems, sums.occurrences) == (len(allowed), sum(len(world.runs[system]) for system in allowed))
    assert sums.pairs == len({pair for system in allowed for pair in world.runs[system]})
    assert sums.bodies == len({world.systems[system][0] for system in allowed})
    assert sums.affected_bodies == len({world.systems[system][0] for system in findings})
    assert dict(zip(by_system.ids.tolist(), by_system.findings.tolist(), strict=True)) == {
        system: findings[system] for system in allowed
    }
    assert by_body.findings.sum() == by_system.findings.sum()
    for system, epss in zip(by_system.ids.tolist(), by_system.epss.tolist(), strict=True):
        scores = [world.groups[group].epss for group in hit for each, _ in hit[group] if each == system]
        known = [score for score in scores if not math.isnan(score)]
        assert epss == max(known) if known else math.isnan(epss)


def place(world: World, group: int, occurrences: set[tuple[int, int]]) -> tuple[bool, float, float, int]:
    """Where a vulnerability stands in the worklist."""
    weakness = world.groups[group]
    epss = ORDER.unknown_epss if math.isnan(weakness.epss) else weakness.epss
    cvss = ORDER.unknown_cvss if math.isnan(weakness.cvss) else weakness.cvss
    weight = max(ORDER.weights[world.systems[system][1]] for system, _ in occurrences)
    return not weakness.kev, -epss * weight, -cvss, group

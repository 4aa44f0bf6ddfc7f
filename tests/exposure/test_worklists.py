"""Worklists, totals and sums are those of the slow way, within every scope."""

import math
from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given, settings

from commonweal.exposure import EVERYTHING, Filters, NotIndexed, Order, PlaceTallies, Tallies
from tests.exposure.world import LAST, SEEDS, Weakness, World, chance, index_of, some_of, world_of

ORDER = Order(weights=(2.0, 1.0, 2.0, 3.0, 4.0), unknown_epss=0.05, unknown_cvss=5.0)


def town() -> World:
    """A body with a critical system and one that is not, and four vulnerabilities."""
    return World(
        packages={7},
        pairs={11: (7, b"1"), 12: (7, b"2")},
        bodies=[90],
        systems={1: (90, 1), 2: (90, 4)},
        runs={1: {11: 5}, 2: {12: 7}},
        groups={
            1: Weakness(spans=[(7, b"", b"2", 0)], epss=0.5, cvss=9.0),
            2: Weakness(spans=[(7, b"2", LAST, 0)], epss=0.25, cvss=5.0),
            3: Weakness(spans=[(7, b"", LAST, 0)], kev=True, epss=0.0, cvss=2.0),
            4: Weakness(spans=[(7, b"3", LAST, 0)], kev=True, epss=1.0, cvss=10.0),
        },
    )


def test_known_exploited_comes_first_then_epss_times_criticality() -> None:
    found = index_of(town()).worklist(EVERYTHING, ORDER)

    assert [task.group for task in found.tasks] == [3, 2, 1], "a quarter on a critical system before a half on another"
    assert [task.systems for task in found.tasks] == [2, 1, 1]
    assert (found.groups, found.findings) == (3, 4)


def test_cvss_decides_where_epss_is_alike() -> None:
    world = town()
    world.groups[5] = Weakness(spans=[(7, b"2", LAST, 0)], epss=0.25, cvss=5.5)

    found = index_of(world).worklist(EVERYTHING, ORDER)

    assert [task.group for task in found.tasks] == [3, 5, 2, 1]


def test_filters_keep_what_is_not_known() -> None:
    world = town()
    world.groups[5] = Weakness(spans=[(7, b"2", LAST, 0)])
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
    world.pairs[13], world.runs[2] = (7, b""), {12: 0, 13: 0}
    index = index_of(world)

    pairs, groups = index.of_system(2, EVERYTHING)

    assert sorted(zip(pairs.tolist(), groups.tolist(), strict=True)) == [(12, 2), (12, 3), (13, 0)]


def test_a_system_outside_the_scope_is_not_there() -> None:
    index = index_of(town())

    with pytest.raises(NotIndexed):
        index.of_system(2, index.scope(systems=[1]))
    with pytest.raises(NotIndexed):
        index.of_system(3, EVERYTHING)


def test_a_finding_is_known_when_the_list_and_the_advisory_are() -> None:
    world = town()
    world.groups[1].spans = [(7, b"", b"2", 9), (7, b"1", LAST, 6)]

    index = index_of(world)

    days = {task.group: task.day for task in index.worklist(EVERYTHING, ORDER).tasks}
    assert days == {1: 6, 2: 7, 3: 5}, "the advisory came later, the list came later, the first of both systems"
    assert index.worklist(EVERYTHING, ORDER, Filters(criticality_from=2)).tasks[0].day == 7


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
        assert task.day == world.first_day(task.group, hit[task.group])
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


@pytest.mark.parametrize("few", [1, 3, 1_024])
@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_every_tally_is_that_of_the_slow_way(few: int, seed: int) -> None:
    draw = chance(seed)
    world = world_of(draw)
    bodies = some_of(draw, world.bodies)
    allowed = {system for system, (body, _) in world.systems.items() if body in bodies}
    index = index_of(world)
    scope = index.scope(bodies)
    found = {group: occurrences for group in world.groups if (occurrences := world.found(group, allowed))}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commonweal.exposure.tallies.FEW_SYSTEMS", few)
        everywhere = columns(index.tallies(scope, ORDER.weights))
        by_system, by_body = (columns(index.tallies_by(place, scope)) for place in ("system", "body"))

    assert everywhere == {
        (
            *(
                group,
                len({system for system, _ in hit}),
                len({world.systems[system][0] for system, _ in hit}),
                len(hit),
            ),
            max(ORDER.weights[world.systems[system][1]] for system, _ in hit),
            world.first_day(group, hit),
        )
        for group, hit in found.items()
    }
    for told, place_of in ((by_system, lambda system: system), (by_body, lambda system: world.systems[system][0])):
        places = {(place_of(system), group) for group, hit in found.items() for system, _ in hit}
        at = {(place, group): {each for each in found[group] if place_of(each[0]) == place} for place, group in places}
        assert told == {(*key, len(hit), world.first_day(key[1], hit)) for key, hit in at.items()}


def columns(given: Tallies | PlaceTallies) -> set[tuple[float, ...]]:
    """Give rows without their order."""
    listed = list(zip(*(getattr(given, field.name).tolist() for field in fields(given)), strict=True))
    assert len(listed) == len(set(listed))
    return set(listed)


def place(world: World, group: int, occurrences: set[tuple[int, int]]) -> tuple[bool, float, float, int]:
    """Where a vulnerability stands in the worklist."""
    weakness = world.groups[group]
    epss = ORDER.unknown_epss if math.isnan(weakness.epss) else weakness.epss
    cvss = ORDER.unknown_cvss if math.isnan(weakness.cvss) else weakness.cvss
    weight = max(ORDER.weights[world.systems[system][1]] for system, _ in occurrences)
    return not weakness.kev, -epss * weight, -cvss, group

"""The index answers what the obvious and slow way answers."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from commonweal.exposure import EVERYTHING, NOTHING, Index, NotIndexed, StaleScope, build, open_index
from commonweal.exposure.arrays import work_out
from commonweal.exposure.holdings import Holdings
from tests.exposure.world import LAST, SEEDS, Weakness, World, chance, check, index_of, some_key, some_of, world_of


def small_world() -> World:
    """Two bodies; three systems run versions 1, 2 and 3 of one package; the vulnerability is in 1 and 2."""
    return World(
        packages={7},
        pairs={11: (7, b"1"), 12: (7, b"2"), 13: (7, b"3"), 14: (7, b"")},
        bodies=[90, 80],
        systems={1: (80, 1), 2: (90, 2), 3: (90, 3)},
        runs={1: {12: 0}, 2: {11: 0, 12: 0}, 3: {13: 0, 14: 0}},
        groups={5: Weakness(spans=[(7, b"", b"3", 0)]), 6: Weakness(spans=[(7, b"", LAST, 0)])},
    )


def test_systems_that_run_a_version_in_the_range_are_affected(tmp_path: Path) -> None:
    build(small_world().tables(), tmp_path)

    answer = open_index(tmp_path).affected(5, EVERYTHING)

    assert answer.systems.tolist() == [2, 1]
    assert answer.bodies.tolist() == [90, 80]
    assert answer.body_systems.tolist() == [1, 1]
    assert answer.pairs.tolist() == [11, 12]


def test_a_version_without_order_is_in_no_range() -> None:
    answer = index_of(small_world()).affected(6, EVERYTHING)

    assert 14 not in answer.pairs.tolist()
    assert 13 in answer.pairs.tolist()


def test_a_listed_version_without_order_is_affected() -> None:
    world = small_world()
    world.groups[8] = Weakness(matches={14: 0})

    assert index_of(world).affected(8, EVERYTHING).systems.tolist() == [3]


def test_a_body_sees_only_its_own_systems() -> None:
    index = index_of(small_world())

    assert index.affected(5, index.scope(bodies=[80])).systems.tolist() == [1]
    assert index.affected(5, index.scope(systems=[2])).systems.tolist() == [2]
    assert index.affected(5, index.scope(bodies=[12345])).systems.tolist() == []
    assert index.affected(5, NOTHING).bodies.tolist() == []


def test_an_unknown_vulnerability_is_not_an_empty_answer() -> None:
    with pytest.raises(NotIndexed):
        index_of(small_world()).affected(4, EVERYTHING)


def test_a_scope_of_another_version_is_refused() -> None:
    world = small_world()
    stale = Index(Holdings(work_out(world.tables())), "before", 0).scope(bodies=[80])

    with pytest.raises(StaleScope):
        index_of(world).affected(5, stale)


@pytest.mark.parametrize("few", [0, 3, 1_024])
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_every_answer_is_that_of_the_slow_way(few: int, seed: int) -> None:
    draw = chance(seed)
    world = world_of(draw)
    bodies, systems = some_of(draw, world.bodies), some_of(draw, world.systems)
    allowed = systems | {system for system, (body, _) in world.systems.items() if body in bodies}
    index = index_of(world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commonweal.exposure.postings.FEW_SYSTEMS", few)

        for group in world.groups:
            check(index.affected(group, EVERYTHING), world.found(group, set(world.systems)), world)
            check(index.affected(group, index.scope(bodies, systems)), world.found(group, allowed), world)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_an_interval_of_keys_may_be_asked(seed: int) -> None:
    draw = chance(seed)
    world = world_of(draw)
    package, low, high = draw.choice([*world.packages]), some_key(draw), some_key(draw)
    world.groups = {1: Weakness(spans=[(package, low, high, 0)])}

    answer = index_of(world).affected_by_interval(package, [(low, high)], EVERYTHING)

    check(answer, world.found(1, set(world.systems)), world)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_pairs_may_be_asked(seed: int) -> None:
    draw = chance(seed)
    world = world_of(draw)
    pairs = some_of(draw, world.pairs)
    world.groups = {1: Weakness(matches=dict.fromkeys(pairs, 0))}

    answer = index_of(world).affected_by_pairs(pairs, EVERYTHING)

    check(answer, world.found(1, set(world.systems)), world)


def test_systems_that_run_nothing_are_not_affected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonweal.exposure.postings.FEW_SYSTEMS", 0)
    world = small_world()
    world.runs = {system: {} for system in world.systems}
    index = index_of(world)

    assert index.affected(5, index.scope(bodies=[80])).systems.tolist() == []


def test_an_empty_world_has_answers() -> None:
    index = index_of(World(set(), {}, [], {}, {}, {3: Weakness()}))

    assert len(index.affected(3, EVERYTHING).systems) == 0
    assert len(index.affected_by_interval(1, [(b"", LAST)], EVERYTHING).systems) == 0
    assert index.affected(3, index.scope(bodies=[1])).body_systems.dtype == np.int64


def test_a_small_scope_is_answered_without_a_look_at_who_else_runs_the_same() -> None:
    arrays = work_out(small_world().tables())
    # Lists from the side of pairs, which hold everybody, are not there to be read.
    blind = dataclasses.replace(arrays, pair_systems=np.zeros(0, np.uint32))
    index = Index(Holdings(blind), "here", 0)

    assert index.affected(5, index.scope(bodies=[80])).systems.tolist() == [1]
    assert index.affected(5, EVERYTHING).systems.tolist() == [], "who may see all is answered from those lists"


def test_a_large_scope_takes_as_many_steps_however_many_others_run_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonweal.exposure.postings.FEW_SYSTEMS", 0)
    alone, crowd = small_world(), small_world()
    for world, pair in ((alone, 13), (crowd, 11)):
        world.systems |= dict.fromkeys(range(100, 164), (90, 1))
        world.runs |= {system: {pair: 0} for system in range(100, 164)}

    assert reads_of(alone) == reads_of(crowd)


def reads_of(world: World) -> list[int]:
    """Give how many members of lists each step reads for the question of one body."""
    reads: list[int] = []

    class Watched(np.ndarray):
        def __getitem__(self, wanted: object) -> object:
            found = np.asarray(self)[wanted]
            reads.append(np.size(found))
            return found

    arrays = work_out(world.tables())
    index = Index(Holdings(dataclasses.replace(arrays, pair_systems=arrays.pair_systems.view(Watched))), "here", 0)
    assert index.affected(5, index.scope(bodies=[80])).systems.tolist() == [1]
    return reads

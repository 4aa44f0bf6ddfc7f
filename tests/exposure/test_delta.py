"""An index with a delta answers as one that was built anew, and as the slow way does."""

from dataclasses import fields

import pytest
from hypothesis import given, settings

from commonweal.exposure import (
    EVERYTHING,
    ChangedGroup,
    ChangedSystem,
    Delta,
    NewPair,
    NotIndexed,
    Order,
    PlaceTallies,
    RollUp,
    StaleScope,
    Tallies,
)
from tests.exposure.world import (
    LAST,
    SEEDS,
    Weakness,
    World,
    chance,
    changed,
    check,
    delta_of,
    index_of,
    some_of,
    world_of,
)

ORDER = Order(weights=(2.0, 1.0, 2.0, 3.0, 4.0), unknown_epss=0.05, unknown_cvss=5.0)


def small_world() -> World:
    """A body's system runs version 2; the vulnerability is in what is below 3."""
    return World(
        packages={7},
        pairs={12: (7, b"2")},
        bodies=[90],
        systems={1: (90, 2)},
        runs={1: {12: 3}},
        groups={5: Weakness(spans=[(7, b"", b"3", 0)])},
    )


def test_a_system_that_has_upgraded_is_no_longer_affected() -> None:
    delta = Delta(systems=(ChangedSystem(1, 90, 2, ((13, 0),)),), pairs=(NewPair(13, 7, b"3"),))

    index = index_of(small_world()).with_delta(delta)

    assert index.affected(5, EVERYTHING).systems.tolist() == []
    assert index.affected_by_interval(7, [(b"", LAST)], EVERYTHING).systems.tolist() == [1]


def test_a_new_version_is_affected_by_what_was_known_before() -> None:
    delta = Delta(systems=(ChangedSystem(2, 80, 2, ((11, 0),)),), pairs=(NewPair(11, 7, b"1"),))

    index = index_of(small_world()).with_delta(delta)

    assert index.affected(5, EVERYTHING).systems.tolist() == [1, 2]
    assert index.affected(5, index.scope(bodies=[80])).systems.tolist() == [2]
    assert index.groups_of([11]) == {11: [5]}


def test_a_withdrawn_vulnerability_is_not_known_any_more() -> None:
    index = index_of(small_world()).with_delta(Delta(removed_groups=(5,)))

    assert index.groups_at(7, b"2") == []
    with pytest.raises(NotIndexed):
        index.affected(5, EVERYTHING)


def test_a_corrected_vulnerability_counts_as_it_is_now() -> None:
    index = index_of(small_world()).with_delta(Delta(groups=(ChangedGroup(5, ((7, b"2\x00", b"3", 0),)),)))

    assert index.affected(5, EVERYTHING).systems.tolist() == []
    assert index.worklist(EVERYTHING, ORDER).groups == 0


def test_a_scope_made_before_the_delta_is_refused() -> None:
    index = index_of(small_world())
    scope = index.scope(bodies=[90])

    with pytest.raises(StaleScope):
        index.with_delta(Delta(removed_systems=(1,))).affected(5, scope)


def test_a_system_that_runs_what_nobody_told_is_a_mistake() -> None:
    with pytest.raises(NotIndexed):
        index_of(small_world()).with_delta(Delta(systems=(ChangedSystem(1, 90, 2, ((99, 0),)),)))


@pytest.mark.parametrize("few", [0, 3, 1_024])
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_base_and_delta_are_the_world_built_anew(few: int, seed: int) -> None:
    draw = chance(seed)
    before = world_of(draw)
    delta = delta_of(draw, before)
    after = changed(before, delta)
    bodies = some_of(draw, after.bodies)
    allowed = {system for system, (body, _) in after.systems.items() if body in bodies}
    merged, anew = index_of(before).with_delta(delta), index_of(after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commonweal.exposure.postings.FEW_SYSTEMS", few)
        patch.setattr("commonweal.exposure.tallies.FEW_SYSTEMS", max(few, 1))

        for group in after.groups:
            check(merged.affected(group, EVERYTHING), after.found(group, set(after.systems)), after)
            check(merged.affected(group, merged.scope(bodies)), after.found(group, allowed), after)
        for package, key in {*after.pairs.values(), (7, b"1")}:
            assert merged.groups_at(package, key) == anew.groups_at(package, key)
        for which in (bodies, after.bodies):
            in_merged, in_anew = merged.scope(which), anew.scope(which)
            assert repr(merged.worklist(in_merged, ORDER)) == repr(anew.worklist(in_anew, ORDER))
            assert merged.totals(in_merged) == anew.totals(in_anew)
            assert rows(merged.tallies(in_merged, ORDER.weights)) == rows(anew.tallies(in_anew, ORDER.weights))
            for place in ("body", "system"):
                assert rows(merged.tallies_by(place, in_merged)) == rows(anew.tallies_by(place, in_anew))
            assert rows(merged.roll_up(in_merged)) == rows(anew.roll_up(in_anew))
            assert rows(merged.roll_up(in_merged).by_body()) == rows(anew.roll_up(in_anew).by_body())


def rows(found: RollUp | Tallies | PlaceTallies) -> set[str]:
    """Give rows without their order; as text, where what is not known equals itself."""
    return {repr(row) for row in zip(*(getattr(found, field.name).tolist() for field in fields(found)), strict=True)}

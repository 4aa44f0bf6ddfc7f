"""What breaks if a system goes: exactly the dependants, by the shortest way, whatever the circles."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.organisations.models import Visibility
from commonweal.usage import actions, queries
from commonweal.usage.models import System
from commonweal.usage.rules.dependence import CRITICALITIES, carried, dependants, direct_takers, in_both_directions

LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def by_brute_force(links: list[tuple[int, int]], start: int) -> dict[int, int]:
    """How many steps away each dependant is: every step taken from everywhere until nothing is new."""
    steps = {start: 0}
    for distance in range(1, 9):
        for giver, taker in links:
            if steps.get(giver) == distance - 1 and taker not in steps:
                steps[taker] = distance
    return {end: distance for end, distance in steps.items() if end != start}


@given(LINKS, st.integers(0, 7))
def test_the_dependants_are_those_of_brute_force(links: list[tuple[int, int]], start: int) -> None:
    found = dependants(links, start)

    assert {end: len(way) - 1 for end, way in found.items()} == by_brute_force(links, start)


@given(LINKS, st.integers(0, 7))
def test_every_way_is_one_of_links(links: list[tuple[int, int]], start: int) -> None:
    for end, way in dependants(links, start).items():
        assert (way[0], way[-1]) == (start, end)
        assert set(pairwise(way)) <= set(links)
        assert len(set(way)) == len(way)


@given(LINKS, st.sets(st.integers(0, 7)))
def test_direct_takers_lie_outside(links: list[tuple[int, int]], own: set[int]) -> None:
    found = direct_takers(links, own)

    assert found == {taker for giver, taker in links if giver in own} - own


def test_a_link_both_ways_is_two() -> None:
    assert in_both_directions([(1, 2, False), (2, 3, True)]) == [(1, 2), (2, 3), (3, 2)]


@given(st.sampled_from(CRITICALITIES), st.lists(st.sampled_from(CRITICALITIES)))
def test_what_is_carried_is_never_less_than_its_own(own: str, others: list[str]) -> None:
    found = carried(own, others)

    assert found in {own, *others}
    assert all(CRITICALITIES.index(found) >= CRITICALITIES.index(each) for each in (own, *others))


@pytest.fixture
def systems(cast: object) -> dict[str, System]:
    return {
        name: actions.enter_system(body=cast.town, draft=actions.SystemDraft(name=name), by=cast.chiara)
        for name in "ABCDE"
    }


def join(cast: object, origin: System, target: System, **more: object) -> object:
    draft = actions.InterfaceDraft(target=target, **more)
    return actions.add_interface(origin=origin, draft=draft, by=cast.chiara)


@pytest.mark.django_db
def test_removing_a_system_lists_exactly_its_dependants(cast: object, systems: dict[str, System]) -> None:
    for pair in ("AB", "BC", "CA", "DA"):
        join(cast, systems[pair[0]], systems[pair[1]])

    found = queries.dependants_of(cast.chiara, systems["A"])

    assert [(one.system.name, one.is_direct, [step.name for step in one.way]) for one in found] == [
        ("B", True, ["A", "B"]), ("C", False, ["A", "B", "C"]),
    ]  # fmt: skip


@pytest.mark.django_db
def test_ended_interfaces_and_systems_carry_nothing(cast: object, systems: dict[str, System]) -> None:
    from datetime import date

    interface = join(cast, systems["A"], systems["B"])
    join(cast, systems["A"], systems["C"])
    actions.end_interface(interface=interface, on=date(2026, 1, 1), by=cast.chiara)
    actions.end_system(system=systems["C"], on=date(2026, 1, 1), by=cast.chiara)

    assert queries.dependants_of(cast.chiara, systems["A"]) == []


@pytest.mark.django_db
def test_a_map_names_no_system_that_the_reader_may_not_see(cast: object, systems: dict[str, System]) -> None:
    secret = actions.enter_system(
        body=cast.town,
        draft=actions.SystemDraft(name="Secret", visibility=Visibility.PRIVATE),
        by=cast.chiara,
    )
    join(cast, systems["A"], secret)
    join(cast, secret, systems["B"])

    assert {one.system.name for one in queries.dependants_of(cast.chiara, systems["A"])} == {"Secret", "B"}
    assert queries.dependants_of(cast.aino, systems["A"]) == []
    assert list(queries.interfaces(cast.aino, cast.town)) == []


@pytest.mark.django_db
def test_the_same_interface_twice_is_one(cast: object, systems: dict[str, System]) -> None:
    first = join(cast, systems["A"], systems["B"], standard="CSV")
    second = join(cast, systems["A"], systems["B"], standard="CSV")

    assert first == second


@pytest.mark.django_db
def test_an_interface_leads_to_another_system_of_the_same_body(cast: object, systems: dict[str, System]) -> None:
    from commonweal.organisations import actions as organisations

    twin = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://twin.example", name="Twin", kind="municipality"), by=None
    )
    foreign = actions.enter_system(body=twin, draft=actions.SystemDraft(name="F"), by=None)

    with pytest.raises(actions.LeadsToItself):
        join(cast, systems["A"], systems["A"])
    with pytest.raises(actions.LeadsToAnotherBody):
        join(cast, systems["A"], foreign)
    with pytest.raises(actions.LeadsNowhere):
        actions.add_interface(origin=systems["A"], draft=actions.InterfaceDraft(target_name=" "), by=cast.chiara)

"""Decisions about names, places and offices, held against the definition of each."""

from math import isclose, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.organisations import rules

offices = st.integers(min_value=0, max_value=8)
links = st.lists(st.tuples(offices, offices), max_size=20)
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def has_a_circle(edges: set[tuple[int, int]]) -> bool:
    """By removing, again and again, offices that nobody supports; what stays lies on or behind a circle."""
    while edges:
        supported = {target for _, target in edges}
        rest = {(origin, target) for origin, target in edges if origin in supported}
        if rest == edges:
            return True
        edges = rest
    return False


@given(links, offices, offices)
def test_a_link_closes_a_circle_exactly_when_a_circle_appears(
    known: list[tuple[int, int]], origin: int, target: int
) -> None:
    tree: set[tuple[int, int]] = set()
    for giver, receiver in known:
        if not rules.closes_a_circle(tree, giver, receiver):
            tree.add((giver, receiver))

    assert not has_a_circle(tree)
    assert rules.closes_a_circle(tree, origin, target) == has_a_circle(tree | {(origin, target)})


@given(places, places)
def test_distance_is_the_same_both_ways_and_never_more_than_half_way_round(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    distance = rules.distance_km(here, there)

    assert isclose(distance, rules.distance_km(there, here), abs_tol=1e-6)
    assert 0 <= distance <= pi * rules.EARTH_RADIUS_KM + 1e-6
    assert rules.distance_km(here, here) == 0


@given(places, places, places)
def test_a_detour_is_never_shorter(
    start: tuple[float, float], between: tuple[float, float], end: tuple[float, float]
) -> None:
    detour = rules.distance_km(start, between) + rules.distance_km(between, end)

    assert rules.distance_km(start, end) <= detour + 1e-3


@pytest.mark.parametrize(
    ("here", "there", "kilometres"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111.195),  # one degree of the equator, 2πr/360
        ((0.0, 0.0), (90.0, 0.0), 10007.557),  # a quarter of the way round
        ((48.8566, 2.3522), (52.52, 13.405), 877.5),  # Paris to Berlin
        ((0.0, 179.5), (0.0, -179.5), 111.195),  # over the date line
    ],
)
def test_known_distances(here: tuple[float, float], there: tuple[float, float], kilometres: float) -> None:
    assert rules.distance_km(here, there) == pytest.approx(kilometres, rel=1e-3)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str) -> None:
    folded = rules.fold(name)

    assert rules.fold(folded) == folded
    assert "  " not in folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Pôle emploi", "pole emploi"),
        ("Belastingdienst", "belastingdienst"),
        ("Łódź", "lodz"),
        ("Αθήνα", "αθηνα"),
        ("  VNG – Vereniging van Nederlandse Gemeenten ", "vng vereniging van nederlandse gemeenten"),
        ("İzmir", "izmir"),
    ],
)
def test_names_fold_to_plain_letters(name: str, folded: str) -> None:
    assert rules.fold(name) == folded


@given(st.lists(st.sampled_from(["", "a", "b", "a-x"])), st.sets(st.sampled_from(["a", "a-2", "b", "body"])))
def test_a_slug_is_always_free(wishes: list[str], taken: set[str]) -> None:
    slug = rules.free_slug(wishes, taken)

    assert slug
    assert slug not in taken

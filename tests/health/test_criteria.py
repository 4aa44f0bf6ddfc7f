"""Criteria are fulfilled, not fulfilled or not known; levels follow, and not knowing reaches none."""

import pytest

from commonweal.health.documents.criteria import shown_levels
from commonweal.health.queries.counted import counted_of
from commonweal.health.queries.screening_packs import criteria_pack
from commonweal.health.rules.criteria import is_fulfilled, levels
from tests.health.health_world import alone, examined, tag, together, watched

PACK = criteria_pack()
BY_ID = {each.id: each for each in PACK.criteria}


@pytest.mark.parametrize(
    ("criterion", "fact", "expected"),
    [
        ("commits", 5, True), ("commits", 4, False), ("reaction", 6.99, True), ("reaction", 7, False),
        ("release", 1, True), ("release", 0, False), ("people", 2, True), ("people", 1, False),
        ("signed", 0.8, True), ("signed", 0.79, False), ("reviewed", 0.75, True), ("reviewed", 0.74, False),
        ("protected", True, True), ("protected", False, False), ("policy", None, None), ("commits", None, None),
    ],
)  # fmt: skip
def test_a_threshold_is_met_as_opencode_has_it(criterion: str, fact: float | bool | None, expected: object) -> None:
    assert is_fulfilled(BY_ID[criterion], fact) is expected


@pytest.mark.parametrize(
    ("fulfilled", "expected"),
    [
        ({}, [None, None, None]),
        ({"commits": True, "reaction": True}, [True, None, None]),
        ({"commits": True, "reaction": True, "release": True, "people": True}, [True, True, True]),
        ({"commits": False, "release": True, "people": True}, [False, False, False]),
        ({"commits": True, "release": False}, [None, False, False]),
        ({"commits": True, "reaction": None, "release": True, "people": True}, [None, None, None]),
    ],
)
def test_a_level_is_reached_only_with_those_below_it(fulfilled: dict[str, bool | None], expected: list[object]) -> None:
    maintenance = [level for level in PACK.levels if level.of == "maintenance"]

    assert [each.is_reached for each in levels(maintenance, fulfilled)] == expected


def test_every_criterion_belongs_to_a_level_and_names_its_source() -> None:
    assert {name for level in PACK.levels for name in level.criteria} == BY_ID.keys()
    assert all(PACK.sources[name].url.startswith("https://") for name in BY_ID)


@pytest.mark.django_db
def test_the_history_answers_what_it_can_and_leaves_the_rest_unknown() -> None:
    project = watched("forms")
    look = examined(project, together(), tags=[tag(30, is_signed=True)], names=["SECURITY.md"])

    shown = {each.id: each for level in shown_levels(PACK, counted_of(project, look, None)) for each in level.criteria}

    assert {name: each.is_fulfilled for name, each in shown.items()} == {
        "commits": True, "reaction": None, "release": True, "people": True, "protected": None, "policy": True,
        "signed": True, "reviewed": None,
    }  # fmt: skip
    assert shown["commits"].url == project.url


@pytest.mark.django_db
def test_a_dead_project_fails_and_nothing_known_fails_nothing() -> None:
    project = watched("dead")
    look = examined(project, alone(900), tags=[tag(900)], names=["README"])

    dead = shown_levels(PACK, counted_of(project, look, None))
    never = shown_levels(PACK, counted_of(project, None, None))

    assert [each.is_reached for each in dead] == [False, False, False, False, False]
    assert [each.is_reached for each in never] == [None] * 5

"""Which archetype fits: the cases of the study, and what is asked where something is not known."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.assessments.queries.advice_packs import archetype_pack
from commonweal.assessments.rules.archetype import FACTS, OfficeFacts, archetype

# However busy the machine is.
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# How the list of cases names the archetypes that are called otherwise here.
NAMES = {
    "national": "national_government",
    "institution": "institution_centric",
    "local": "local_government",
    "association": "association_based",
    "academic": "academic",
    "complementary": "civil_society",
}
CASES = [
    ("a national unit for free software", "public", "national", "other_public_bodies", "national_government"),
    ("a network over several countries", "public", "supranational", "other_public_bodies", "national_government"),
    ("the office of a tax administration", "public", "national", "own_units", "institution_centric"),
    ("the office of a European institution", "public", "supranational", "own_units", "institution_centric"),
    ("a capital", "public", "local", "own_units", "local_government"),
    ("a region that helps its towns", "public", "regional", "other_public_bodies", "local_government"),
    ("an association of towns", "members", "none", "members", "association_based"),
    ("a university that transfers technology", "academic", "none", "researchers", "academic"),
    ("volunteers who build for the state", "independent", "none", "other_public_bodies", "civil_society"),
]
ANSWERS = {question.id: [*question.answers, ""] for question in archetype_pack().questions}


@pytest.mark.parametrize(("case", "owner", "level", "serves", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_archetype_is_that_of_the_study(case: str, owner: str, level: str, serves: str, expected: str) -> None:
    found = archetype(archetype_pack().rules, OfficeFacts(owner, level, serves))

    assert found.archetype == expected
    assert archetype_pack().reasons[found.rule]["en"]


def test_all_21_cases_come_out_as_the_study_has_them(shared_data: Path) -> None:
    cases = json.loads((shared_data / "practice" / "archetype-test-cases.json").read_text())["cases"]

    found = {
        case["case"]: archetype(archetype_pack().rules, OfficeFacts(case["owner"], case["level"], case["serves"]))
        for case in cases
    }

    assert len(cases) == 21
    assert {case: fitting.archetype for case, fitting in found.items()} == {
        case["case"]: NAMES[case["expected"]] for case in cases
    }


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (OfficeFacts(), "owner"),
        (OfficeFacts(level="local"), "owner"),
        (OfficeFacts(owner="public"), "level"),
        (OfficeFacts(owner="public", level="national"), "serves"),
    ],
)
def test_what_is_not_known_is_asked_for_and_never_guessed(facts: OfficeFacts, missing: str) -> None:
    found = archetype(archetype_pack().rules, facts)

    assert (found.archetype, found.missing) == (None, missing)


@UNHURRIED
@given(st.fixed_dictionaries({fact: st.sampled_from(ANSWERS[fact]) for fact in FACTS}))
def test_to_learn_more_never_changes_an_archetype_that_was_found(facts: dict[str, str]) -> None:
    found = archetype(archetype_pack().rules, OfficeFacts(**facts))

    for fact in FACTS:
        if not facts[fact] and found.archetype:
            for answer in ANSWERS[fact]:
                more = archetype(archetype_pack().rules, OfficeFacts(**facts | {fact: answer}))
                assert more.archetype == found.archetype


@UNHURRIED
@given(st.fixed_dictionaries({fact: st.sampled_from(ANSWERS[fact][:-1]) for fact in FACTS}))
def test_three_answers_always_decide(facts: dict[str, str]) -> None:
    assert archetype(archetype_pack().rules, OfficeFacts(**facts)).archetype in archetype_pack().archetypes

"""What three made-up bodies come to: a town of 2,000, a ministry and a university; review every difference.

Rewrite the files with `pytest tests/assessments/test_golden_reports.py --regen`.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commonweal.assessments.queries.advice_packs import archetype_pack, mode_pack
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.queries.recommendations import advice_on
from commonweal.assessments.rules.archetype import OfficeFacts, archetype
from commonweal.assessments.rules.frozen import frozen_score, thawed_score
from commonweal.assessments.rules.frozen_advice import FrozenAdvice, frozen_advice, thawed_advice
from commonweal.assessments.rules.instrument import Given, State
from commonweal.assessments.rules.mode import direction
from commonweal.assessments.rules.scoring import Score, score
from commonweal.assessments.rules.scoring_kinds import DimensionScore

GOLDEN = Path(__file__).parent / "golden"
WITHOUT = "It does not apply."


@dataclass(frozen=True)
class MadeUp:
    """A body: its grades ("?" is not known, "-" does not apply), by dimension in the order of questions, and facts."""

    grades: dict[str, str]
    office: tuple[str, str, str]
    facts: dict[str, float]
    factors: dict[str, float]
    weights: dict[str, float] = field(default_factory=dict)
    is_short: bool = False


BODIES = {
    # Four people in the town hall, one of them does the computers; everything is bought.
    "town": MadeUp(
        is_short=True,
        grades=dict(zip("ABCDEFGHIJKLM", "0?1-010120000", strict=True)),
        office=("public", "local", "own_units"),
        facts={"capacity": 0.2, "staff": 14, "has_developers": 0, "publishes_code": 0, "join_first": 1},
        factors={"capacity": 0.2, "covered": 1, "backing": 1},
    ),
    # It makes and publishes software, and has neither a list of parts nor an answer to who supports what.
    "ministry": MadeUp(
        grades={
            "A": "32343", "B": "31220", "C": "2131?", "D": "22111", "E": "2031", "F": "101-", "G": "1?0",
            "H": "231", "I": "2130", "J": "30?", "K": "1??", "L": "231", "M": "10-0",
        },
        office=("public", "national", "own_units"),
        facts={
            "capacity": 24, "staff": 3000, "has_developers": 1, "publishes_code": 1, "buys_oss_services": 1,
            "outside_contributors": 12, "forks": 2, "joint_project": 1, "shared_needs": 4, "flagged_products": 3,
            "own_products": 9, "join_first": 0,
        },
        factors={"capacity": 24, "covered": 0, "backing": 3, "has_budget": 1, "may_hold": 1, "bodies_asking": 2},
        weights={"security": 2.0},
    ),
    # Research software is made everywhere and counted nowhere; people know a lot, and nothing is written.
    "university": MadeUp(
        grades={
            "A": "1?110", "B": "22130", "C": "11010", "D": "11221", "E": "1?0?", "F": "?0-0", "G": "?00",
            "H": "00?", "I": "2331", "J": "1??", "K": "0??", "L": "321", "M": "1010",
        },
        office=("academic", "institutional", "own_units"),
        facts={
            "capacity": 6, "staff": 900, "has_developers": 1, "publishes_code": 1, "outside_contributors": 40,
            "forks": 5, "own_products": 60, "join_first": 0,
        },
        factors={"capacity": 6, "covered": 0, "backing": 2, "research_outputs": 60, "has_budget": 0},
        weights={"innovation": 2.0, "transparency": 2.0},
    ),
}  # fmt: skip


def answers(body: MadeUp) -> dict[str, Given]:
    """The answers, each with evidence but in the short form, which asks for none."""
    given: dict[str, Given] = {}
    for dimension, grades in body.grades.items():
        asked = instruments()["organisation"].of_dimension(dimension, short=body.is_short)
        for question, grade in zip(asked, grades, strict=True):
            if grade == "-":
                given[question.id] = Given(State.INAPPLICABLE, reason=WITHOUT)
            elif grade == "?":
                given[question.id] = Given(State.UNKNOWN)
            else:
                given[question.id] = Given(State.ANSWERED, float(grade), has_evidence=not body.is_short)
    return given


def judged(name: str) -> tuple[Score, FrozenAdvice]:
    """What the answers of a made-up body come to, and what it is advised."""
    body = BODIES[name]
    given = answers(body)
    found = score(instruments()["organisation"], given, short=body.is_short)
    return found, advice_on(given, body.facts, body.weights)


def in_words(found: DimensionScore) -> str:
    """A dimension in a line."""
    known, asked = found.coverage.answered, found.coverage.applicable
    return f"level {found.level}, mean {found.mean}, {known} of {asked} answered"


def report(name: str) -> dict[str, Any]:
    """The report in short: what would change if a rule, a weight or a gate did."""
    body, (found, advice) = BODIES[name], judged(name)
    packs = mode_pack()
    way = direction(packs.ways, packs.additions, dict.fromkeys(packs.factors) | body.factors)
    return {
        "archetype": archetype(archetype_pack().rules, OfficeFacts(*body.office)).archetype,
        "way": way.chosen,
        "open_before": [each.way for each in way.open_before],
        "dimensions": {each.id: in_words(each) for each in found.dimensions},
        "middle": frozen_score(found)["middle"],
        "weakest_gates": list(found.held_by),
        "next": {each.rule: round(each.arithmetic.priority, 3) for each in advice.given()},
        "later": {each.rule: round(each.arithmetic.priority, 3) for each in advice.later()},
        "waiting": {each.rule: list(each.after) for each in advice.waiting},
        "unsure": {each.rule: [*each.questions, *each.facts] for each in advice.unsure},
    }


@pytest.mark.parametrize("name", sorted(BODIES))
def test_the_report_is_the_one_that_was_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / f"{name}.json"
    written = json.dumps(report(name), indent=1) + "\n"
    if request.config.getoption("--regen"):
        file.write_text(written)

    assert written == file.read_text(), f"review the difference, then rewrite {file.name} with --regen"


@pytest.mark.parametrize("name", sorted(BODIES))
def test_what_is_frozen_is_read_back_the_same(name: str) -> None:
    found, advice = judged(name)

    assert thawed_score(json.loads(json.dumps(frozen_score(found)))) == found
    assert thawed_advice(json.loads(json.dumps(frozen_advice(advice)))) == advice


def test_a_town_of_2000_gets_three_actions_and_is_told_to_join() -> None:
    found = report("town")

    assert len(found["next"]) == 3
    assert found["way"] == "join_first"
    assert not any(rule in found["next"] for rule in found["unsure"])


def test_a_body_with_people_gets_the_whole_list() -> None:
    assert report("ministry")["later"] == {}

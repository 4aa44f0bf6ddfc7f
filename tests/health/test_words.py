"""Four words about a project, each with its facts and never added up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commonweal.connectors.git_history import Person
from commonweal.health.queries.packs import health_packs
from commonweal.health.rules.counting import figures
from commonweal.health.rules.pulse import pulse_of
from commonweal.health.rules.tally import Window, Work
from commonweal.health.rules.words import Answer, Known, Stage, Statement, stage, statements
from tests.health.histories import AINO, BRUNO, NOW, commit, work

LIMITS = health_packs().limits


def said(of: Work, **known: Any) -> dict[str, Statement]:
    year = figures(of, Window(of.last or NOW, 365))
    return {each.word.value: each for each in statements(pulse_of(of, NOW), year, Known(**known), LIMITS, NOW)}


def test_a_dead_repository_is_not_alive() -> None:
    found = said(work([commit(AINO, 800)]), are_issues_answered=False)["alive"]

    assert (found.answer, found.sentence) == (Answer.NO, "alive.quiet_and_silent")
    assert found.facts["days_since_last_commit"] == 800
    assert found.facts["stage"] == "quiet"
    assert (found.as_of, found.rules) == (NOW.date(), ("words 2",))


def test_a_finished_library_is_alive_as_long_as_somebody_says_so() -> None:
    old, day = work([commit(AINO, 800)]), NOW.date()

    confirmed = said(old, declared_stage=Stage.STABLE, confirmed_on=day - timedelta(days=30))["alive"]
    long_ago = said(old, declared_stage=Stage.STABLE, confirmed_on=day - timedelta(days=366))["alive"]
    to_come = said(old, declared_stage=Stage.STABLE, confirmed_on=day + timedelta(days=1))["alive"]

    assert (confirmed.answer, confirmed.sentence) == (Answer.YES, "alive.finished_and_confirmed")
    assert (long_ago.answer, to_come.answer) == (Answer.WATCH, Answer.WATCH)


@pytest.mark.parametrize(
    ("days_ago", "answered", "expected"),
    [
        (364, None, Answer.YES),
        (365, None, Answer.WATCH),
        (730, False, Answer.WATCH),
        (731, False, Answer.NO),
        (731, True, Answer.WATCH),
        (731, None, Answer.WATCH),
        (None, False, Answer.UNKNOWN),
    ],
)
def test_quiet_is_watched_before_it_is_dead(days_ago: int | None, answered: bool | None, expected: Answer) -> None:
    assert said(work([commit(AINO, days_ago)]), are_issues_answered=answered)["alive"].answer is expected


def test_one_person_is_watched_and_never_a_no() -> None:
    alone, two = said(work([commit(AINO)])), said(work([commit(AINO), commit(BRUNO)] * 3 + [commit(BRUNO)]))
    shared = said(work([commit(AINO)] * 5 + [commit(BRUNO)] * 5 + [commit(Person("C C", "c@c.example"))]))

    assert (alone["shared"].answer, alone["shared"].sentence) == (Answer.WATCH, "shared.one_person")
    assert two["shared"].answer is Answer.WATCH
    assert (shared["shared"].answer, shared["shared"].sentence) == (Answer.YES, "shared.several_organisations")
    assert said(work([]))["shared"].answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"contract_days_left": -1, "open_high": 1, "oldest_high_days": 91}, Answer.NO),
        ({"contract_days_left": -1, "open_high": 1, "oldest_high_days": 90}, Answer.WATCH),
        ({"contract_days_left": 400, "open_high": 1, "oldest_high_days": 91}, Answer.WATCH),
        ({"contract_days_left": 179, "open_high": 0}, Answer.WATCH),
        ({"contract_days_left": 180, "open_high": 0}, Answer.YES),
        ({"contract_days_left": 180}, Answer.UNKNOWN),
        ({"contract_days_left": 180, "open_high": 2}, Answer.UNKNOWN),
        ({"open_high": 0}, Answer.UNKNOWN),
        ({}, Answer.UNKNOWN),
    ],
)
def test_kept_needs_a_contract_and_nothing_grave_open(known: dict[str, Any], expected: Answer) -> None:
    assert said(work([commit(AINO)]), **known)["kept"].answer is expected


@pytest.mark.parametrize(("days", "expected"), [(30, Answer.YES), (30.5, Answer.WATCH), (None, Answer.UNKNOWN)])
def test_open_is_who_gets_an_answer(days: float | None, expected: Answer) -> None:
    found = said(work([commit(AINO)]), first_response_days=days, files={"contributing": True})["open"]

    assert found.answer is expected
    assert found.facts["has_contributing"] is True


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([100], Stage.INCEPTION),
        ([900, 500, 10, 20], Stage.GROWTH),
        ([900, 500, 400, 10, 20], Stage.STABLE),
        ([900, 500, 400, 10], Stage.DECLINE),
        ([900], Stage.QUIET),
        ([], Stage.UNKNOWN),
    ],
)
def test_the_stage_of_life_follows_from_two_years(days_ago: list[int], expected: Stage) -> None:
    of = pulse_of(work([commit(AINO, days) for days in days_ago]), NOW)

    assert stage(of, NOW, LIMITS) is expected
    assert stage(of, NOW, LIMITS, Stage.STABLE) is Stage.STABLE

"""Screening for programs: what visitors, tokens and sessions get, and the command for build servers."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.cli.commands import main
from commonweal.components import actions as components
from commonweal.screening.actions import RulingDraft, request_screening, rule
from commonweal.screening.models import Request
from tests.conftest import Cast
from tests.screening.screening_world import CONDITIONS, FINE, HIT, advisories, wanting

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/screening"


@pytest.fixture
def secret(cast: Cast) -> str:
    """A token of Borgo; advisories are read."""
    advisories()
    return components.make_token(body=cast.town, name="Build", by=cast.chiara).secret


def ask(subjects: object, secret: str = "", **more: object) -> tuple[int, dict]:
    """Send a question; give status and document."""
    extra = {"authorization": f"Bearer {secret}"} if secret else {}
    sent = {"subjects": subjects} | more
    answer = Client().post(ADDRESS, json.dumps(sent), content_type="application/json", headers=extra)
    return answer.status_code, answer.json()


def test_a_visitor_is_told_what_everybody_may_know(secret: str) -> None:
    status, document = ask([HIT, FINE], licence="MIT")

    hit, fine = document["data"]
    assert status == 200
    assert (hit["colour"], hit["verdict"]) == ("red", "no")
    assert (fine["colour"], fine["verdict"], fine["ruling"], fine["url"]) == ("amber", "go-ahead", None, None)
    assert {each["perspective"] for each in fine["reasons"]} == {"licence", "weaknesses", "end_of_life", "health"}
    assert not Request.objects.exists()


def test_a_visitor_asks_for_no_organisation(secret: str) -> None:
    assert ask([FINE], body="borgo")[0] == 401
    assert ask([FINE], keep=True)[0] == 401


def test_a_token_keeps_a_request_and_gets_the_ruling(secret: str, cast: Cast) -> None:
    _status, document = ask([FINE], secret, keep=True, licence="MIT")

    (answer,) = document["data"]
    kept = Request.objects.get()
    assert (kept.body, kept.asked_by) == (cast.town, cast.chiara)
    assert answer["url"].endswith(f"/screening/{kept.pk}")
    assert (answer["ruling"]["how"], answer["verdict"]) == ("fast_lane", "go-ahead")


def test_a_token_is_told_by_when_a_person_answers(secret: str) -> None:
    (answer,) = ask([FINE], secret, keep=True)[1]["data"]

    assert (answer["verdict"], answer["due_on"]) == ("ask-a-person", Request.objects.get().due_on.isoformat())


def test_an_earlier_ruling_answers_a_token_without_being_kept(secret: str, cast: Cast) -> None:
    asked = request_screening(wanted=wanting(FINE), body=cast.town, by=cast.chiara)
    rule(request=asked, draft=RulingDraft(decided=CONDITIONS, conditions="Inside"), by=cast.chiara)

    (with_token,) = ask([FINE], secret)[1]["data"]
    (visitor,) = ask([FINE])[1]["data"]

    assert (with_token["verdict"], with_token["ruling"]["conditions"]) == ("go-ahead", "Inside")
    assert (visitor["verdict"], visitor["ruling"]) == ("ask-a-person", None)
    assert Request.objects.count() == 1


def test_a_token_speaks_of_its_own_body_alone(secret: str) -> None:
    assert ask([FINE], secret, body="nowhere")[0] == 404
    assert ask([FINE], "wrong")[0] == 401


@pytest.mark.parametrize(
    ("subjects", "more", "status"),
    [
        (["?!"], {}, 400),
        ([FINE], {"repository": "?"}, 400),
        ([], {}, 422),
        ([FINE] * 501, {}, 422),
        ([FINE], {"use": "moon"}, 422),
        ("x", {}, 422),
        (["pkg:pypi/\ud800"], {}, 422),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_problem(
    secret: str, subjects: object, more: dict, status: int
) -> None:
    answered, document = ask(subjects, **more)

    assert (answered, document["status"]) == (status, status)


def test_contributing_and_publishing_are_answered_too(secret: str) -> None:
    answers = {"size": "small", "own_work": "yes", "agreement": "none"}

    (small,) = ask(["https://github.com/x/y"], kind="contribute", licence="MIT", answers=answers)[1]["data"]
    (bare,) = ask(["https://github.com/x/y"], kind="publish")[1]["data"]

    assert (small["colour"], small["verdict"]) == ("green", "go-ahead")
    assert (bare["colour"], bare["verdict"]) == ("amber", "ask-a-person")


def test_a_hundred_cost_as_many_queries_as_one(secret: str) -> None:
    ask([FINE])  # what processes remember is read
    with CaptureQueriesContext(connection) as one:
        ask([FINE])
    with CaptureQueriesContext(connection) as many:
        ask([f"pkg:pypi/fine@1.{number}" for number in range(100)])

    assert len(many) == len(one) <= 20


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((FINE, "--licence", "MIT"), 0),
        ((HIT, "--licence", "MIT"), 1),
        ((FINE,), 3),
        ((FINE, HIT), 1),
        (("?!",), 2),
        ((FINE, "--body", "nowhere"), 2),
        ((FINE, "--keep"), 2),
    ],
)
def test_the_command_says_by_its_exit_code_what_to_do(
    secret: str, words: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screening", "ask", *words, "--use", "service"]) == code

    told = capsys.readouterr()
    assert told.out or told.err


def test_the_command_writes_json(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["screening", "ask", HIT, "--format", "json"])

    assert json.loads(capsys.readouterr().out)["data"][0]["verdict"] == "no"

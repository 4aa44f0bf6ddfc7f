"""Refusals as answers: what pages and the API say when somebody may not."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from commonweal.organisations.permissions import NotAllowed
from commonweal.server.api import api
from tests.conftest import Cast

PAGE = "/bodies/new?from=here"


@pytest.mark.django_db
def test_a_visitor_who_may_not_signs_in_and_comes_back(client: Client) -> None:
    answer = client.get(PAGE)

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/bodies/new%3Ffrom%3Dhere"


def test_who_has_signed_in_and_may_not_is_told_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.dragan)

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "no role that allows it" in answer.content.decode()


def test_who_may_is_let_through(cast: Cast, client: Client) -> None:
    client.force_login(cast.aino)

    answer = client.get(PAGE)

    assert answer.status_code == 200


def test_the_api_answers_a_refusal_as_a_problem_document(rf: RequestFactory) -> None:
    answer = api.on_exception(rf.get("/api/v1/bodies"), NotAllowed("You may not look."))

    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["detail"] == "You may not look."

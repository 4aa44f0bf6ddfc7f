"""Fetching a file into the editor: asked for, waited for, opened with the file that each value came from."""

import pytest
from django.test import Client

from commonweal.publishing import actions
from commonweal.publishing.actions import FetchedFile
from commonweal.publishing.models import Failure, Fetch
from tests.publishing.desk import Desk

pytestmark = pytest.mark.django_db

REPOSITORY = "https://github.com/esempia/forms"
DRAFT = "name: Forms\nlegal:\n  license: EUPL-1.2\n"


def test_an_address_leads_to_a_page_that_waits(client: Client) -> None:
    answer = client.post("/tools/publiccode/fetch", {"url": REPOSITORY})

    fetch = Fetch.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/tools/publiccode/fetch/{fetch.token}"
    page = client.get(answer["Location"]).content.decode()
    assert REPOSITORY in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_what_is_no_address_is_said_beside_the_field(client: Client) -> None:
    for url in ("", "javascript:alert(1)", "file:///etc/passwd", "a" * 3000):
        answer = client.post("/tools/publiccode/fetch", {"url": url})

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not Fetch.objects.exists()


def test_a_stranger_cannot_ask_in_somebodys_name() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/tools/publiccode/fetch", {"url": REPOSITORY}).status_code == 403


def test_a_file_that_was_found_opens_in_the_editor(client: Client) -> None:
    fetch = actions.ask_for(url=REPOSITORY, by=None)
    actions.keep_file(fetch=fetch, file=FetchedFile(DRAFT, path="publiccode.yml"), by=None)

    desk = Desk(client, client.get(f"/tools/publiccode/fetch/{fetch.token}"))

    assert desk.downloaded() == DRAFT.encode()
    assert "as it lies in the repository" in desk.html
    assert "Taken from" not in desk.html


def test_a_draft_says_where_each_value_came_from_until_it_is_changed(client: Client) -> None:
    fetch = actions.ask_for(url=REPOSITORY, by=None)
    origins = (("name", "README.md"), ("legal.license", "LICENSE"))
    actions.keep_file(fetch=fetch, file=FetchedFile(DRAFT, is_prefilled=True, origins=origins), by=None)

    desk = Desk(client, client.get(f"/tools/publiccode/fetch/{fetch.token}"))
    changed = desk.fill("name", "Esempia Forms").press("check")

    assert "Taken from README.md. Is it right?" in desk.html
    assert "Taken from LICENSE. Is it right?" in desk.html
    assert "Taken from README.md" not in changed.html
    assert "Taken from LICENSE" in changed.html


def test_a_failure_is_told_with_the_ways_that_are_left(client: Client) -> None:
    fetch = actions.ask_for(url=REPOSITORY, by=None)
    actions.keep_failure(fetch=fetch, failure=Failure.NOT_FOUND, by=None)

    page = client.get(f"/tools/publiccode/fetch/{fetch.token}").content.decode()

    assert "Nothing is there, or only people who sign in there can see it." in page
    assert f'value="{REPOSITORY}"' in page


def test_what_nobody_asked_for_is_not_there(client: Client) -> None:
    assert client.get("/tools/publiccode/fetch/nothing").status_code == 404

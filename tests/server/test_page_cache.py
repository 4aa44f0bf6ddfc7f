"""Pages kept for visitors: the same for all of them, never older than the journal, never another's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.organisations import actions
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def queries_of(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, headers=headers).status_code == 200
    return len(asked)


def test_a_second_visitor_costs_one_question(cast: Cast) -> None:
    first = Client().get("/bodies").content

    with CaptureQueriesContext(connection) as asked:
        second = Client().get("/bodies")

    assert second.content == first
    assert len(asked) == 1


def test_a_change_shows_at_once(cast: Cast) -> None:
    assert "Nuova" not in Client().get("/bodies").content.decode()

    actions.register_body(draft=actions.BodyDraft(uri="https://x.example/n", name="Nuova", kind="agency"), by=cast.aino)

    assert "Nuova" in Client().get("/bodies").content.decode()


def test_a_person_never_gets_a_visitors_page(cast: Cast, client: Client) -> None:
    Client().get("/bodies")

    client.force_login(cast.chiara)

    assert "Chiara" in client.get("/bodies").content.decode()


def test_a_visitor_never_gets_a_persons_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara)
    client.get("/bodies")

    assert "Chiara" not in Client().get("/bodies").content.decode()


def test_each_language_and_display_has_its_own_page(cast: Cast) -> None:
    english = Client().get("/bodies", headers={"accept-language": "en"}).content.decode()
    italian = Client().get("/bodies", headers={"accept-language": "it"}).content.decode()
    dark = Client()
    dark.post("/theme", {"theme": "dark"})

    assert 'lang="en"' in english
    assert 'lang="it"' in italian
    assert dark.get("/bodies").content.decode() != english


def test_a_visitor_whose_browser_reads_no_gzip_gets_plain_text(cast: Cast) -> None:
    Client().get("/bodies", headers={"accept-encoding": "gzip"})

    answer = Client().get("/bodies")

    assert "Content-Encoding" not in answer.headers
    assert b"<html" in answer.content


def test_what_is_kept_still_says_304(cast: Cast) -> None:
    Client().get("/bodies")
    etag = Client().get("/bodies").headers["ETag"]

    assert Client().get("/bodies", headers={"if-none-match": etag}).status_code == 304


def test_pages_with_forms_that_change_something_are_not_kept(cast: Cast) -> None:
    assert queries_of(Client(), "/accounts/login/") == queries_of(Client(), "/accounts/login/")

"""The front page, the frame around every page, and what went wrong."""

import re

import pytest
from django.test import Client, override_settings

from commonweal.catalogue import actions
from tests.catalogue.findings import finding
from tests.conftest import Cast


@pytest.mark.django_db
def test_an_empty_installation_says_what_to_do_first(client: Client) -> None:
    page = client.get("/").content.decode()

    assert "The catalogue is still empty" in page
    assert 'href="/sources"' in page


@pytest.mark.django_db
def test_the_front_page_counts_and_shows_what_is_new(client: Client, django_assert_max_num_queries: object) -> None:
    actions.publish(finding=finding(), by=None)

    with django_assert_max_num_queries(9):
        page = client.get("/").content.decode()

    assert re.search(r"<dt>pieces of software</dt><dd>1</dd>", page)
    assert "Mense facili" in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_search(client: Client) -> None:
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert 'role="search"' in answer.content.decode()


@pytest.mark.django_db
def test_a_mistake_of_ours_is_a_page_that_needs_nothing(client: Client, rf: object) -> None:
    from django.views.defaults import server_error

    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "broke on our side" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_display_is_chosen_without_a_script(client: Client, theme: str) -> None:
    answer = client.post("/theme", {"theme": theme, "next": "/about"})

    assert answer["Location"] == "/about"
    assert f'data-color-scheme="{theme}"' in client.get("/about").content.decode()


@pytest.mark.django_db
def test_a_display_nobody_knows_is_passed_over(client: Client) -> None:
    answer = client.post("/theme", {"theme": '"><script>', "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"
    assert 'data-color-scheme="auto"' in client.get("/about").content.decode()


@pytest.mark.django_db
def test_the_language_changes_and_the_page_stays(client: Client) -> None:
    answer = client.post("/language", {"language": "it", "next": "/software?q=mensa"})

    assert answer["Location"] == "/software?q=mensa"
    assert '<html lang="it"' in client.get("/about").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about", "/accessibility", "/software", "/categories", "/accounts/login/"])
def test_no_page_has_a_style_or_script_in_it(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son\w+=", page)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/ld\+json))", page)


@pytest.mark.django_db
def test_a_signed_in_person_finds_their_account(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara)

    page = client.get("/about").content.decode()

    assert "Chiara" in page
    assert "/account/searches" in page


@pytest.mark.django_db
def test_a_form_with_a_mistake_says_so_on_top_and_at_the_field(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "", "password": "x"}).content.decode()

    assert "ds-error-summary" in page
    assert 'href="#id_login"' in page
    assert 'aria-invalid="true"' in page


def test_walkers_of_the_web_hear_what_they_may_read(client: Client) -> None:
    assert "Disallow: /accounts/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico").status_code == 302


def test_the_security_contact_is_told_only_if_there_is_one(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404

    with override_settings(SECURITY_CONTACT="security@esempia.example"):
        text = client.get("/.well-known/security.txt").content.decode()

    assert text.startswith("Contact: mailto:security@esempia.example\nExpires: ")


@pytest.mark.django_db(transaction=True)
def test_a_form_that_was_open_too_long_says_so(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post("/offices/new", {"name": "x"})

    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/projects", "/sustainability", "/end-of-life", "/licences", "/screening"])
def test_the_foot_of_every_page_leads_to_what_one_asks_of_software(client: Client, address: str) -> None:
    foot = client.get("/about").content.decode().partition("<footer")[2]

    assert f'href="{address}"' in foot
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_front_page_leads_to_what_is_maintained_and_what_ends(client: Client) -> None:
    actions.publish(finding=finding(), by=None)

    page = client.get("/").content.decode().partition("<footer")[0]

    assert all(f'href="{address}"' in page for address in ("/projects", "/sustainability", "/end-of-life"))

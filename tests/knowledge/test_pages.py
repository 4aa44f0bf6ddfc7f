"""Guidance in the browser and for programs: found, read, printed, written, compared, in one's language."""

import re
from dataclasses import replace

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from commonweal.knowledge import actions
from commonweal.knowledge.actions import EditionDraft
from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.queries.shipped import shipped
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SLUG = "who-to-call"
SHIPPED = shipped()[SLUG, "en"]


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    """Bruno's browser."""
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, path: str) -> str:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def form_of(client: Client, slug: str, language: str = "en") -> dict[str, object]:
    """What the form shows, ready to be sent."""
    return dict(client.get(f"/guidance/{slug}/edit?language={language}").context["form"].initial)


def test_every_page_is_listed_by_task(client: Client) -> None:
    text = page(client, "/guidance")

    assert text.count("card-link") == len({slug for slug, _language in shipped()})
    assert "Buy and renew" in text


def test_a_search_puts_the_nearest_first_and_keeps_to_the_reader(client: Client) -> None:
    text = page(client, "/guidance?q=contract&for=lawyer")

    titles = re.findall(r"card-link[^>]*>([^<]+)<", text)
    assert titles[0] == "Put four clauses into every software contract"
    assert "Look before you buy or renew" not in titles


def test_a_search_without_result_says_what_to_do(client: Client) -> None:
    assert "Try fewer or other words" in page(client, "/guidance?q=xylophone")


def test_a_page_says_what_when_and_where_from(client: Client) -> None:
    text = page(client, f"/guidance/{SLUG}")

    assert "<h2>On Monday</h2>" in text
    assert "minutes to read" in text
    assert "Version 1 of" in text
    assert "an hour or two of work" in text
    assert 'href="/offices"' in text
    assert "sign in first" in text
    assert SHIPPED.sources[0].url in text


def test_tools_lead_to_ones_own_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    text = page(client, f"/guidance/{SLUG}")

    assert 'href="/bodies/borgo/neighbours"' in text
    assert "Change this page" not in text


def test_who_works_for_no_organisation_chooses_one(curator: Client) -> None:
    text = page(curator, f"/guidance/{SLUG}")

    assert "(choose an organisation first)" in text


def own_page(cast: Cast) -> str:
    """Write a page that came not with the program, in English only, and give its address."""
    slug = "answer-a-journalist"
    actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, slug=slug)), by=cast.bruno)
    return slug


def test_a_page_that_is_not_translated_says_so(cast: Cast, client: Client) -> None:
    untranslated = own_page(cast)

    text = page(client, f"/guidance/{untranslated}?language=de")

    assert "This page does not exist in Deutsch yet. You read it in English." in text


def test_a_page_is_also_markdown(client: Client) -> None:
    answer = client.get(f"/guidance/{SLUG}.md")

    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.content.decode().startswith("---\ntitle: Know whom to call\n")


@pytest.mark.parametrize("path", ["/guidance/nothing", "/guidance/nothing.md", "/guidance/paths/pirate",
                                  "/guidance/nothing/history", f"/guidance/{SLUG}/compare?after=7"])  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_path_of_a_clerk_is_not_that_of_a_developer(client: Client) -> None:
    clerk, developer = page(client, "/guidance/paths/clerk"), page(client, "/guidance/paths/developer")

    assert "1. Know whom to call" in clerk
    assert "1. Have a place where staff may publish code today" in developer
    assert "To do it all: about 4 days of work, not at once." in clerk
    assert "/guidance/paths/mayor" in page(client, "/guidance/paths")


def test_words_are_explained_and_found(client: Client) -> None:
    text = page(client, "/glossary?q=patch")

    assert '<div id="patch">' in text
    assert '<div id="licence">' not in text
    assert "No word found" in page(client, "/glossary?q=xylophone")


def test_words_are_explained_in_ones_language(client: Client) -> None:
    client.cookies["django_language"] = "it"

    assert "distinta dei componenti (SBOM)" in page(client, "/glossary")


def test_a_curator_changes_a_page(curator: Client) -> None:
    sent = form_of(curator, SLUG) | {"title": "Call Borgo", "note": "Our own desk."}

    answer = curator.post(
        f"/guidance/{SLUG}/edit?language=en", {key: value for key, value in sent.items() if value is not None}
    )

    assert answer.status_code == 302
    assert "Call Borgo" in page(curator, f"/guidance/{SLUG}")
    assert "Our own desk." in page(curator, f"/guidance/{SLUG}/history")
    assert "<ins>title: Call Borgo</ins>" in page(curator, f"/guidance/{SLUG}/compare?before=shipped&after=1")


def test_what_is_wrong_stands_above_the_form_and_nothing_is_lost(curator: Client) -> None:
    sent = form_of(curator, SLUG) | {"body": "# Too big\n\nMy words"}

    answer = curator.post(f"/guidance/{SLUG}/edit", {key: value for key, value in sent.items() if value is not None})

    text = answer.content.decode()
    assert "Begin headings with two or three signs #." in text
    assert "My words" in text
    assert not GuideEdition.objects.exists()


def test_a_curator_translates_a_page_from_the_english_one(cast: Cast, curator: Client) -> None:
    slug = own_page(cast)
    sent = form_of(curator, slug, "fr") | {"title": "Par écrit", "is_up_to_date": "on"}

    curator.post(f"/guidance/{slug}/edit?language=fr", {key: value for key, value in sent.items() if value is not None})

    edition = GuideEdition.objects.get(language="fr")
    assert edition.slug == slug
    assert "follows: 1" in edition.text
    assert "Par écrit" in page(curator, f"/guidance/{slug}?language=fr")
    assert SHIPPED.title in page(curator, f"/guidance/{slug}?language=en")


def test_a_curator_begins_a_page_of_their_own(curator: Client) -> None:
    taken = curator.post("/guidance/new", {"slug": SLUG})
    begun = curator.post("/guidance/new", {"slug": "answer-a-journalist"})

    assert "There is a page at this address already." in taken.content.decode()
    assert begun["Location"] == "/guidance/answer-a-journalist/edit?language=en"
    assert page(curator, begun["Location"])


def test_a_curator_goes_back(cast: Cast, curator: Client) -> None:
    first = actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, title="First")), by=cast.bruno)
    actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, title="Second"), began_from=1), by=cast.bruno)

    curator.post(f"/guidance/editions/{first.pk}/restore")
    again = page(curator, f"/guidance/{SLUG}")
    curator.post(f"/guidance/{SLUG}/end?language=en")

    assert "<h1>First</h1>" in again
    assert f"<h1>{SHIPPED.title}</h1>" in page(curator, f"/guidance/{SLUG}")


def test_a_newer_shipped_page_is_shown_to_curators(cast: Cast, curator: Client) -> None:
    actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, title="First")), by=cast.bruno)
    GuideEdition.objects.update(shipped_version=0)

    assert "A newer page came with the program (version 1)" in page(curator, f"/guidance/{SLUG}")


@pytest.mark.parametrize("path", ["/guidance/new", f"/guidance/{SLUG}/edit"])
def test_others_do_not_write(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(path).status_code == 403
    assert client.post(path, {"title": "x"}).status_code == 403


def test_names_of_writers_are_for_those_who_signed_in(cast: Cast, curator: Client) -> None:
    actions.edit_page(draft=EditionDraft(guide=replace(SHIPPED, title="First")), by=cast.bruno)

    assert "Bruno" in re.sub(r"<header.*?</header>", "", page(curator, f"/guidance/{SLUG}/history"), flags=re.DOTALL)
    assert "Bruno" not in page(Client(), f"/guidance/{SLUG}/history")


def test_templates_of_others_link_to_a_page_by_its_title() -> None:
    template = Template('{% load guidance %}{% guide_link "who-to-call" %}{% guide_link "gone" %}')

    with translation.override("it"):
        spoken = template.render(Context())
    with translation.override("es"):
        english = template.render(Context())

    assert spoken == '<a href="/guidance/who-to-call">Sapere chi chiamare</a>'
    assert english == f'<a href="/guidance/who-to-call" lang="en">{SHIPPED.title}</a>'


def test_the_feed_tells_what_is_new(client: Client) -> None:
    text = page(client, "/feeds/guidance.atom")

    assert text.count("<entry>") == 30
    assert "<title>Write half a page that says why</title>" in text


def test_programs_read_the_same(client: Client) -> None:
    found = client.get("/api/v1/guidance?for=mayor&q=budget").json()["data"]
    one = client.get(f"/api/v1/guidance/{SLUG}?language=de").json()
    paths = client.get("/api/v1/guidance/paths?language=it").json()
    words = client.get("/api/v1/glossary?q=patch&language=de").json()

    assert found[0]["slug"] == "budget-line"
    assert (one["slug"], one["related"]) == (SLUG, list(SHIPPED.related))
    assert "<h2>" in one["html"]
    assert paths["data"][0]["steps"][0]["slug"] == SLUG
    assert words["data"][0]["word"] == "Patch, Aktualisierung"
    assert client.get("/api/v1/guidance/nothing").status_code == 404
    assert client.get("/api/v1/guidance/a%00b").status_code in {400, 404}
    assert client.get("/api/v1/guidance?language=xx").status_code == 422

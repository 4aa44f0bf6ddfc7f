"""Papers as people fill them in: what is known stands there, the rest is a line to write on, in every format."""

import io
import re
import zipfile

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.letters import Kind
from commonweal.drawing.letters.package import packed
from commonweal.drawing.letters.plain import file
from commonweal.knowledge.models import GuideEdition
from commonweal.knowledge.rules.papers import filled
from commonweal.knowledge.rules.rendering import html, plain
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from tests.conftest import Cast

ADDRESS = "/papers/naming-a-contact"
needs_database = pytest.mark.django_db


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    """Chiara of the town at the browser."""
    Body.objects.filter(pk=cast.town.pk).update(place="Borgo sul Fiume", mailbox="open_source@borgo.example")
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, path: str) -> str:
    """The page at an address, without what it says of itself in its head."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def preview(text: str) -> str:
    """What a page shows of the paper, without tags."""
    found = re.search(r'<section class="prose guide-text paper".*?</section>', text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[0])


def odt_text(content: bytes) -> str:
    """What stands in a file, and above and below its pages."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("content.xml").decode() + archive.read("styles.xml").decode()


@given(value=st.text(max_size=60))
def test_whatever_is_filled_in_stays_words(value: str) -> None:
    shown = html(filled("{{ body }} says: {{ person }}", {"body": value}, {"person": "a name"}))

    assert set(re.findall(r"<(/?\w+)", shown)) <= {"p", "/p", "h2", "/h2", "ol", "/ol", "ul", "/ul", "li", "/li", "hr"}
    assert "……" in shown


def test_signs_that_mean_something_in_markdown_are_said_as_they_are() -> None:
    text = filled("{{ body }}", {"body": "A*b*_c_ [d](https://e) <f> `g` #h |i| &amp;"}, {})

    assert plain(text) == "A*b*_c_ [d](https://e) <f> `g` #h |i| &amp;"


@needs_database
def test_a_visitor_gets_lines_to_write_on(client: Client) -> None:
    said = preview(page(client, ADDRESS))

    assert "…… (name of the organisation)" in said
    assert "…… (number of hours) hours a month" in said


@needs_database
def test_an_editor_finds_what_is_known_filled_in(cast: Cast, chiara: Client) -> None:
    said = preview(page(chiara, ADDRESS))

    assert f"{cast.town.name}, Borgo sul Fiume" in said
    assert "reads open_source@borgo.example and answers" in said
    assert "…… (name of the person in charge)" in said


@needs_database
def test_what_is_written_stands_in_the_paper_and_in_its_address(chiara: Client) -> None:
    said = page(chiara, f"{ADDRESS}?fill-person=Ada+Rossi&fill-place=&language=de")

    assert "benennt Ada Rossi" in preview(said)
    assert "…… (Ort)" in preview(said)
    assert "fill-person=Ada+Rossi&amp;fill-place=&amp;language=de" in said


@needs_database
def test_one_may_want_it_for_nobody(cast: Cast, chiara: Client) -> None:
    assert cast.town.name not in preview(page(chiara, f"{ADDRESS}?body=-"))


@needs_database
def test_nobody_writes_for_a_body_they_do_not_belong_to(cast: Cast, client: Client) -> None:
    client.force_login(cast.dragan, backend="django.contrib.auth.backends.ModelBackend")

    assert cast.town.name not in preview(page(client, f"{ADDRESS}?body={cast.town.slug}"))


@needs_database
@pytest.mark.parametrize(
    ("kind", "begins"),
    [("md", b"# Naming"), ("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("docx", b"PK"), ("odt", b"PK")],
)
def test_a_paper_is_taken_along_in_every_format(client: Client, kind: str, begins: bytes) -> None:
    answer = client.get(f"{ADDRESS}.{kind}?fill-person=Ada+R%C3%B6ssi")

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="naming-a-contact.{kind}"'
    if kind in {"md", "html"}:
        assert "Ada Rössi" in answer.content.decode()


@needs_database
def test_it_comes_out_in_the_letterhead_of_the_body(cast: Cast, chiara: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(file(Kind.ODT))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts["styles.xml"] = parts["styles.xml"].replace(b"{{ body }}", b"Piazza Grande 1")
    organisations.keep_letterhead(body=cast.town, name="k.odt", content=packed(parts), by=cast.chiara)

    ours = odt_text(chiara.get(f"{ADDRESS}.odt?fill-person=Ada").content)
    of_others = odt_text(Client().get(f"{ADDRESS}.odt?fill-person=Ada&body={cast.town.slug}").content)

    assert "Piazza Grande 1" in ours
    assert "Ada" in ours
    assert "our letterhead" in page(chiara, ADDRESS)
    assert "Piazza" not in of_others
    assert cast.town.name not in of_others


@needs_database
@pytest.mark.parametrize(
    "path", ["/papers/nothing", f"{ADDRESS}.exe", "/papers/who-to-call", "/guidance/tender-clauses"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@needs_database
def test_papers_are_found_by_word_task_and_reader(client: Client) -> None:
    found = page(client, "/papers?q=clauses")
    for_mayor = page(client, "/papers?for=mayor")

    assert "Clauses for a tender" in found
    assert "Page on security" not in found
    assert "Decision of the council on open source" in for_mayor
    assert "Clauses for a tender" not in for_mayor
    assert "No paper found" in page(client, "/papers?q=zeppelin")


@needs_database
def test_a_curator_writes_an_edition_that_stands_beside_guidance_of_the_same_name(cast: Cast, client: Client) -> None:
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(f"{ADDRESS}/edit").context["form"]
    sent = {key: value for key, value in form.initial.items() if value is not None} | {"title": "We name somebody"}

    refused = client.post(f"{ADDRESS}/edit?language=en", sent | {"body": "Dear {{ king }}"})
    client.post(f"{ADDRESS}/edit?language=en", sent)

    assert "there is no “king” to choose" in refused.content.decode()
    edition = GuideEdition.objects.get()
    assert (edition.shelf, edition.slug) == ("papers", "naming-a-contact")
    assert "<h1>We name somebody</h1>" in page(client, ADDRESS)
    assert "edition 1 with the shipped page" in page(client, f"{ADDRESS}/history")
    client.post(f"{ADDRESS}/end?language=en")
    assert "<h1>Naming a contact person for open source</h1>" in page(client, ADDRESS)


@needs_database
def test_an_edition_that_can_no_longer_be_read_can_be_written_over(cast: Cast, client: Client) -> None:
    client.force_login(cast.bruno, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get("/guidance/who-to-call/edit").context["form"]
    sent = {key: value for key, value in form.initial.items() if value is not None}
    client.post("/guidance/who-to-call/edit?language=en", sent | {"title": "First"})
    GuideEdition.objects.update(text="A task that it named is gone.")

    again = client.get("/guidance/who-to-call/edit").context["form"].initial["began_from"]
    client.post("/guidance/who-to-call/edit?language=en", sent | {"title": "Second", "began_from": again})

    assert "<h1>Second</h1>" in page(client, "/guidance/who-to-call")


@needs_database
def test_guidance_leads_to_papers_and_courses(client: Client) -> None:
    text = page(client, "/guidance/contract-clauses")

    assert '<a href="/papers/tender-clauses" lang="en">Clauses for a tender</a>' in text
    assert "/guidance/courses#eu-practice" in text


@needs_database
def test_courses_say_what_is_not_known(client: Client) -> None:
    every, french = page(client, "/guidance/courses"), page(client, "/guidance/courses?in=fr&for=lawyer")

    assert "45 minutes" in every
    assert "length not known" in every
    assert "price not known" in every
    assert re.findall(r'<li class="card" id="([\w-]+)"', french) == ["openska-licences"]
    assert "/guidance/courses#lfd121" in page(client, "/guidance/paths/developer")
    assert "No course found" in page(client, "/guidance/courses?in=it")

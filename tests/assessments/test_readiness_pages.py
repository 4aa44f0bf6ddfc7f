"""Thirteen questions without an account: the address holds everything, and what is not known stays not known."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from pypdf import PdfReader

from commonweal.assessments.models import Answer, Assessment
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.instrument import said
from commonweal.journal.models import Event
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

QUESTIONS = [question.id for question in instruments()["organisation"].of_form(short=True)]
# A town of 2,000: hardly anything is there, and of two things nobody knows.
TOWN = "&".join(f"{question}={0 if place < 11 else 'unknown'}" for place, question in enumerate(QUESTIONS))
ALL_GOOD = "&".join(f"{question}=4" for question in QUESTIONS)


def text_of(content: bytes) -> str:
    """The words of a PDF, each line end a blank."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_short_form_asks_thirteen_questions_and_knows_nothing_yet(client: Client) -> None:
    page = client.get("/readiness").content.decode()

    assert len(QUESTIONS) == 13
    assert page.count('<fieldset class="question"') == 14  # the last one asks who you are
    assert "What holds it back" not in page


def test_an_address_with_answers_shows_what_holds_back_and_three_actions(client: Client) -> None:
    report = client.get(f"/readiness.json?{TOWN}").json()
    page = unescape(client.get(f"/readiness?{TOWN}").content.decode())

    assert len(report["advice"]["given"]) == 3
    for action in report["advice"]["given"]:
        assert action["do"] in page
    assert "What holds it back" in page


def test_who_never_had_software_made_may_say_so_and_that_is_the_reason_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara)
    page = client.get("/readiness").content.decode()

    client.post("/readiness/keep?body=borgo&QA1=1&QD1=inapplicable")

    assert "No software was ever made with our money" in page
    assert page.count('value="inapplicable"') == 2  # and of who writes programs
    kept = Answer.objects.get(question="QD1")
    assert (kept.state, kept.reason) == ("inapplicable", "No software was ever made with our money")


def test_what_is_not_known_has_no_level_and_no_place_in_the_drawing(client: Client) -> None:
    parts = client.get(f"/readiness.json?{TOWN}").json()["parts"]

    unknown = [part for part in parts if not part["coverage"]["answered"]]

    assert len(unknown) == 2
    assert all(part["level"] is None and part["mean"] is None for part in unknown)
    assert client.get(f"/readiness?{TOWN}").content.decode().count(">?<title>") == 2


def test_the_printed_page_is_one_page_and_its_numbers_are_those_of_the_json(client: Client) -> None:
    address = f"{TOWN}&name=Borgo&who=town&capacity=0.2&covered=1"

    made = client.get(f"/readiness.pdf?{address}")

    assert made["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(made.content)).pages) == 1
    text = text_of(made.content)
    report = client.get(f"/readiness.json?{address}").json()
    assert "Borgo" in text
    assert f"{report['coverage']['answered']} of {report['coverage']['applicable']}" in text
    for action in report["advice"]["given"]:
        assert f"Days of work: {action['days']:g}" in text


def test_with_everything_at_its_best_nothing_holds_back(client: Client) -> None:
    report = client.get(f"/readiness.json?{ALL_GOOD}").json()

    assert report["held_by"] == []
    assert report["advice"]["given"] == []
    assert "Nothing is advised" in client.get(f"/readiness?{ALL_GOOD}").content.decode()


def test_who_is_covered_and_has_few_people_joins(client: Client) -> None:
    office = client.get(f"/readiness.json?{TOWN}&who=town&capacity=0.5&covered=1").json()["office"]

    assert office["archetype"] == "local_government"
    assert office["way"]["id"] == "join_first"
    checks = {check["factor"]: check for check in office["ways"][0]["every"]}
    assert checks["capacity"]["value"] == 0.5
    assert checks["capacity"]["outcome"] == "met"


def test_what_nobody_said_decides_nothing(client: Client) -> None:
    office = client.get(f"/readiness.json?{TOWN}").json()["office"]

    assert office["archetype"] is None
    assert office["archetype_missing"]
    assert not office["is_settled"]
    assert office["to_find_out"]
    assert office["way"]["id"] == "unsettled"
    assert "none to join" not in text_of(client.get(f"/readiness.pdf?{TOWN}").content)


def test_a_part_that_does_not_apply_is_said_to_and_not_to_be_unknown(client: Client) -> None:
    address = "QA1=1&QD1=inapplicable"

    report = client.get(f"/readiness.json?{address}").json()
    text = text_of(client.get(f"/readiness.pdf?{address}").content)

    assert [part["level_words"] for part in report["parts"] if part["id"] == "D"] == ["does not apply"]
    assert "does not apply –" in text
    assert "0 of 0" not in text + client.get(f"/readiness?{address}").content.decode()


def test_what_is_done_as_a_rule_holds_nothing_back(client: Client) -> None:
    assert client.get("/readiness.json?QA1=3").json()["held_by"] == []
    assert [one["question"] for one in client.get("/readiness.json?QA1=2").json()["held_by"]] == ["QA1"]


def test_nothing_is_stored(client: Client) -> None:
    before = Event.objects.count()

    client.get(f"/readiness?{TOWN}&name=Borgo")
    client.get(f"/readiness.pdf?{TOWN}&name=Borgo")

    assert not Assessment.objects.exists()
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "nonsense", ["QA1=7", "QA1=%00", "QA1=inapplicable", "QA1=" + "9" * 400, "capacity=x&QB1=1", "who=king&QB1=2"]
)
def test_nonsense_in_the_address_is_no_answer(client: Client, nonsense: str) -> None:
    for path in ("/readiness", "/readiness.json", "/readiness.pdf"):
        assert client.get(f"{path}?{nonsense}").status_code in (200, 302, 400)


def test_an_address_of_an_older_version_says_so(client: Client) -> None:
    page = client.get(f"/readiness?{TOWN}&version=2020.01.01").content.decode()

    assert "2020.01.01" in page


def test_an_editor_keeps_it_for_the_own_organisation(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara)
    assert Assessment.objects.count() == 0
    assert client.get(f"/readiness/keep?{TOWN}").status_code == 200

    answer = client.post(f"/readiness/keep?{TOWN}")

    kept = Assessment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == kept.get_absolute_url()
    assert kept.owner == cast.town
    assert kept.is_short
    assert Answer.objects.filter(respondent__assessment=kept).count() == 13


def test_who_has_no_role_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    client.force_login(cast.dragan)

    answer = client.post(f"/readiness/keep?{TOWN}")

    assert answer.status_code == 403
    assert "Find your organisation" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_a_body_in_the_address_fills_in_what_the_register_knows(client: Client, cast: Cast) -> None:
    page = client.get("/readiness?body=borgo").content.decode()

    assert re.search(r'name="name"[^>]*value="Borgo"|value="Borgo"[^>]*name="name"', page)
    assert '<option value="town" selected>' in page


@pytest.mark.parametrize("language", ["en", "it", "fr", "de"])
def test_the_short_form_is_read_in_ten_minutes_also_by_who_reads_slowly(language: str) -> None:
    instrument = instruments()["organisation"]
    words = 0
    for question in instrument.of_form(short=True):
        answers = [choice.name for choice in instrument.scale_of(question).values]
        words += sum(len(said(text, language).split()) for text in (question.ask, question.help, *answers))

    assert words / 120 <= 10  # words a minute of who reads slowly


@pytest.mark.parametrize("language", ["en", "it", "fr", "de"])
def test_the_printed_page_stays_one_page_in_every_language(client: Client, language: str) -> None:
    worst = "&".join(f"{question}=0" for question in QUESTIONS)
    address = f"/readiness.pdf?{worst}&name={'Comune ' * 20}&who=serving&capacity=0.5&covered=1"

    made = client.get(address, headers={"Accept-Language": language})

    assert len(PdfReader(io.BytesIO(made.content)).pages) == 1


def test_without_an_answer_there_is_nothing_to_print_or_to_keep(client: Client, cast: Cast) -> None:
    assert client.get("/readiness.json").json()["coverage"]["answered"] == 0
    assert client.get("/readiness.pdf")["Location"] == "/readiness"
    client.force_login(cast.chiara)
    assert client.get("/readiness/keep")["Location"] == "/readiness"


def test_half_a_day_may_be_written_with_a_comma_in_any_language(client: Client) -> None:
    about = "who=town&capacity=0%2C5&covered=1"
    english, german = (
        client.get(f"/readiness.json?{TOWN}&{about}", headers={"Accept-Language": language}).json()
        for language in ("en", "de")
    )

    for report in (english, german):
        checks = {check["factor"]: check for check in report["office"]["ways"][0]["every"]}
        assert checks["capacity"]["value"] == 0.5


def test_a_thousand_or_a_thousandth_is_asked_again_where_the_language_leaves_it_open(client: Client) -> None:
    page = client.get(f"/readiness?{TOWN}&capacity=1%2C234").content.decode()

    assert "Please look at this again" in page[: page.index("What holds it back")]


def test_a_form_sent_without_an_answer_says_so(client: Client) -> None:
    sent = client.get("/readiness?version=1&name=Borgo").content.decode()

    assert "No question is answered yet" in sent
    assert "Borgo" in sent
    assert "No question is answered yet" not in client.get("/readiness").content.decode()


def test_a_browser_is_told_the_address_that_holds_the_answers_so_far(client: Client) -> None:
    answer = client.get("/readiness?QA1=1", headers={"HX-Request": "true"})

    assert answer.content == b""
    assert answer["HX-Replace-Url"] == "/readiness?QA1=1#questions"
    assert answer["Cache-Control"] == "no-store"


def test_what_was_said_of_people_is_kept_with_the_answers(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara)

    client.post(f"/readiness/keep?{TOWN}&capacity=0.2")

    assert Assessment.objects.get().facts == {"capacity": 0.2}

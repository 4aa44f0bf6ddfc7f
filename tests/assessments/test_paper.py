"""The paper on which a body decides: the office that fits, every open concern, and who is near."""

import io
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Assessment, Result
from commonweal.assessments.queries.instruments import instruments
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.strategy import actions as strategy
from commonweal.strategy.models import Concern
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

FEARS = ("Nobody helps us at night", "It is not safe", "The old firm will sue us")


def kept(cast: Cast, *, is_short: bool = True, visibility: int = Visibility.BODY) -> Assessment:
    """A finished assessment of Borgo, in which three questions are not known."""
    draft = AssessmentDraft(instrument="organisation", is_short=is_short, visibility=visibility)
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    respondent = assessment.respondents.get()
    asked = [question.id for question in instruments()["organisation"].of_form(short=is_short)][:-3]
    drafts = {
        each: AnswerDraft(state="answered", value=place % 4, evidence_note="Minutes of 3 May 2026")
        for place, each in enumerate(asked)
    }
    actions.answer_many(respondent=respondent, answers=drafts, by=cast.chiara)
    actions.say_facts(assessment=assessment, facts={"capacity": 0.5}, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def concerns(cast: Cast) -> list[Concern]:
    """Three fears: one without an answer, one answered, one settled."""
    first, second, third = (strategy.raise_concern(body=cast.town, fear=fear, by=cast.chiara) for fear in FEARS)
    for each, told, link in ((second, "It was tested in 2025.", "https://borgo.example/test"), (third, "No.", "")):
        strategy.answer_concern(concern=each, answer=told, evidence_url=link, by=cast.chiara)
    strategy.close_concern(concern=third, by=cast.chiara)
    return [first, second, third]


@pytest.fixture
def chiara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pdf_of(client: Client, assessment: Assessment, **headers: str) -> PdfReader:
    return PdfReader(io.BytesIO(client.get(f"/assessments/{assessment.pk}/result.pdf", headers=headers).content))


def words_of(pdf: PdfReader) -> str:
    """The words of a file, each line end a blank."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_every_open_concern_stands_in_the_paper_with_its_answer_and_no_settled_one(
    chiara: Client, cast: Cast, concerns: list[Concern]
) -> None:
    pdf = pdf_of(chiara, kept(cast))

    text = words_of(pdf)
    assert FEARS[0] in text
    assert f"{FEARS[0]} Not answered yet." in text
    assert f"{FEARS[1]} It was tested in 2025. https://borgo.example/test" in text
    assert FEARS[2] not in text


def test_the_paper_is_read_in_the_order_of_a_decision_and_is_accessible(
    chiara: Client, cast: Cast, concerns: list[Concern]
) -> None:
    pdf = pdf_of(chiara, kept(cast, is_short=False))

    text = words_of(pdf)
    headings = (
        "Borgo", "What holds it back", "Which office fits", "What to do next", "Where each part stands",
        "Open concerns", "How the way to go was worked out", "Who is near", "Every answer",
    )  # fmt: skip
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in pdf.root_object["/Metadata"].get_object().get_data()
    assert len(pdf.pages) > 1
    for number, page in enumerate(pdf.pages, 1):
        assert f"{number} / {len(pdf.pages)}" in page.extract_text()


def test_the_arithmetic_of_the_way_and_who_is_near_are_those_of_the_office_page(chiara: Client, cast: Cast) -> None:
    union = organisations.register_body(
        draft=organisations.BodyDraft(
            uri="https://esempia.example/id/unione", name="Unione", kind="association", tier="local", country="XX"
        ),
        by=None,
    )
    assessment = kept(cast)

    text = words_of(pdf_of(chiara, assessment))
    report = chiara.get(f"/assessments/{assessment.pk}/result.json").json()

    ways = [way for way in report["office"]["ways"] if way["every"]]
    assert all(check["needed"] in text for way in ways for check in way["every"])
    assert {"capacity": 0.5}.items() <= {check["factor"]: check["value"] for check in ways[0]["every"]}.items()
    assert [near["name"] for near in report["near"]] == [union.name]
    assert report["near"][0]["sentence"] in text


def test_each_reader_finds_the_concerns_that_this_reader_may_read(
    client: Client, cast: Cast, concerns: list[Concern]
) -> None:
    assessment = kept(cast, visibility=Visibility.PUBLIC)

    stranger = client.get(f"/assessments/{assessment.pk}/result.json").json()
    text = words_of(pdf_of(client, assessment))

    assert stranger["concerns"] == []
    assert "No open concern is on file." in text
    assert not any(fear in text for fear in FEARS)


def test_a_product_has_no_office_and_no_concerns(chiara: Client, cast: Cast) -> None:
    draft = AssessmentDraft(instrument="dpg", subject_text="Mail")
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    said = {"1.1": AnswerDraft(state="answered", value=1)}
    actions.answer_many(respondent=assessment.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)

    report = chiara.get(f"/assessments/{assessment.pk}/result.json").json()

    assert (report["near"], report["concerns"], report["office"]) == (None, None, None)


def again(assessment: Assessment, cast: Cast, value: float) -> Assessment:
    """The same assessment once more, with one answer."""
    later = actions.begin_again(assessment=assessment, by=cast.chiara)
    said = {"QA1": AnswerDraft(state="answered", value=value)}
    actions.answer_many(respondent=later.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=later, by=cast.chiara)
    later.refresh_from_db()
    return later


def test_a_result_is_shown_beside_the_one_before_or_beside_the_baseline_that_is_asked_for(
    chiara: Client, cast: Cast
) -> None:
    baseline = kept(cast)
    middle = again(baseline, cast, 1)
    newest = again(middle, cast, 4)
    Result.objects.filter(assessment=baseline).update(pack_version="2025.11.22")
    address = f"/assessments/{newest.pk}/result"

    before = chiara.get(f"{address}.json").json()
    since = chiara.get(f"{address}.json?since={baseline.pk}").json()
    page = chiara.get(f"{address}?since={baseline.pk}").content.decode()
    text = words_of(PdfReader(io.BytesIO(chiara.get(f"{address}.pdf?since={baseline.pk}").content)))

    assert [each["parts"][0]["level_before"] for each in (before, since)] == [1, 0]
    assert (before["before_version"], since["before_version"]) == (before["version"], "2025.11.22")
    assert "The questions were changed in between" in page
    assert "The questions were changed in between" in text
    assert f"?since={middle.pk}" in page
    assert chiara.get(f"{address}.json?since=0").json() == before


def test_of_much_that_is_missing_a_few_are_named_and_the_rest_counted(chiara: Client, cast: Cast) -> None:
    draft = AssessmentDraft(instrument="release", subject_text="Mail")
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    first = instruments()["release"].questions[0].id
    said = {first: AnswerDraft(state="answered", value=1)}
    actions.answer_many(respondent=assessment.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)

    page = chiara.get(f"/assessments/{assessment.pk}/result").content.decode()
    report = chiara.get(f"/assessments/{assessment.pk}/result.json").json()
    text = words_of(pdf_of(chiara, assessment))

    missing = len(report["held_by"])
    assert missing > 5
    assert f"and {missing - 5} more" in page
    assert f"and {missing - 3} more" in text
    unknown = [part for part in report["parts"] if not part["coverage"]["answered"]]
    assert unknown
    assert not any(f"0 of {part['of']:g} 0 of" in text for part in unknown)


def test_the_first_page_is_for_the_council_and_the_working_out_begins_on_the_next(
    chiara: Client, cast: Cast, concerns: list[Concern]
) -> None:
    pages = [page.extract_text() for page in pdf_of(chiara, kept(cast)).pages]

    working = next(place for place, text in enumerate(pages) if "How the way to go was worked out" in text)

    assert working == 1
    assert pages[working].startswith("How the way to go was worked out")
    assert "Open concerns" in pages[0]


def test_what_was_taken_up_says_by_whom_and_until_when_on_paper(chiara: Client, cast: Cast) -> None:
    assessment = kept(cast)
    first, second = chiara.get(f"/assessments/{assessment.pk}/result.json").json()["advice"]["given"][:2]
    actions.take_recommendation(
        assessment=assessment, rule=first["rule"], owner="Rosa Bianchi", due_on=date(2027, 3, 1), by=cast.chiara
    )
    actions.take_recommendation(assessment=assessment, rule=second["rule"], by=cast.chiara)

    text = words_of(pdf_of(chiara, assessment))

    assert "Taken up: Rosa Bianchi. To be done by 1 March 2027." in text
    assert text.count("Taken up.") == 1
    assert text.count("To be done by") == 1


@pytest.mark.parametrize(("instrument", "begins"), [("purchase", ""), ("dpg", "{id} · ")])
def test_only_numbers_that_people_quote_stand_before_a_question(
    chiara: Client, cast: Cast, instrument: str, begins: str
) -> None:
    draft = AssessmentDraft(instrument=instrument, subject_text="Mail")
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    asked = instruments()[instrument].questions[1]
    said = {asked.id: AnswerDraft(state="answered", value=1)}
    actions.answer_many(respondent=assessment.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)

    text = words_of(pdf_of(chiara, assessment))

    every = text[text.index("Every answer") :]
    assert f"{begins.format(id=asked.id)}{asked.ask['en']}" in every
    assert f"{asked.id} {asked.ask['en']}" not in every


def test_where_most_is_not_known_page_and_paper_say_so_and_not_where_much_is(chiara: Client, cast: Cast) -> None:
    draft = AssessmentDraft(instrument="organisation", is_short=True)
    little = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    first = instruments()["organisation"].of_form(short=True)[0].id
    said = {first: AnswerDraft(state="answered", value=3)}
    actions.answer_many(respondent=little.respondents.get(), answers=said, by=cast.chiara)
    actions.finish_assessment(assessment=little, by=cast.chiara)
    told = "Most questions are not answered yet"

    of_little = (chiara.get(f"/assessments/{little.pk}/result").content.decode(), words_of(pdf_of(chiara, little)))
    much = kept(cast)
    of_much = (chiara.get(f"/assessments/{much.pk}/result").content.decode(), words_of(pdf_of(chiara, much)))

    assert all(told in each and "What holds it back" in each for each in of_little)
    assert not any(told in each for each in of_much)


def test_what_was_found_of_another_product_is_no_result_before(chiara: Client, cast: Cast) -> None:
    first, second = (
        actions.start_assessment(
            body=cast.town, draft=AssessmentDraft(instrument="dpg", subject_text=name), by=cast.chiara
        )
        for name in ("Mail", "Registry")
    )
    for each in (first, second):
        said = {"1.1": AnswerDraft(state="answered", value=1)}
        actions.answer_many(respondent=each.respondents.get(), answers=said, by=cast.chiara)
        actions.finish_assessment(assessment=each, by=cast.chiara)

    page = chiara.get(f"/assessments/{second.pk}/result").content.decode()

    assert f"/assessments/{first.pk}/result" not in page
    assert "What changed since" not in page

"""Pages of assessments: answering saves each change, a result is the same in four formats, strangers see nothing."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Answer, Assessment, Drop
from commonweal.assessments.queries.assessments import respondent_of
from commonweal.assessments.queries.instruments import instruments
from commonweal.catalogue import actions as catalogue
from commonweal.strategy.models import PlannedAction
from tests.catalogue.findings import finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

SHORT = [question.id for question in instruments()["organisation"].of_form(short=True)]


def begun(cast: Cast, *, is_short: bool = True) -> Assessment:
    draft = AssessmentDraft(instrument="organisation", is_short=is_short)
    return actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)


def answer(assessment: Assessment, by: object, values: dict[str, float]) -> None:
    respondent = respondent_of(assessment, by)
    drafts = {question: AnswerDraft(state="answered", value=value) for question, value in values.items()}
    actions.answer_many(respondent=respondent, answers=drafts, by=by)


def finished(cast: Cast) -> Assessment:
    assessment = begun(cast)
    answer(assessment, cast.chiara, {question: place % 3 for place, question in enumerate(SHORT[:10])})
    actions.finish_assessment(assessment=assessment, by=cast.chiara)
    return assessment


@pytest.fixture
def chiara(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chiara)
    return client


def test_an_editor_begins_one_on_the_page_of_the_body(chiara: Client, cast: Cast) -> None:
    assert "Begin with the short form" in chiara.get("/bodies/borgo/assessments").content.decode()

    made = chiara.post("/bodies/borgo/assessments/start", {"instrument": "organisation:short", "role": "manager"})

    assessment = Assessment.objects.get()
    assert made["Location"] == assessment.get_absolute_url()
    assert assessment.is_short
    assert assessment.respondents.get().role == "manager"
    assert assessment.get_absolute_url() in chiara.get("/bodies/borgo/assessments").content.decode()


def test_what_a_set_of_questions_needs_to_know_is_asked_for(chiara: Client, cast: Cast) -> None:
    refused = chiara.post("/bodies/borgo/assessments/start", {"instrument": "purchase:full", "role": "buyer"})

    assert refused.status_code == 422
    assert "Say in a few words which purchase" in refused.content.decode()


def test_each_change_is_saved_at_once_and_what_is_not_in_order_is_told(chiara: Client, cast: Cast) -> None:
    assessment = begun(cast)
    address = f"/assessments/{assessment.pk}/parts/all"

    said = {"QA1": "3", "QB1": "inapplicable", "QC1": "unknown"}
    answered = chiara.post(address, said, headers={"HX-Request": "true"}).content.decode()

    assert "Saved at" in answered
    assert "Say why it does not apply." in answered
    assert list(Answer.objects.values_list("question", "state", "value")) == [
        ("QA1", "answered", 3),
        ("QC1", "unknown", None),
    ]


def test_without_scripts_a_button_saves_and_shows_faults_beside_the_question(chiara: Client, cast: Cast) -> None:
    assessment = begun(cast, is_short=False)
    address = f"/assessments/{assessment.pk}/parts/A"

    faulty = chiara.post(address, {"QA1": "2", "QA2": "inapplicable", "go": "B"})
    mended = chiara.post(address, {"QA1": "2", "QA2": "inapplicable", "QA2.reason": "There is no aim.", "go": "B"})

    assert faulty.status_code == 422
    assert "Say why it does not apply." in faulty.content.decode()
    assert mended["Location"] == f"/assessments/{assessment.pk}/parts/B"
    assert Answer.objects.get(question="QA2").reason == "There is no aim."


def test_what_was_answered_stands_in_the_form_again(chiara: Client, cast: Cast) -> None:
    assessment = begun(cast)
    chiara.post(f"/assessments/{assessment.pk}/parts/all", {"QA1": "3", "QA1.evidence_note": "Council, 3 May"})

    page = chiara.get(f"/assessments/{assessment.pk}/parts/all").content.decode()

    assert "Council, 3 May" in page
    assert 'name="QA1" value="3"' in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 1


def test_a_suggestion_is_taken_with_one_button(chiara: Client, cast: Cast) -> None:
    catalogue.publish(finding=finding(), by=None)
    entry = catalogue.publish(finding=finding("Own"), by=None).entry
    entry.publisher = cast.town
    entry.save(update_fields=["publisher"])
    assessment = begun(cast)
    address = f"/assessments/{assessment.pk}/parts/all"
    page = chiara.get(address).content.decode()
    assert 'name="accept" value="QD1"' in page

    chiara.post(address, {"QA1": "1", "accept": "QD1"})

    assert Answer.objects.get(question="QD1").has_evidence
    assert Answer.objects.get(question="QA1").value == 1
    assert 'name="accept" value="QD1"' not in chiara.get(address).content.decode()


def test_finishing_shows_the_result_and_asks_for_one_answer_at_least(chiara: Client, cast: Cast) -> None:
    assessment = begun(cast)
    address = f"/assessments/{assessment.pk}/finish"

    empty = chiara.post(address, follow=True).content.decode()
    answer(assessment, cast.chiara, {"QA1": 0})
    done = chiara.post(address, follow=True).content.decode()

    assert "Answer at least one question first." in empty
    assert "What holds it back" in done


def test_every_number_is_the_same_in_json_csv_pdf_and_sql(chiara: Client, cast: Cast) -> None:
    assessment = finished(cast)
    base = f"/assessments/{assessment.pk}/result"
    report = chiara.get(f"{base}.json").json()
    rows = list(csv.DictReader(io.StringIO(chiara.get(f"{base}.csv").content.decode())))
    pdf = PdfReader(io.BytesIO(chiara.get(f"{base}.pdf").content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    with connection.cursor() as cursor:
        cursor.execute(
            "select question, value from assessments_answer a join assessments_respondent r on r.id = respondent_id"
            " where assessment_id = %s",
            [assessment.pk],
        )
        in_sql = dict(cursor.fetchall())

    assert "Where each part stands" in pdf.pages[0].extract_text()  # what is decided stands on the first page
    in_json = {row["question"]: row["value"] for row in report["answers"] if row["value"] is not None}
    in_csv = {row["id"]: float(row["value"]) for row in rows if row["what"] == "answer" and row["value"]}
    assert in_json == in_csv == in_sql
    assert report["coverage"]["answered"] == len(in_sql)
    parts = {row["id"]: row for row in rows if row["what"] == "part"}
    for part in report["parts"]:
        assert parts[part["id"]]["level"] == ("" if part["level"] is None else str(part["level"]))
        assert f"{part['key']} · {part['name']} {part['level_words']} {part['coverage']['answered']} of 1" in text
        assert part["level"] == in_sql.get(f"Q{part['id']}1")
    for action in report["advice"]["given"]:
        assert f"Days of work: {action['days']:g}" in text
        assert action["priority"] == pytest.approx(action["gap"] * action["weight"] / action["days"], abs=0.005)


def test_the_printed_report_stays_the_same_file(chiara: Client, cast: Cast) -> None:
    address = f"/assessments/{finished(cast).pk}/result.pdf"

    assert chiara.get(address).content == chiara.get(address).content


def test_dropping_needs_a_reason_keeps_it_and_the_next_comes_up(chiara: Client, cast: Cast) -> None:
    assessment = finished(cast)
    base = f"/assessments/{assessment.pk}"
    first, *others = (action["rule"] for action in chiara.get(f"{base}/result.json").json()["advice"]["given"])

    refused = chiara.post(f"{base}/advice/drop", {"rule": first, "reason": " "})
    chiara.post(f"{base}/advice/drop", {"rule": first, "reason": "The council said no."})

    assert refused.status_code == 422
    assert "Say why not" in refused.content.decode()
    advice = chiara.get(f"{base}/result.json").json()["advice"]
    assert [action["reason"] for action in advice["dropped"]] == ["The council said no."]
    assert [action["rule"] for action in advice["given"]][: len(others)] == others
    assert len(advice["given"]) == 3
    chiara.post(f"{base}/advice/restore", {"rule": first})
    assert not Drop.objects.filter(ended_at=None).exists()


def test_what_is_advised_is_put_into_the_plan(chiara: Client, cast: Cast) -> None:
    assessment = finished(cast)
    base = f"/assessments/{assessment.pk}"
    rule = chiara.get(f"{base}/result.json").json()["advice"]["given"][0]["rule"]

    chiara.post(f"{base}/advice/take", {"rule": rule, "owner": "Chiara", "due_on": "2027-01-31"})

    assert PlannedAction.objects.get().owner_name == "Chiara"
    assert "taken up" in chiara.get(f"{base}/result").content.decode()


def test_what_is_taken_up_without_a_name_is_marked_and_not_offered_again(chiara: Client, cast: Cast) -> None:
    base = f"/assessments/{finished(cast).pk}"
    rule = chiara.get(f"{base}/result.json").json()["advice"]["given"][0]["rule"]
    offered = chiara.get(f"{base}/result").content.decode().count("Put it into our plan")

    answer = chiara.post(f"{base}/advice/take", {"rule": rule, "owner": "", "due_on": ""})

    page = chiara.get(f"{base}/result").content.decode()
    assert answer["Location"] == f"{base}/result#next"
    assert "taken up" in page
    assert f'href="/bodies/{cast.town.slug}/strategy"' in page
    assert page.count("Put it into our plan") == offered - 1


def test_who_begins_again_reads_what_was_said_before(chiara: Client, cast: Cast) -> None:
    before = finished(cast)
    assert "you said: " not in chiara.get(f"/assessments/{begun(cast).pk}/parts/all").content.decode()

    again = chiara.post(f"/assessments/{before.pk}/again")["Location"]

    page = chiara.get(f"{again}/parts/all").content.decode()
    assert page.count("you said: ") == 10  # of 13; of three nobody said anything


def test_a_country_is_called_by_its_name(chiara: Client) -> None:
    begun = chiara.post(
        "/bodies/borgo/assessments/start", {"instrument": "enablement:full", "role": "other", "country": "IT"}
    )

    page = chiara.get(begun["Location"]).content.decode()

    assert "Italy. Begun on" in page


def test_a_refusal_stands_at_the_field_that_it_is_about(chiara: Client) -> None:
    page = chiara.post(
        "/bodies/borgo/assessments/start", {"instrument": "purchase:full", "role": "other", "subject_text": ""}
    ).content.decode()

    assert 'id="id_subject_text_error"' in page


def test_the_office_page_shows_each_comparison_and_keeps_what_the_advice_needs(chiara: Client, cast: Cast) -> None:
    assessment = begun(cast)
    address = f"/assessments/{assessment.pk}/office"

    page = chiara.get(f"{address}?owner=public&level=local&serves=own_units&capacity=0.5&covered=1").content.decode()
    chiara.post(f"{address}/keep", {"capacity": "0.5"})

    assert "Join an office that is there" in page
    assert "needed: below 3" in page
    assessment.refresh_from_db()
    assert assessment.facts["capacity"] == 0.5


def test_a_piece_of_software_is_checked_for_ones_own_organisation(chiara: Client, cast: Cast) -> None:
    catalogue.publish(finding=finding(), by=None)

    chiara.post("/software/mense-facili/assessments/start", {"instrument": "dpg:full", "role": "other"})

    assessment = Assessment.objects.get()
    assert (assessment.entry.slug, assessment.owner) == ("mense-facili", cast.town)
    assert assessment.get_absolute_url() in chiara.get("/software/mense-facili/assessments").content.decode()


@pytest.mark.parametrize("name", sorted(instruments()))
def test_every_instrument_has_its_page_and_every_form_of_it_can_be_shown(client: Client, cast: Cast, name: str) -> None:
    page = client.get(f"/instruments/{name}").content.decode()

    assert instruments()[name].version in page


@pytest.mark.parametrize("name", sorted(instruments()))
def test_every_way_of_scoring_prints(client: Client, cast: Cast, name: str) -> None:
    instrument = instruments()[name]
    draft = AssessmentDraft(instrument=name, subject_text="Mail", purl="pkg:pypi/django", country="XX")
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    respondent = respondent_of(assessment, cast.chiara)
    values = {
        question.id: (instrument.scale_of(question).values[0].value if instrument.scale_of(question).values else 1.0)
        for question in instrument.questions
    }
    allowed = {
        key: value for key, value in values.items() if instrument.scale_of(instrument.question(key)).allows(value)
    }
    drafts = {key: AnswerDraft(state="answered", value=value) for key, value in allowed.items()}
    actions.answer_many(respondent=respondent, answers=drafts, by=cast.chiara)
    actions.finish_assessment(assessment=assessment, by=cast.chiara)
    client.force_login(cast.chiara)

    page = client.get(f"/assessments/{assessment.pk}/result")
    printed = client.get(f"/assessments/{assessment.pk}/result.pdf")

    assert page.status_code == printed.status_code == 200
    assert printed.content.startswith(b"%PDF")
    assert json.loads(client.get(f"/assessments/{assessment.pk}/result.json").content)["coverage"]["answered"] == len(
        drafts
    )


def test_who_is_not_of_the_body_sees_nothing_of_it(client: Client, cast: Cast) -> None:
    assessment = finished(cast)
    open_one = begun(cast)
    paths = ("", "/result", "/result.pdf", "/result.json", "/result.csv", "/office")
    client.force_login(cast.dragan)

    seen = [
        client.get(f"/assessments/{each.pk}{path}").status_code for each in (assessment, open_one) for path in paths
    ]

    assert set(seen) == {404}
    assert client.post(f"/assessments/{open_one.pk}/finish").status_code == 404
    assert client.post(f"/assessments/{open_one.pk}/parts/all", {"QA1": "1"}).status_code == 404
    assert f"/assessments/{assessment.pk}" not in client.get("/bodies/borgo/assessments").content.decode()


@pytest.mark.parametrize(("language", "shown"), [("en", "1234567.5"), ("de", "1234567,5")])
def test_a_number_stays_the_same_through_the_form_in_every_language(
    chiara: Client, cast: Cast, language: str, shown: str
) -> None:
    draft = AssessmentDraft(instrument="enablement", country="XX")
    assessment = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    instrument = instruments()["enablement"]
    asked = next(each for each in instrument.questions if instrument.scale_of(each).allows(1_234_567.5))
    actions.answer(
        respondent=respondent_of(assessment, cast.chiara),
        question=asked.id,
        draft=AnswerDraft(state="answered", value=1_234_567.5),
        by=cast.chiara,
    )
    address = f"/assessments/{assessment.pk}/parts/{asked.dimension}"

    page = chiara.get(address, headers={"Accept-Language": language}).content.decode()
    chiara.post(address, {asked.id: shown, f"{asked.id}.state": "answered"}, headers={"Accept-Language": language})

    assert f'value="{shown}"' in page
    assert Answer.objects.get().value == 1_234_567.5

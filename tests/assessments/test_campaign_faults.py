"""What once went wrong in campaigns and on the pages of assessments, and what people send who mean no good."""

import csv
import io
import re
import threading
import zipfile
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.assessments import actions as assessments
from commonweal.assessments.actions import campaigns as actions
from commonweal.assessments.actions import offline_forms as forms
from commonweal.assessments.models import Answer, OfflineForm
from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.roles import Role
from tests.assessments.campaign_world import COUNTRIES, TOWNS, Office, campaign, form, line, office, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ospo(cast: Cast) -> Office:
    return office(cast)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b\udfff"])
def test_characters_that_no_database_keeps_are_left_out_of_a_form(ospo: Office, text: str) -> None:
    made = campaign(ospo)

    taken = take(made, form(line(made, "borgo", "QA1", "1", reason=f"so{text}", hand=text, by=text)), ospo.olga)

    assert (taken.problems, Answer.objects.get().reason.startswith("so")) == ([], True)


def test_a_file_of_faults_alone_is_told_in_part(ospo: Office) -> None:
    made = campaign(ospo)

    taken = take(made, b"{\n" * 20_000, ospo.olga)

    assert len(taken.problems) <= 201
    assert taken.problems[-1]["code"] == "more"


def test_what_the_questions_of_today_no_longer_ask_stops_no_other_form(ospo: Office) -> None:
    made = campaign(ospo)
    take(made, form(line(made, "borgo", "QA1", "1"), line(made, "borgo", "QB1", "2")), ospo.olga)
    kept = OfflineForm.objects.get()
    kept.said[0]["question"], kept.said[1]["claim"] = "Q-GONE", ["answered", 77.0]
    kept.save()

    take(made, form(line(made, "borgo", "QC1", "3", hand="h2")), ospo.olga)

    assert set(Answer.objects.values_list("question", "value")) == {("QC1", 3.0)}


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_form_at_the_same_time_lose_neither(ospo: Office) -> None:
    made = campaign(ospo)
    for hand, answer in (("h1", "1"), ("h2", "3")):
        take(made, form(line(made, "borgo", "QA1", answer, hand=hand)), ospo.olga)
    borgo = made.invitations.get(code="borgo")
    started, may_end = threading.Event(), threading.Event()

    def other() -> None:
        from django.db import transaction

        with transaction.atomic():
            take(made, form(line(made, "borgo", "QB1", "2", hand="h3")), ospo.olga)
            started.set()
            may_end.wait(10)
        connections.close_all()

    def deciding() -> None:
        claim = Claim(State.ANSWERED, 3.0)
        forms.decide_conflict(invitation=borgo, question="QA1", chosen=claim, reason="", by=ospo.olga)
        connections.close_all()

    one, two = threading.Thread(target=other), threading.Thread(target=deciding)
    one.start()
    started.wait(10)
    two.start()
    two.join(0.5)
    may_end.set()
    one.join()
    two.join()

    assert set(Answer.objects.values_list("question", "value")) == {("QA1", 3.0), ("QB1", 2.0)}


def test_an_export_rounds_no_figure(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    take(made, form(line(made, "IT", "3.2", "123456.78")), ospo.olga)

    text = signed_in(ospo.olga).get(f"{made.get_absolute_url()}/answers.csv").content.decode("utf-8-sig")

    values = {row["indicator"]: row["value"] for row in csv.DictReader(io.StringIO(text)) if row["place"] == "IT"}
    assert (values["3.2"], values["12.1"]) == ("123456.78", "")


def test_a_figure_that_nobody_knows_is_a_question_mark(ospo: Office) -> None:
    made = campaign(ospo)

    page = signed_in(ospo.olga).get(made.get_absolute_url()).content.decode()

    assert '<td class="number"></td>' not in page
    assert page.count('<td class="number">?</td>') >= 3


def test_tables_in_the_archive_part_columns_as_the_single_one_does(ospo: Office) -> None:
    made, client = campaign(ospo), signed_in(ospo.olga)
    client.cookies["django_language"] = "de"

    single = client.get(f"{made.get_absolute_url()}/places/borgo/form.csv").content
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{made.get_absolute_url()}/forms.zip").content))

    assert b"campaign;place" in single
    assert archive.read("form-borgo.csv") == single


def test_many_campaigns_take_no_more_queries_and_stand_on_pages(ospo: Office) -> None:
    client = signed_in(ospo.olga)
    counts = []
    for more in (1, 60):
        for number in range(more):
            draft = actions.CampaignDraft(
                title=f"C{number}", instrument="organisation", baseline_on=date(2026, 1, 1), closes_on=date(2026, 2, 1)
            )
            actions.open_campaign(host=ospo.host, draft=draft, by=ospo.olga)
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/campaigns").content.decode()
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 1
    assert "?page=2" in page


def test_everybody_whom_a_long_list_names_is_invited_with_few_questions(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    towns = actions.open_campaign(
        host=ospo.host,
        draft=actions.CampaignDraft(
            title="All", instrument="organisation", baseline_on=made.baseline_on, closes_on=made.closes_on
        ),
        by=ospo.olga,
    )
    names = [f"Villa {number}" for number in range(1_100)]
    Body.objects.bulk_create(
        Body(uri=f"https://v.example/{name}", slug=name.lower().replace(" ", "-"), name=name, kind="municipality")
        for name in names
    )

    with CaptureQueriesContext(connection) as asked:
        signed_in(ospo.olga).post(f"{towns.get_absolute_url()}/invite", {"others": "\n".join(names)})

    assert towns.invitations.count() == 1_100
    assert len(asked) < 40


def test_no_more_is_offered_than_one_form_can_send(ospo: Office) -> None:
    made = actions.open_campaign(host=ospo.host, draft=TOWNS, by=ospo.olga)
    Body.objects.bulk_create(
        Body(uri=f"https://v.example/{number}", slug=f"v-{number}", name=f"V {number}", kind="municipality")
        for number in range(1_050)
    )
    client, path = signed_in(ospo.olga), f"{made.get_absolute_url()}/invite"

    offered = re.findall(r'name="chosen" value="(\d+)"', client.get(path, {"kind": "municipality"}).content.decode())
    answer = client.post(path, {"chosen": offered, "others": "", "csrfmiddlewaretoken": "x"})

    assert (answer.status_code, made.invitations.count()) == (302, len(offered))
    assert len(offered) >= 500


def test_a_member_goes_on_with_what_an_editor_began(ospo: Office) -> None:
    made = campaign(ospo)
    member = organisations.open_account(username="mia", email="m@w.example", password=None, display_name="Mia", by=None)
    organisations.grant_role(user=member, role=Role.MEMBER, body=ospo.cast.town, by=None)
    client, address = signed_in(member), f"{made.get_absolute_url()}/places/borgo/answer"
    early = client.get(made.get_absolute_url()).content.decode()
    borgo = made.invitations.get(code="borgo")

    begun = actions.begin_answering(invitation=borgo, by=ospo.cast.chiara)

    assert address not in early
    assert "An editor of your organisation begins" in early
    assert client.post(address).headers["Location"] == begun.get_absolute_url()


def test_a_name_too_long_for_who_does_it_is_refused_beside_the_field(cast: Cast) -> None:
    draft = assessments.AssessmentDraft(instrument="organisation", is_short=True)
    begun = assessments.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    low = {"QA1": assessments.AnswerDraft(state="answered", value=0)}
    assessments.answer_many(respondent=begun.respondents.get(), answers=low, by=cast.chiara)
    assessments.finish_assessment(assessment=begun, by=cast.chiara)

    answer = signed_in(cast.chiara).post(
        f"/assessments/{begun.pk}/advice/take", {"rule": "x", "owner": "n" * 201, "due_on": ""}
    )

    assert answer.status_code == 422


def test_an_address_of_another_kind_is_refused_beside_the_field(cast: Cast) -> None:
    begun = assessments.start_assessment(
        body=cast.town, draft=assessments.AssessmentDraft(instrument="organisation"), by=cast.chiara
    )

    answer = signed_in(cast.chiara).post(
        f"/assessments/{begun.pk}/parts/A", {"QA1": "1", "QA1.evidence_url": "ftp://b.example/x"}
    )

    assert (answer.status_code, Answer.objects.count()) == (422, 0)

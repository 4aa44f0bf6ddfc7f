"""The pages of campaigns: what each shows, to whom, and what it refuses."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.assessments.documents.campaign_report import campaign_report
from commonweal.assessments.models import Assessment, Campaign, ConflictDecision
from commonweal.assessments.queries.campaigns import filled
from commonweal.organisations.models import Body, User, Visibility
from tests.assessments.campaign_world import COUNTRIES, Office, campaign, form, line, office, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ospo(cast: Cast) -> Office:
    return office(cast)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_campaign_is_opened_and_towns_are_invited(ospo: Office) -> None:
    client = signed_in(ospo.olga)
    filled_in = {
        "title": "Where we stand", "asks": "organisation:short", "baseline_on": "2026-11-01", "closes_on": "2027-01-31",
    }  # fmt: skip

    opened = client.post(f"/bodies/{ospo.host.slug}/campaigns/new", filled_in, follow=True)
    made = Campaign.objects.get()
    found = client.get(opened.redirect_chain[-1][0], {"kind": "municipality", "country": "XX"}).content.decode()
    invited = client.post(
        f"{made.get_absolute_url()}/invite", {"chosen": [ospo.towns[0].pk], "others": "Town 2"}, follow=True
    )

    assert (found.count('name="chosen"'), made.is_short) == (2, True)
    assert "2 places are invited." in invited.content.decode()
    assert set(made.invitations.values_list("body__name", flat=True)) == {"Borgo", "Town 2"}


def test_who_is_not_found_is_named_beside_the_field(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)

    page = signed_in(ospo.olga).post(f"{made.get_absolute_url()}/invite", {"others": "Atlantis\nItaly"})

    assert page.status_code == 422
    assert "Not found: Atlantis." in page.content.decode()


def test_countries_are_invited_by_name(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)

    signed_in(ospo.olga).post(f"{made.get_absolute_url()}/invite", {"others": "Spain\nse"})

    assert set(made.invitations.values_list("code", flat=True)) == {"IT", "FR", "DE", "ES", "SE"}


def test_each_sees_their_own_part(ospo: Office) -> None:
    made = campaign(ospo)
    take(made, form(line(made, "town-2", "QA1", "3")), ospo.olga)
    one = made.get_absolute_url()
    paths = (one, f"{one}/places/borgo", f"{one}/places/town-2", f"{one}/answers.csv", f"{one}/forms")

    seen = {
        name: [signed_in(person).get(path).status_code for path in paths]
        for name, person in {"olga": ospo.olga, "chiara": ospo.cast.chiara, "dragan": ospo.cast.dragan}.items()
    }

    assert seen == {
        "olga": [200, 200, 200, 200, 200], "chiara": [200, 200, 404, 403, 403], "dragan": [404, 404, 404, 404, 404]
    }  # fmt: skip
    assert "Town 2" not in signed_in(ospo.cast.chiara).get(one).content.decode()
    assert Client().get(one).status_code == 302


def test_a_town_begins_to_answer_with_one_button(ospo: Office) -> None:
    made = campaign(ospo)

    answer = signed_in(ospo.cast.chiara).post(f"{made.get_absolute_url()}/places/borgo/answer")

    assert answer.headers["Location"] == made.invitations.get(code="borgo").assessment.get_absolute_url()


def test_forms_come_back_several_at_once_and_what_cannot_be_read_is_told(ospo: Office) -> None:
    made, client = campaign(ospo), signed_in(ospo.olga)
    files = [
        SimpleUploadedFile("borgo.jsonl", form(line(made, "borgo", "QA1", "3"))),
        SimpleUploadedFile("cut.jsonl", form(line(made, "town-2", "QA1", "3"), line(made, "town-2", "QB1", "2"))[:180]),
    ]

    page = client.post(f"{made.get_absolute_url()}/forms", {"came_back": files}, follow=True).content.decode()

    assert "2 files taken in: 2 answers." in page
    assert "Line 2 was cut off." in page


def test_what_is_contested_is_decided_on_its_page(ospo: Office) -> None:
    made, client = campaign(ospo), signed_in(ospo.olga)
    take(made, form(line(made, "borgo", "QA1", "1", by="Rosa")), ospo.olga)
    take(made, form(line(made, "borgo", "QA1", "3", by="Jean", hand="h2")), ospo.olga)
    address = f"{made.get_absolute_url()}/conflicts"
    shown = client.get(address).content.decode()

    decided = client.post(
        address, {"place": "borgo", "question": "QA1", "chosen": "3.0", "reason": "Jean asked"}, follow=True
    )

    assert ("Rosa" in shown, "Jean" in shown, ConflictDecision.objects.get().reason) == (True, True, "Jean asked")
    assert "Nothing is contested now." in decided.content.decode()


def test_forms_are_given_for_each_place_and_all_at_once(ospo: Office) -> None:
    made, client = campaign(ospo), signed_in(ospo.olga)

    page = client.get(f"{made.get_absolute_url()}/places/borgo/form.html")
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{made.get_absolute_url()}/forms.zip").content))

    assert page.headers["Content-Disposition"] == 'attachment; filename="form-borgo.html"'
    assert set(archive.namelist()) == {"form-borgo.html", "form-borgo.csv", "form-town-2.html", "form-town-2.csv"}
    assert archive.read("form-borgo.html") == page.content


def test_a_country_has_a_plan_for_as_many_people_as_one_says(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    take(made, form(line(made, "IT", "1.1", "0")), ospo.olga)
    address, client = f"{made.get_absolute_url()}/places/IT", signed_in(ospo.olga)

    page = client.get(address, {"people": "1"}).content.decode()
    told = client.get(f"{address}/report.json", {"people": "1"}).json()

    assert "How far is the policy on using open source? None; needed: Adopted" in page
    assert (told["plan"]["people"], max(told["plan"]["load"])) == (1, 1)
    assert [each for each in told["plan"]["left_over"] if each["do"] not in page] == []


def test_on_the_map_those_who_have_not_answered_are_struck_through(ospo: Office) -> None:
    made = campaign(ospo)
    questions = [question.id for question in filled(made).questions]
    take(made, form(*(line(made, "borgo", question, "?") for question in questions)), ospo.olga)
    Body.objects.filter(kind="municipality").update(latitude=44.2, longitude=-17.0)

    page = signed_in(ospo.olga).get(made.get_absolute_url()).content.decode()

    assert (page.count('<a class="mark"'), page.count('<a class="mark hollow"')) == (1, 1)


def test_a_campaign_is_closed_and_opened_again(ospo: Office) -> None:
    made, client = campaign(ospo), signed_in(ospo.olga)

    client.post(f"{made.get_absolute_url()}/close")
    closed = client.get(made.get_absolute_url()).content.decode()
    client.post(f"{made.get_absolute_url()}/reopen")

    made.refresh_from_db()
    assert ("Closed." in closed, made.closed_at) == (True, None)


def test_a_town_that_answered_everything_looks_at_its_answers(ospo: Office) -> None:
    made = campaign(ospo)
    page = made.get_absolute_url()
    chiara = signed_in(ospo.cast.chiara)
    chiara.post(f"{page}/places/borgo/answer")
    asked = [question.id for question in filled(made).questions]

    take(made, form(line(made, "borgo", asked[0], "3")), ospo.olga)
    before = chiara.get(page).content.decode()
    take(made, form(*(line(made, "borgo", each, "3") for each in asked)), ospo.olga)
    after = chiara.get(page).content.decode()

    assert ("Go on answering" in before, "Look at your answers" in before) == (True, False)
    assert ("Go on answering" in after, "Look at your answers" in after) == (False, True)


def test_an_answer_leads_back_to_the_campaign_for_those_who_may_see_it(ospo: Office) -> None:
    made = campaign(ospo)
    address = made.get_absolute_url()
    signed_in(ospo.cast.chiara).post(f"{address}/places/borgo/answer")
    mine = made.invitations.get(code="borgo").assessment
    Assessment.objects.filter(pk=mine.pk).update(visibility=Visibility.PUBLIC)
    paths = (mine.get_absolute_url(), f"{ospo.cast.town.get_absolute_url()}/assessments")

    seen = {
        name: [f'href="{address}"' in client.get(path).content.decode() for path in paths]
        for name, client in {"chiara": signed_in(ospo.cast.chiara), "anybody": Client()}.items()
    }

    assert seen == {"chiara": [True, True], "anybody": [False, False]}


def test_a_curator_finds_the_organisation_that_asks(ospo: Office) -> None:
    bruno = signed_in(ospo.cast.bruno)

    found = bruno.get("/campaigns?host=Office of Esempia").content.decode()
    nothing = bruno.get("/campaigns?host=zzzz").content.decode()
    of_chiara = signed_in(ospo.cast.chiara).get("/campaigns?host=Office of Esempia").content.decode()
    form_of_it = bruno.get(f"/bodies/{ospo.host.slug}/campaigns/new")

    link = f'href="/bodies/{ospo.host.slug}/campaigns/new"'
    assert (link in found, link in nothing, link in of_chiara) == (True, False, False)
    assert "No organisation found" in nothing
    assert 'name="host"' not in of_chiara
    assert form_of_it.status_code == 200


def test_parts_that_tie_are_all_named_where_most_need_help(ospo: Office) -> None:
    made = campaign(ospo)
    asked = filled(made).questions
    parts = list(dict.fromkeys(question.dimension for question in asked))
    low = [question for question in asked if question.dimension in parts[:5]]
    take(made, form(*(line(made, "borgo", each.id, "0") for each in low)), ospo.olga)
    first = [question for question in asked if question.dimension == parts[4]]
    take(made, form(*(line(made, "town-2", each.id, "0") for each in first)), ospo.olga)

    weakest = campaign_report(filled(made), conflicts=0, made_on=date(2026, 11, 22)).weakest

    assert [(each.id, each.low) for each in weakest] == [(parts[4], 2), *((part, 1) for part in parts[:4])]

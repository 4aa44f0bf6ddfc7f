"""Campaigns for programs: who reads what, what is withheld of few, and that figures are those of pages and files."""

import pytest
from django.test import Client

from commonweal.assessments.actions.campaigns import close_campaign, invite
from commonweal.assessments.models import Campaign
from commonweal.components.actions import make_token
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User
from commonweal.organisations.roles import Role
from tests.assessments.campaign_world import COUNTRIES, Office, campaign, form, line, office, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ospo(cast: Cast) -> Office:
    """An office and six towns; Borgo is the first."""
    return office(cast, towns=6)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(client: Client, path: str, **headers: str) -> dict[str, object]:
    """The answer of a route that must answer."""
    answer = client.get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


def answered(of: Office, made: Campaign, towns: int) -> None:
    """The first towns besides Borgo say something: level 3, and each another grade to QB1."""
    for number in range(2, 2 + towns):
        place = f"town-{number}"
        take(made, form(line(made, place, "QA1", "3"), line(made, place, "QB1", str(number % 5))), of.olga)


ROUTES = ("", "/progress", "/gaps", "/places/borgo", "/places/town-2")


def test_who_reads_what(ospo: Office) -> None:
    made = campaign(ospo)
    people = {"olga": ospo.olga, "chiara": ospo.cast.chiara, "bruno": ospo.cast.bruno, "dragan": ospo.cast.dragan}

    seen = {
        name: [signed_in(person).get(f"/api/v1/campaigns/{made.pk}{route}").status_code for route in ROUTES]
        for name, person in people.items()
    }

    assert seen == {
        "olga": [200] * 5, "bruno": [200] * 5, "chiara": [200, 200, 200, 200, 404], "dragan": [404] * 5
    }  # fmt: skip
    assert {Client().get(f"/api/v1/campaigns/{made.pk}{route}").status_code for route in ROUTES} == {401}
    assert Client().get("/api/v1/campaigns").status_code == 401
    assert told(signed_in(ospo.cast.dragan), "/campaigns")["data"] == []


def test_a_list_tells_ones_part_and_goes_page_by_page(ospo: Office) -> None:
    first, second = campaign(ospo), campaign(ospo)
    close_campaign(campaign=first, by=ospo.olga)
    olga, chiara = signed_in(ospo.olga), signed_in(ospo.cast.chiara)

    page = told(olga, "/campaigns?size=1")
    rest = told(olga, f"/campaigns?size=1&after={page['next']}")

    assert [each["id"] for each in [*page["data"], *rest["data"]]] == [first.pk, second.pk]  # type: ignore[misc,index]
    assert rest["next"] is None
    assert {each["part"] for each in told(chiara, "/campaigns")["data"]} == {"invited"}  # type: ignore[attr-defined]
    open_ones = told(olga, "/campaigns?is_open=true")["data"]
    assert [each["id"] for each in open_ones] == [second.pk]  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["size=0", "size=x", "after=-1", "is_open=perhaps"])
def test_what_cannot_be_asked_is_told_as_a_problem(ospo: Office, query: str) -> None:
    answer = signed_in(ospo.olga).get(f"/api/v1/campaigns?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_a_token_opens_the_campaigns_of_its_body_alone(ospo: Office) -> None:
    made = campaign(ospo)
    organisations.grant_role(user=ospo.olga, role=Role.EDITOR, body=ospo.cast.town, by=None)
    organisations.grant_role(user=ospo.olga, role=Role.SECURITY, body=ospo.cast.town, by=None)
    secret = make_token(body=ospo.cast.town, name="figures", by=ospo.olga).secret
    header = {"Authorization": f"Bearer {secret}"}

    one = told(Client(), f"/campaigns/{made.pk}", **header)
    progress = told(Client(), f"/campaigns/{made.pk}/progress", **header)

    assert one["part"] == "invited"
    assert [each["code"] for each in progress["places"]] == ["borgo"]  # type: ignore[attr-defined]
    assert Client().get(f"/api/v1/campaigns/{made.pk}/places/town-2", headers=header).status_code == 404


@pytest.mark.parametrize(("others", "is_told"), [(4, False), (5, True)])
def test_of_fewer_than_five_others_nothing_is_told(ospo: Office, others: int, is_told: bool) -> None:
    made = campaign(ospo)
    answered(ospo, made, others)

    gaps = told(signed_in(ospo.cast.chiara), f"/campaigns/{made.pk}/gaps")

    assert (gaps["of"], gaps["withheld"], gaps["places"]) == ("others", not is_told, 5 if is_told else None)
    indicators = {each["id"]: each for each in gaps["indicators"]}  # type: ignore[attr-defined]
    assert bool(indicators) == is_told
    if is_told:
        assert [indicators["QB1"][key] for key in ("least", "low", "middle", "high", "most")] == [None, 1, 2, 3, None]
        assert "Town" not in str(gaps)


def test_counts_of_a_campaign_of_few_are_withheld_from_who_is_invited(cast: Cast) -> None:
    few = office(cast, towns=5)
    made = campaign(few)
    path = f"/campaigns/{made.pk}/progress"

    four = told(signed_in(cast.chiara), path)
    invite(campaign=made, places=[few.host], by=few.olga)
    five = told(signed_in(cast.chiara), path)

    assert [four[key] for key in ("invited", "begun", "complete", "contested")] == [None] * 4
    assert [five[key] for key in ("invited", "begun", "complete", "contested")] == [6, 0, 0, None]
    assert len(told(signed_in(few.olga), path)["places"]) == 6  # type: ignore[arg-type]


def test_of_others_only_those_count_who_know(ospo: Office) -> None:
    made = campaign(ospo)
    answered(ospo, made, 5)
    take(made, form(line(made, "borgo", "QC1", "4")), ospo.olga)
    take(made, form(line(made, "town-2", "QC1", "4")), ospo.olga)

    mine = told(signed_in(ospo.cast.chiara), f"/campaigns/{made.pk}/gaps")
    whole = told(signed_in(ospo.olga), f"/campaigns/{made.pk}/gaps")

    of_others = next(each for each in mine["indicators"] if each["id"] == "QC1")  # type: ignore[attr-defined]
    of_all = next(each for each in whole["indicators"] if each["id"] == "QC1")  # type: ignore[attr-defined]
    assert [of_others[key] for key in ("known", "low", "middle", "high")] == [1, None, None, None]
    assert [of_all[key] for key in ("known", "least", "middle", "most")] == [2, 4, 4, 4]
    assert {each["levels"] is None for each in mine["dimensions"]} >= {True}  # type: ignore[attr-defined]


def test_figures_are_those_of_the_files(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    take(made, form(line(made, "IT", "1.1", "2"), line(made, "IT", "3.2", "1500.5")), ospo.olga)
    client, page = signed_in(ospo.olga), made.get_absolute_url()

    gaps = told(client, f"/campaigns/{made.pk}/gaps")
    place = told(client, f"/campaigns/{made.pk}/places/IT?people=2")
    in_file = client.get(f"{page}/report.json").json()["report"]

    for api, file in zip(gaps["indicators"], in_file["indicators"], strict=True):  # type: ignore[call-overload]
        assert {key: api[key] for key in file} == file
    assert place == client.get(f"{page}/places/IT/report.json?people=2").json()
    values = {each["id"]: each["value"] for each in place["indicators"]}  # type: ignore[attr-defined]
    assert (values["1.1"], values["3.2"], values["12.1"]) == (2, 1500.5, None)


@pytest.mark.parametrize("people", ["0", "51", "nan", "many"])
def test_a_plan_for_no_sensible_number_of_people_is_refused(ospo: Office, people: str) -> None:
    made = campaign(ospo, COUNTRIES)

    answer = signed_in(ospo.olga).get(f"/api/v1/campaigns/{made.pk}/places/IT?people={people}")

    assert answer.status_code == 422

"""Pages about bodies, offices, claims and people: what they show, to whom, and at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.journal.models import Event
from commonweal.organisations import actions
from commonweal.organisations.models import (
    Body,
    BodyName,
    NameKind,
    Office,
    OfficeLink,
    RoleAssignment,
    User,
    Visibility,
)
from tests.conftest import Cast


@pytest.fixture
def cases(db: None) -> list[Office]:
    return actions.load_cases(by=None)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, address: str, *, queries: int | None = None) -> str:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    if queries is not None:
        assert len(captured) <= queries, [query["sql"][:120] for query in captured]
    return answer.content.decode()


def test_the_list_finds_a_body_by_its_former_name(client: Client, cases: list[Office]) -> None:
    page = text(client, "/bodies?q=p%C3%B4le+emploi", queries=6)

    assert 'href="/bodies/pole-emploi"' in page


@pytest.mark.parametrize("filters", ["kind=municipality", "country=FR&tier=local", "tier=local"])
def test_the_list_is_filtered(client: Client, cases: list[Office], filters: str) -> None:
    page = text(client, f"/bodies?{filters}")

    assert "/bodies/ville-de-paris" in page
    assert "/bodies/zendis" not in page


def test_an_empty_search_says_so(client: Client, db: None) -> None:
    assert "No organisation found" in text(client, "/bodies?q=zzzz")
    assert client.get("/bodies?page=7").status_code == 404


def test_a_body_shows_its_names_place_offices_and_what_it_became(client: Client, cases: list[Office]) -> None:
    page = text(client, "/bodies/pole-emploi", queries=17)

    assert 'href="/bodies/france-travail"' in page
    assert "31 Dec" in page or "Dec. 31, 2023" in page
    assert 'href="/offices/fr-france-travail"' in page
    assert "/rejections/pole-emploi" in page  # it publishes nothing here


def test_what_is_not_known_is_said(client: Client, cases: list[Office]) -> None:
    assert "not known" in text(client, "/bodies/os2")
    assert "not known" in text(client, "/offices/cz-open-cities")


def test_a_body_is_called_by_the_name_in_the_readers_language(client: Client, cases: list[Office]) -> None:
    answer = client.get("/bodies/eu-commission", headers={"Accept-Language": "it"})

    assert "<h1>Commissione europea</h1>" in answer.content.decode()


def test_the_directory_shows_map_network_and_table(client: Client, cases: list[Office]) -> None:
    page = text(client, "/offices", queries=12)

    assert "17 offices" in page
    assert page.count('href="/offices/fr-dinum"') >= 3 or 'class="map"' not in page
    assert 'class="network"' in page
    for name in ("yaml", "csv", "json", "graphml"):
        assert f'href="/offices.{name}"' in page
        assert client.get(f"/offices.{name}").status_code == 200


@pytest.mark.parametrize(
    ("filters", "number"),
    [("archetype=academic", 2), ("level=supranational", 1), ("country=FR", 3), ("state=closed", 0), ("q=lutece", 0),
     ("q=belastingdienst", 1), ("serves=researchers", 2)],
)  # fmt: skip
def test_the_directory_is_filtered(client: Client, cases: list[Office], filters: str, number: int) -> None:
    page = text(client, f"/offices?{filters}")

    assert f"{number} office" in page


def test_a_profile_shows_hosts_services_links_and_dated_sources(client: Client, cases: list[Office]) -> None:
    page = text(client, "/offices/fr-dinum", queries=13)

    assert 'href="/bodies/dinum"' in page
    assert 'href="/offices/fr-paris"' in page
    assert 'href="/offices/de-zendis"' in page
    assert "2025-09-24" in page


def test_a_closed_office_says_why(client: Client, cases: list[Office]) -> None:
    actions.close_office(office=cases[0], on=date(2024, 6, 30), reason="The money ended.", by=None)

    assert "The money ended." in text(client, f"/offices/{cases[0].slug}")
    assert cases[0].slug in text(client, "/offices?state=closed")


def test_a_hidden_office_is_not_found(client: Client, cast: Cast) -> None:
    actions.open_office(draft=actions.OfficeDraft(name="Hidden", visibility=Visibility.NETWORK), by=None)

    assert client.get("/offices/hidden").status_code == 404
    assert signed_in(client, cast.dragan).get("/offices/hidden").status_code == 404
    assert signed_in(client, cast.chiara).get("/offices/hidden").status_code == 200


def test_conflicting_numbers_stand_side_by_side(client: Client, cases: list[Office]) -> None:
    page = text(client, "/claims", queries=7)

    assert "The study looked at twelve cases" in page
    assert "The study covers sixteen cases" in page
    assert page.count("later source</span>") == 2
    assert page.count("a later source says otherwise") == 2


@pytest.mark.parametrize("address", ["/bodies/new", "/bodies/borgo/change", "/offices/new", "/people"])
def test_forms_are_for_those_who_may(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 302
    assert signed_in(client, cast.dragan).get(address).status_code == 403
    assert signed_in(client, cast.aino).get(address).status_code == 200


def test_a_curator_enters_and_verifies_a_body(client: Client, cast: Cast) -> None:
    signed_in(client, cast.bruno)
    given = {"name": "Nuovo", "language": "it", "uri": "https://nuovo.example", "kind": "municipality", "tier": "local"}

    answer = client.post("/bodies/new", given)
    client.post("/bodies/nuovo/verify", {"method": "the national list"})

    assert answer.headers["Location"] == "/bodies/nuovo"
    assert "Confirmed on" in text(client, "/bodies/nuovo")
    client.post("/bodies/nuovo/verify", {"withdraw": "1"})
    assert "Confirmed on" not in text(client, "/bodies/nuovo")


def test_a_form_with_a_fault_says_what_is_missing(client: Client, cast: Cast) -> None:
    answer = signed_in(client, cast.bruno).post("/bodies/new", {"name": "X", "latitude": "45"})

    assert answer.status_code == 422
    assert "Give both latitude and longitude" in answer.content.decode()


def test_an_editor_changes_their_own_body_only(client: Client, cast: Cast) -> None:
    other = actions.register_body(
        draft=actions.BodyDraft(uri="https://altrove.example", name="Altrove", kind="municipality"), by=None
    )
    given = {"name": "Borgo Nuovo", "language": "en", "kind": "municipality", "tier": "local", "country": "XX"}

    answer = signed_in(client, cast.chiara).post("/bodies/borgo/change", given)

    assert answer.status_code == 302
    assert Body.objects.get(pk=cast.town.pk).name == "Borgo Nuovo"
    assert BodyName.objects.get(body=cast.town).kind == NameKind.FORMER
    assert client.post(f"/bodies/{other.slug}/change", given).status_code == 403


def test_a_curator_enters_changes_and_closes_an_office(client: Client, cast: Cast) -> None:
    signed_in(client, cast.bruno)
    given = {
        "name": "Help desk",
        "host": "borgo",
        "budget_kind": "unknown",
        "active_from": "2020-10",
        "services": "a\nb",
    }

    client.post("/offices/new", given)
    client.post("/offices/help-desk/change", given | {"goal": "Help", "source_url": "https://source.example/"})
    client.post("/offices/help-desk/close", {"on": "2024-01-01", "reason": "Merged."})

    office = Office.objects.get(slug="help-desk")
    assert (office.goal, office.dates_known_to, office.end_reason) == ("Help", "month", "Merged.")
    assert [host.body.name for host in office.hosts.all()] == ["Borgo"]
    assert [str(service) for service in office.services.all()] == ["a", "b"]


def test_the_administrator_opens_an_account_gives_and_withdraws_a_role(client: Client, cast: Cast) -> None:
    signed_in(client, cast.aino)

    client.post("/people", {"do": "open", "username": "elena", "display_name": "Elena", "email": "elena@w.example"})
    client.post("/people", {"do": "grant", "username": "elena", "role": "editor", "body": "Borgo"})

    assignment = RoleAssignment.objects.get(user__username="elena")
    assert assignment.body == cast.town
    assert "You can give the role again." in text(client, f"/people/withdraw/{assignment.pk}")
    client.post(f"/people/withdraw/{assignment.pk}")
    assignment.refresh_from_db()
    assert assignment.ended_at is not None
    wrong = client.post("/people", {"do": "grant", "username": "nobody-here", "role": "editor"})
    assert wrong.status_code == 422
    assert "There is no account of this name." in wrong.content.decode()


def test_the_last_administrator_is_told_so(client: Client, cast: Cast) -> None:
    standing = RoleAssignment.objects.get(user=cast.aino)

    answer = signed_in(client, cast.aino).post(f"/people/withdraw/{standing.pk}", follow=True)

    assert "This is the last administrator" in answer.content.decode()


def test_290_municipalities_are_listed_with_few_questions(client: Client, db: None) -> None:
    actions.register_many(
        drafts=[
            actions.BodyDraft(
                uri=f"https://m.example/{number}", name=f"Kommun {number}", kind="municipality", tier="local",
                country="SE", population=2_000 + number, population_year=2024, latitude=60, longitude=15,
            )
            for number in range(290)
        ],
        by=None,
    )  # fmt: skip

    last = text(client, "/bodies?country=SE&page=6", queries=6)

    assert "Kommun 99" in last


def test_only_who_gives_out_roles_is_led_to_the_people(client: Client, cast: Cast) -> None:
    signed_in(client, cast.aino)
    assert 'href="/people"' in text(client, "/about")

    signed_in(client, cast.bruno)
    assert 'href="/people"' not in text(client, "/about")


def test_a_role_given_without_a_choice_is_the_least(client: Client, cast: Cast) -> None:
    signed_in(client, cast.aino)

    assert 'value="member" selected' in text(client, "/people")


def test_a_curator_joins_and_parts_offices_and_is_told_of_circles(client: Client, cast: Cast) -> None:
    first, second = (
        actions.open_office(draft=actions.OfficeDraft(name=name), by=None) for name in ("First desk", "Second desk")
    )
    signed_in(client, cast.bruno)

    client.post("/offices/first-desk/link", {"kind": "supports", "other": second.pk})
    circle = client.post("/offices/second-desk/link", {"kind": "supports", "other": first.pk}, follow=True)
    nothing = client.post("/offices/first-desk/link", {"kind": "supports", "other": first.pk}, follow=True)

    assert "would in the end support itself" in circle.content.decode()
    assert "Choose how they work together" in nothing.content.decode()
    link = OfficeLink.objects.get()
    assert client.post("/offices/first-desk/links/999999/part").status_code == 404
    assert "no longer joined" in client.post(f"/offices/first-desk/links/{link.pk}/part", follow=True).content.decode()
    assert not OfficeLink.objects.exists()
    assert Event.objects.filter(name="organisations.offices_parted").count() == 1


def test_only_who_keeps_offices_joins_them(client: Client, cast: Cast, cases: list[Office]) -> None:
    link = OfficeLink.objects.order_by("pk").first()
    assert link is not None
    address = link.origin.get_absolute_url()

    assert client.post(f"{address}/link").status_code == 302
    signed_in(client, cast.chiara)
    assert client.post(f"{address}/link", {"kind": "supports", "other": link.target.pk}).status_code == 403
    assert client.post(f"{address}/links/{link.pk}/part").status_code == 403
    assert "Join it with another office" not in text(client, address)

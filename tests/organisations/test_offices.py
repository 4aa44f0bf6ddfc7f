"""Offices and claims: opened once, never in a circle, closed with a reason, never gone."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.journal.models import Event
from commonweal.organisations import actions, queries
from commonweal.organisations.models import LinkKind, Office, OfficeLink, Service
from commonweal.organisations.rules import read_service
from tests.conftest import Cast


def open_office(name: str, **more: object) -> Office:
    return actions.open_office(draft=actions.OfficeDraft(name=name, **more), by=None)


def events(subject: Office) -> list[str]:
    found = Event.objects.filter(subject_type="organisations.office", subject_id=str(subject.pk)).order_by("id")
    return [name.partition(".")[2] for name in found.values_list("name", flat=True)]


def test_an_office_opened_twice_is_one_and_recorded_once(cast: Cast) -> None:
    draft = actions.OfficeDraft(
        name="Free Software Unit",
        hosts=[(cast.town, "IT department")],
        services=["advice"],
        names=[("fr", "Pôle logiciels libres")],
        sources=[("https://source.example/", "A page", "2024")],
    )

    first = actions.open_office(draft=draft, by=cast.bruno)
    second = actions.open_office(draft=draft, by=cast.bruno)

    assert first == second
    assert events(first) == ["office_opened"]
    assert first.author == cast.bruno


def test_a_changed_office_is_recorded_with_its_fields(db: None) -> None:
    office = open_office("Unit")

    actions.open_office(draft=actions.OfficeDraft(name="Unit", goal="Help"), by=None)

    event = Event.objects.get(name="organisations.office_changed", subject_id=str(office.pk))
    assert event.data == {"fields": ["goal"]}


def test_a_support_function_without_a_label_is_in_the_directory(cast: Cast) -> None:
    unit = open_office("Department of Digital Services and Innovation", hosts=[(cast.town, "")])

    assert (unit.label, unit.archetype) == ("", "")
    assert unit in queries.offices(cast.dragan)


@pytest.mark.parametrize("text", ["pole logiciels", "LIBRES", "borgo", "unit"])
def test_an_office_is_found_by_any_name_of_its_own_or_of_its_host(cast: Cast, text: str) -> None:
    office = open_office("Free Software Unit", hosts=[(cast.town, "")], names=[("fr", "Pôle logiciels libres")])

    assert list(queries.offices_named(cast.dragan, text)) == [office]


def test_a_closed_office_stays_with_its_reason(cast: Cast) -> None:
    office = open_office("Competence centre")

    actions.close_office(office=office, on=date(2014, 12, 31), reason="The project money ended.", by=cast.bruno)

    closed = queries.offices(cast.dragan, queries.OfficeSearch(state="closed"))
    assert [found.end_reason for found in closed] == ["The project money ended."]
    assert office not in queries.offices(cast.dragan, queries.OfficeSearch(state="active"))
    assert events(office) == ["office_opened", "office_closed"]


def test_an_office_is_not_closed_without_a_reason(db: None) -> None:
    office = open_office("Competence centre")

    with pytest.raises(ValidationError):
        actions.close_office(office=office, on=date(2014, 12, 31), reason="", by=None)


def test_support_never_goes_round_in_a_circle(db: None) -> None:
    first, second, third = (open_office(name) for name in ("First", "Second", "Third"))
    actions.link_offices(origin=first, target=second, kind=LinkKind.SUPPORTS, by=None)
    actions.link_offices(origin=second, target=third, kind=LinkKind.SUPPORTS, by=None)

    with pytest.raises(actions.CircularSupport, match="Third would in the end support itself"):
        actions.link_offices(origin=third, target=first, kind=LinkKind.SUPPORTS, by=None)
    with pytest.raises(ValidationError):
        actions.link_offices(origin=third, target=third, kind=LinkKind.SUPPORTS, by=None)


def test_peers_are_joined_once_whoever_is_named_first(db: None) -> None:
    first, second = open_office("First"), open_office("Second")

    forth = actions.link_offices(origin=first, target=second, kind=LinkKind.PEERS, by=None)
    back = actions.link_offices(origin=second, target=first, kind=LinkKind.PEERS, by=None)

    assert forth == back
    assert events(first) == ["office_opened", "offices_linked"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_two_people_cannot_close_a_circle_together(attempt: int) -> None:
    first, second = open_office("First"), open_office("Second")
    together = threading.Barrier(2)
    refused: list[Exception] = []

    def join(origin: Office, target: Office) -> None:
        together.wait()
        try:
            actions.link_offices(origin=origin, target=target, kind=LinkKind.SUPPORTS, by=None)
        except actions.CircularSupport as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    _run_together(lambda: join(first, second), lambda: join(second, first))

    assert len(refused) == 1
    assert OfficeLink.objects.count() == 1


def _run_together(*tasks: Callable[[], None]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def claim(code: str, value: int, published: date) -> actions.ClaimDraft:
    return actions.ClaimDraft(
        code=code,
        subject="Cases in the study",
        statement="Cases examined",
        value=Decimal(value),
        unit="cases",
        source_title="A report",
        published_on=published,
    )


def test_conflicting_claims_stay_side_by_side_and_the_later_is_marked(cast: Cast) -> None:
    twelve = actions.record_claim(draft=claim("cases-12", 12, date(2023, 1, 1)), by=cast.bruno)
    sixteen = actions.record_claim(draft=claim("cases-16", 16, date(2024, 5, 2)), supersedes=twelve, by=cast.bruno)
    actions.record_claim(draft=claim("cases-16", 99, date(2025, 1, 1)), supersedes=twelve, by=cast.bruno)

    assert [found.value for found in queries.claims_about("Cases in the study")] == [16, 12]
    assert queries.claims_about("Cases in the study").get(code="cases-12").superseded_by == sixteen
    assert Event.objects.filter(name="organisations.claim_recorded").count() == 2
    assert Event.objects.filter(name="organisations.claim_superseded").count() == 1


def test_a_namesake_in_another_country_does_not_take_an_offices_place(db: None) -> None:
    first = open_office("Free Software Unit", country="FR", goal="Help")

    second = open_office("Free Software Unit", country="DK")

    first.refresh_from_db()
    assert (first.goal, first.slug, second.slug) == ("Help", "free-software-unit", "free-software-unit-dk")


def test_offices_whose_names_addresses_cannot_spell_have_addresses_of_their_own(db: None) -> None:
    slugs = {open_office(name).slug for name in ("Γραφείο", "Служба")}

    assert len(slugs) == 2
    assert "" not in slugs


def test_a_service_says_for_whom_how_long_and_whom_to_ask(cast: Cast) -> None:
    office = open_office("Pôle", services=["Checks licences | buyers | five days | room 12", "Advice"])
    actions.open_office(draft=actions.OfficeDraft(name="Pôle", services=["Advice || a day"]), by=None)

    found = {each.description: (each.for_whom, each.takes, each.contact) for each in office.services.all()}

    assert found == {"Checks licences": ("buyers", "five days", "room 12"), "Advice": ("", "a day", "")}
    assert [each.line for each in office.services.all()] == [
        "Checks licences | buyers | five days | room 12", "Advice |  | a day",
    ]  # fmt: skip


def test_the_page_and_the_api_tell_services_with_what_is_not_known(cast: Cast, client: Client) -> None:
    office = open_office("Pôle", services=["Checks licences | buyers | | room 12"])

    page = client.get(f"/offices/{office.slug}").content.decode()
    found = client.get(f"/api/v1/offices/{office.slug}").json()

    assert "room 12" in page
    assert found["service_catalogue"] == [
        {"what": "Checks licences", "for_whom": "buyers", "takes": None, "contact": "room 12"}
    ]
    assert found["services"] == ["Checks licences"]


@settings(deadline=None)
@given(*[st.text("aé 1", max_size=4).map(str.strip)] * 4)
def test_a_service_is_read_as_it_is_written(what: str, for_whom: str, takes: str, contact: str) -> None:
    parts = tuple(" ".join(part.split()) for part in (what or "Advice", for_whom, takes, contact))
    line = Service(description=parts[0], for_whom=parts[1], takes=parts[2], contact=parts[3]).line

    assert read_service(line) == parts

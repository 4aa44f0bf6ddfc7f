"""Pages of systems and contracts, as a clerk meets them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.usage import actions, queries
from commonweal.usage.models import CalendarLink, Contract, Interface, LockInAssessment, System

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(cast: object, client: Client) -> Client:
    client.force_login(cast.chiara)
    return client


def enter(cast: object, name: str, **more: object) -> System:
    return actions.enter_system(body=cast.town, draft=actions.SystemDraft(name=name, **more), by=cast.chiara)


def test_a_clerk_enters_a_system_with_its_name_only(cast: object, clerk: Client) -> None:
    answer = clerk.post("/bodies/borgo/systems/new", {"name": "Anagrafe", "visibility": "1"})

    system = System.objects.get()
    assert answer.url == f"/systems/{system.pk}"
    page = clerk.get(answer.url).content.decode()
    assert "Anagrafe" in page
    assert page.count("not known") >= 10
    assert "S-1" in page


def test_a_changed_system_keeps_functions_that_the_form_does_not_ask(cast: object, clerk: Client) -> None:
    system = enter(cast, "A", functions=["accounting", "backup", "blog"])

    clerk.post(f"/systems/{system.pk}/change", {"name": "A", "visibility": "1", "function": "accounting"})

    system.refresh_from_db()
    assert system.functions == ["accounting", "blog"]


def test_what_is_refused_stands_in_the_form(cast: object, clerk: Client) -> None:
    enter(cast, "A", reference="R1")

    answer = clerk.post("/bodies/borgo/systems/new", {"name": "B", "visibility": "1", "reference": "R1"})

    assert answer.status_code == 422
    assert "Another system has the reference" in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in_before_a_form(cast: object, client: Client) -> None:
    answer = client.get("/bodies/borgo/systems/new")

    assert (answer.status_code, "login" in answer.url) == (302, True)


def test_a_list_is_shown_before_it_is_taken_in(cast: object, clerk: Client) -> None:
    file = SimpleUploadedFile("list.csv", b"name,users\nAnagrafe,5\nAgenda,many\n")

    preview = clerk.post("/bodies/borgo/systems/import", {"file": file})
    text = preview.content.decode()

    assert not System.objects.exists()
    assert "is no whole number" in text
    assert "Take in the rest" in text
    answer = clerk.post(
        "/bodies/borgo/systems/import", {"rows": preview.context["rows"], "file_name": "list.csv"}, follow=True
    )
    assert "1 systems and contracts are taken in" in answer.content.decode()
    assert System.objects.get().name == "Anagrafe"


def test_an_import_is_taken_back_from_its_page(cast: object, clerk: Client) -> None:
    rows = clerk.post(
        "/bodies/borgo/systems/import", {"file": SimpleUploadedFile("l.csv", b"name\nAnagrafe\n")}
    ).context["rows"]
    clerk.post("/bodies/borgo/systems/import", {"rows": rows, "file_name": "l.csv"})
    batch = cast.town.system_imports.get()

    question = clerk.get(f"/bodies/borgo/systems/imports/{batch.pk}/undo")
    clerk.post(f"/bodies/borgo/systems/imports/{batch.pk}/undo")

    assert "l.csv" in question.content.decode()
    assert not System.objects.exists()
    assert "taken back" in clerk.get("/bodies/borgo/systems/import").content.decode()


def test_interfaces_are_entered_drawn_and_ended(cast: object, clerk: Client) -> None:
    origin, target = enter(cast, "Anagrafe", criticality="vital"), enter(cast, "Mensa <b>")

    clerk.post(f"/systems/{origin.pk}/interfaces/new", {"target": target.pk})
    page = clerk.get("/bodies/borgo/map").content.decode()

    assert "<svg" in page
    assert "Mensa &lt;b&gt;" in page
    assert "no standard" in page
    assert "Anagrafe (must not stop)" in page
    interface = Interface.objects.get()
    clerk.post(f"/interfaces/{interface.pk}/change", {"target": target.pk, "standard": "CSV"})
    clerk.post(f"/interfaces/{interface.pk}/end", {"on": "2026-01-01"})
    interface.refresh_from_db()
    assert (interface.standard, str(interface.ended_on)) == ("CSV", "2026-01-01")
    assert "The map is empty" in clerk.get("/bodies/borgo/map").content.decode()


def test_an_interface_that_leads_nowhere_is_refused(cast: object, clerk: Client) -> None:
    origin = enter(cast, "Anagrafe")

    answer = clerk.post(f"/systems/{origin.pk}/interfaces/new", {"standard": "CSV"})

    assert answer.status_code == 422
    assert "Choose a system, or write the name" in answer.content.decode()


def test_what_breaks_is_listed_with_the_way(cast: object, clerk: Client) -> None:
    first, second, third = enter(cast, "A", criticality="low"), enter(cast, "B"), enter(cast, "C", criticality="vital")
    for origin, target in ((first, second), (second, third), (third, first)):
        actions.add_interface(origin=origin, draft=actions.InterfaceDraft(target=target), by=cast.chiara)

    page = clerk.get(f"/systems/{first.pk}/what-breaks").content.decode()

    assert "2 systems depend on it, 1 of them straight." in page
    assert "A → B → C" in page
    assert "must not stop" in page
    assert "Of 1 dependent system it is not known" in page


def test_duplicates_are_decided_on(cast: object, clerk: Client) -> None:
    first, second = enter(cast, "Agenda"), enter(cast, "agenda")

    assert "They have the same name." in clerk.get("/bodies/borgo/systems/duplicates").content.decode()
    clerk.post("/bodies/borgo/systems/duplicates", {"kept": first.pk, "other": second.pk, "do": "join"})

    second.refresh_from_db()
    assert second.ended_on is not None
    assert "It was the same as" in clerk.get(f"/systems/{second.pk}").content.decode()
    assert "No duplicates found" in clerk.get("/bodies/borgo/systems/duplicates").content.decode()


@pytest.mark.parametrize(("language", "written"), [("en", "12,345.67"), ("de", "12.345,67"), ("it", "12.345,67")])
def test_money_is_understood_as_it_is_written_here(cast: object, clerk: Client, language: str, written: str) -> None:
    answer = clerk.post(
        "/bodies/borgo/contracts/new",
        {"title": "Care", "visibility": "1", "currency": "eur", "yearly_cost_cents": written},
        headers={"accept-language": language},
    )

    contract = Contract.objects.get()
    assert answer.url == f"/contracts/{contract.pk}"
    assert (contract.yearly_cost_cents, contract.currency) == (1234567, "EUR")


def test_money_that_may_be_two_sums_is_refused_beside_its_field(cast: object, clerk: Client) -> None:
    answer = clerk.post(
        "/bodies/borgo/contracts/new",
        {"title": "Care", "visibility": "1", "currency": "EUR", "yearly_cost_cents": "12.345"},
    )

    assert answer.status_code == 422
    assert "may be two sums" in answer.content.decode()


def test_a_contract_of_before_the_first_is_refused(cast: object, clerk: Client) -> None:
    facts = {"title": "Care", "visibility": "1", "currency": "EUR", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}

    answer = clerk.post("/bodies/borgo/contracts/new", facts)

    assert "The last day lies before the first." in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_contract_is_entered_changed_and_ended(cast: object, clerk: Client) -> None:
    system = enter(cast, "Anagrafe", supplier_name="Acme")
    form = clerk.get(f"/bodies/borgo/contracts/new?system={system.pk}").content.decode()
    facts = {"title": "Care", "visibility": "1", "currency": "EUR", "systems": [system.pk], "clauses": ["sbom"]}

    clerk.post("/bodies/borgo/contracts/new", facts)
    contract = Contract.objects.get()
    clerk.post(f"/contracts/{contract.pk}/change", facts | {"title": "Full care", "clauses": ["sbom", "export-test"]})
    clerk.post(f"/contracts/{contract.pk}/terminate", {"on": "2027-12-31"})

    assert 'value="Acme"' in form
    page = clerk.get(f"/contracts/{contract.pk}").content.decode()
    assert "Full care" in page
    assert "We gave notice: it ends on 31 December 2027." in page
    clerk.post(f"/contracts/{contract.pk}/resume")
    contract.refresh_from_db()
    assert contract.terminated_on is None


def test_the_ten_questions_are_asked_and_what_is_on_file_is_suggested(cast: object, clerk: Client) -> None:
    origin = enter(cast, "Anagrafe")
    for name in ("A", "B"):
        actions.add_interface(origin=origin, draft=actions.InterfaceDraft(target=enter(cast, name)), by=cast.chiara)
    draft = actions.ContractDraft(title="Care", systems=[origin], renewal="automatic", renewal_months=36)
    contract = actions.enter_contract(body=cast.town, draft=draft, by=cast.chiara)

    page = clerk.get(f"/contracts/{contract.pk}/lock-in").content.decode()
    clerk.post(
        f"/contracts/{contract.pk}/lock-in", {"suppliers": "4", "export": "0", "export_evidence": "tried in May"}
    )

    assert "2 other systems get their data" in page
    assert "(36 months)" in page
    made = LockInAssessment.objects.get()
    assert (made.index, made.coverage, made.is_knocked_out) == (75.0, 0.2, True)
    shown = clerk.get(f"/contracts/{contract.pk}").content.decode()
    assert "a monopoly counts as 75 or more" in shown


def test_a_calendar_address_works_until_it_is_ended(cast: object, clerk: Client) -> None:
    from django.test import Client as Other

    actions.enter_contract(
        body=cast.town, draft=actions.ContractDraft(title="Care; new, fine", ends_on="2099-12-31"), by=cast.chiara
    )
    clerk.post("/bodies/borgo/contracts/calendar", {"do": "open"})
    link = CalendarLink.objects.get()
    address = f"/calendars/{link.token}.ics"

    text = Other().get(address).content.decode()
    clerk.post("/bodies/borgo/contracts/calendar", {"do": "close"})

    assert "Contract ends: Care\\; new\\, fine" in text
    assert Other().get(address).status_code == 404
    assert queries.own_calendar(cast.chiara, cast.town) is None


def test_spending_is_shown_for_a_year(cast: object, clerk: Client) -> None:
    for supplier, cents in (("Acme", 7500), ("Bolt", 2500)):
        draft = actions.ContractDraft(title=supplier, supplier_name=supplier, yearly_cost_cents=cents)
        actions.enter_contract(body=cast.town, draft=draft, by=cast.chiara)

    page = clerk.get("/bodies/borgo/spending?year=2026").content.decode()

    assert "75 %" in page
    assert "0.62" in page or "0.63" in page
    assert "6,250 of 10,000" in page
    assert "In contracts with lock-in 75 or more" in page
    assert "same region or within 50 km" in page
    assert f"version {queries.spending_pack().version}" in page


def test_filters_have_addresses(cast: object, clerk: Client) -> None:
    enter(cast, "Anagrafe", has_open_export="no")
    enter(cast, "Agenda", functions=["appointment-scheduling"])

    page = clerk.get("/bodies/borgo/systems?open_export=no").content.decode()

    assert "1 system" in page
    assert "no open export" in page
    assert "Agenda</a>" not in page

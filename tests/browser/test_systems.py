"""Pages of systems and contracts in a browser: no barrier, nothing too wide, a list brought by hand."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from commonweal.usage import actions
from commonweal.usage.models import System
from tests.browser.conftest import Axe

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/bodies/borgo/systems", "/bodies/borgo/systems/new", "/bodies/borgo/systems/import",
    "/bodies/borgo/systems/duplicates", "/bodies/borgo/map", "/bodies/borgo/contracts", "/bodies/borgo/contracts/new",
    "/bodies/borgo/contracts/calendar", "/bodies/borgo/spending", "/systems/{system}", "/systems/{system}/what-breaks",
    "/systems/{system}/interfaces/new", "/contracts/{contract}", "/contracts/{contract}/lock-in",
)  # fmt: skip


@pytest.fixture
def clerk(page: Page, live_server: object, cast: object) -> Page:
    """Chiara, signed in."""
    client = Client()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def numbers(cast: object) -> dict[str, int]:
    """Three systems in a row, two of one function, with a contract that somebody assessed."""
    names = ("Anagrafe della popolazione residente", "Mensa", "Archivio")
    systems = [
        actions.enter_system(
            body=cast.town,
            draft=actions.SystemDraft(name=name, functions=["backup"], is_open_source="yes", criticality="vital"),
            by=cast.chiara,
        )
        for name in names
    ]
    for origin, target in pairwise(systems):
        actions.add_interface(origin=origin, draft=actions.InterfaceDraft(target=target), by=cast.chiara)
    draft = actions.ContractDraft(
        title="Care of the registry", supplier_name="Acme", systems=systems, yearly_cost_cents=12_345_678,
        ends_on=date(2020, 12, 31), notice_on=date(2020, 9, 30), renewal="automatic", renewal_months=12,
        clauses=["sbom"],
    )  # fmt: skip
    contract = actions.enter_contract(body=cast.town, draft=draft, by=cast.chiara)
    actions.assess_lock_in(contract=contract, answers={"suppliers": actions.LockInAnswer(4)}, by=cast.chiara)
    actions.assess_lock_in(contract=contract, answers={"code": actions.LockInAnswer(2)}, by=cast.chiara)
    return {"system": systems[0].pk, "contract": contract.pk}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    clerk: Page, live_server: object, numbers: dict[str, int], axe: Axe, width: int
) -> None:
    clerk.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in PATHS:
        address = path.format(**numbers)
        clerk.goto(live_server.url + address)
        faults += axe.barriers(clerk)
        over = clerk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []


def test_a_clerk_brings_a_spreadsheet_and_takes_it_back(
    clerk: Page, live_server: object, tmp_path: Path, axe: Axe
) -> None:
    file = tmp_path / "inventario.csv"
    file.write_text("Applicativo;Utenti;Costo annuo;Disdetta\nAnagrafe;12;4.500,00;30/09/2099\nAgenda;tanti;;\n")

    clerk.goto(live_server.url + "/bodies/borgo/systems/import")
    clerk.set_input_files("[name=file]", file)
    clerk.get_by_role("button", name="Show what it would do").click()
    clerk.get_by_text("is no whole number").wait_for()
    axe(clerk)
    clerk.get_by_role("button", name="Take in the rest").click()
    clerk.get_by_role("link", name="Anagrafe").first.wait_for()
    clerk.goto(live_server.url + "/bodies/borgo/contracts")
    clerk.get_by_text("Give notice by 30 September 2099").wait_for()
    clerk.goto(live_server.url + "/bodies/borgo/systems/import")
    clerk.get_by_role("link", name="Take it back").click()
    clerk.get_by_role("button", name="Take back").click()
    clerk.get_by_text("taken back").first.wait_for()

    assert not System.objects.exists()

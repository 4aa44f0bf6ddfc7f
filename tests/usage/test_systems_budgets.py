"""How many queries the pages of systems and contracts make for their own clerk: as many for forty rows as for four."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.usage import actions
from commonweal.usage.models import Contract, Interface, System

pytestmark = pytest.mark.django_db

BUDGETS = {
    "/bodies/borgo/systems": 19,
    "/bodies/borgo/systems.csv": 12,
    "/bodies/borgo/systems/duplicates": 14,
    "/bodies/borgo/systems/import": 11,
    "/bodies/borgo/map": 15,
    "/bodies/borgo/contracts": 13,
    "/bodies/borgo/contracts.ics": 10,
    "/bodies/borgo/spending": 15,
    # With the lines of components, risk, licensing and health, each of which asks who reads.
    "/systems/{system}": 31,
    "/systems/{system}/change": 10,
    "/systems/{system}/what-breaks": 14,
    "/interfaces/{interface}/change": 16,
    "/contracts/{contract}": 19,
    "/contracts/{contract}/change": 14,
    "/contracts/{contract}/lock-in": 18,
}


def fill(cast: object, count: int) -> None:
    """So many systems in a row, each with a contract that somebody assessed."""
    before = None
    for number in range(count):
        draft = actions.SystemDraft(
            name=f"System {chr(97 + number % 26)}{number}", functions=["backup"], product_name=f"P{number}"
        )
        system = actions.enter_system(body=cast.town, draft=draft, by=cast.chiara)
        facts = actions.ContractDraft(
            title=f"C{number}", systems=[system], supplier_name=f"F{number}", yearly_cost_cents=5
        )
        contract = actions.enter_contract(body=cast.town, draft=facts, by=cast.chiara)
        actions.assess_lock_in(contract=contract, answers={"export": actions.LockInAnswer(1)}, by=cast.chiara)
        if before is not None:
            actions.add_interface(origin=before, draft=actions.InterfaceDraft(target=system), by=cast.chiara)
        before = system


def asked(client: Client, path: str) -> int:
    paths = {
        "system": System.objects.earliest("pk").pk,
        "interface": Interface.objects.earliest("pk").pk,
        "contract": Contract.objects.earliest("pk").pk,
    }
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path.format(**paths))
    assert answer.status_code == 200, path
    return len(queries)


def test_a_page_asks_no_more_for_more_rows(cast: object, client: Client) -> None:
    client.force_login(cast.chiara)
    fill(cast, 4)
    client.get("/bodies/borgo/systems")
    few = {path: asked(client, path) for path in BUDGETS}

    fill(cast, 16)

    many = {path: asked(client, path) for path in BUDGETS}
    assert {path: (few[path], many[path]) for path in BUDGETS if many[path] > few[path]} == {}
    assert {path: count for path, count in many.items() if count > BUDGETS[path]} == {}

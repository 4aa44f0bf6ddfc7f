"""Who learns what from radars, starts and products: every rung × every viewer × every page."""

import pytest
from django.test import Client

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User, Visibility
from commonweal.organisations.roles import Role
from commonweal.usage import actions
from tests.conftest import Cast
from tests.usage.test_radar import NOW, Town, contract, system, town

__all__ = ["town"]
BACKEND = "django.contrib.auth.backends.ModelBackend"
# A curator is of the network; the supplier holds that role and is an editor of its own company.
SEES = {
    "visitor": {Visibility.PUBLIC},
    "dragan": {Visibility.PUBLIC},
    "supplier": {Visibility.PUBLIC},
    "bruno": {Visibility.PUBLIC, Visibility.NETWORK},
    "chiara": {Visibility.PUBLIC, Visibility.NETWORK},
    "aino": {Visibility.PUBLIC, Visibility.NETWORK, Visibility.BODY},
}
PAGES = ("/start/tick?body=borghetto", "/start/radar?body=borghetto&product=akte")


@pytest.fixture
def people(town: Town, cast: Cast) -> dict[str, User | None]:
    supplier = organisations.open_account(username="s", email="s@w.example", password=None, display_name="S", by=None)
    company = organisations.register_body(
        draft=organisations.BodyDraft(uri="https://w.example/co", name="Co", kind="company"), by=None
    )
    organisations.grant_role(user=supplier, role=Role.SUPPLIER, body=company, by=None)
    organisations.grant_role(user=supplier, role=Role.EDITOR, body=company, by=None)
    return {
        "visitor": None, "dragan": cast.dragan, "supplier": supplier, "bruno": cast.bruno, "chiara": cast.chiara,
        "aino": cast.aino,
    }  # fmt: skip


def read(client: Client, path: str, person: User | None) -> str:
    client.logout()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    answer = client.get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize("rung", list(Visibility))
def test_what_a_neighbour_uses_is_told_by_the_ladder(
    client: Client, town: Town, people: dict[str, User | None], rung: Visibility
) -> None:
    draft = actions.UseDraft(entry=town.entry, visibility=rung)
    actions.state_use(body=town.vicino, draft=draft, at=NOW, by=None)

    told = {(name, path): "Vicino" in read(client, path, person) for name, person in people.items() for path in PAGES}

    assert told == {(name, path): rung in SEES[name] for name in people for path in PAGES}


@pytest.mark.parametrize("rung", list(Visibility))
def test_what_a_neighbour_runs_is_counted_by_the_ladder(
    client: Client, town: Town, people: dict[str, User | None], rung: Visibility
) -> None:
    draft = actions.SystemDraft(name="Akte", product_name="Akte", visibility=rung)
    actions.enter_system(body=town.vicino, draft=draft, by=None)

    told = {name: "1 neighbour" in read(client, PAGES[0], person) for name, person in people.items()}

    assert told == {name: rung in SEES[name] for name in people}


def test_contracts_and_systems_are_on_no_page_but_the_own_radar(
    client: Client, town: Town, people: dict[str, User | None]
) -> None:
    contract(town, "Very secret contract", systems=[system(town, "Very secret system")])
    pages = ("/bodies/borghetto/radar?months=36", "/gaps", "/products", "/suppliers", *PAGES)

    seen = {
        (name, path) for name, person in people.items() for path in pages if "Very secret" in read(client, path, person)
    }

    assert seen == {("chiara", pages[0]), ("aino", pages[0])}

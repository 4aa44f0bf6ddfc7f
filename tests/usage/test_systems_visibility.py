"""Who sees which system and contract, wherever they leave the program; who may keep them."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from commonweal.standards.table import read_table
from commonweal.usage import actions, documents
from commonweal.usage.models import Contract, System
from commonweal.usage.permissions import NotAllowed
from tests.usage.claims_world import EVERYBODY, World, build

pytestmark = pytest.mark.django_db

NAMES = {
    Visibility.PRIVATE: "Segretissimo",
    Visibility.BODY: "Casalingo",
    Visibility.NETWORK: "Confidenziale",
    Visibility.PUBLIC: "Pubblicato",
}
SEES = {
    "anonymous": {Visibility.PUBLIC},
    "nobody": {Visibility.PUBLIC},
    "supplier": {Visibility.PUBLIC},
    "trader": {Visibility.PUBLIC},
    "member": {Visibility.BODY, Visibility.NETWORK, Visibility.PUBLIC},
    "editor": set(Visibility),
    "stranger": {Visibility.NETWORK, Visibility.PUBLIC},
    "curator": {Visibility.NETWORK, Visibility.PUBLIC},
    "administrator": {Visibility.BODY, Visibility.NETWORK, Visibility.PUBLIC},
}
KEEPERS = {"editor", "administrator"}
PRODUCT, CONTRACT, UNIT, SUPPLIER = "Prodotto{}", "Contratto{}", "Ufficio{}", "Ditta{}"


@pytest.fixture
def world() -> World:
    """Borgo runs a system on every rung, each with a contract as far as a contract may be seen, all joined in a row."""
    world = build()
    editor, borgo = world.person("editor"), world.bodies["borgo"]
    for rung, name in NAMES.items():
        draft = actions.SystemDraft(
            name=name, visibility=rung, unit=UNIT.format(name), product_name=PRODUCT.format(name),
            supplier_name=SUPPLIER.format(name), criticality="high",
        )  # fmt: skip
        system = actions.enter_system(body=borgo, draft=draft, by=editor)
        if rung < Visibility.PUBLIC:
            contract = actions.ContractDraft(
                title=CONTRACT.format(name), supplier_name=SUPPLIER.format(name), systems=[system], visibility=rung,
                yearly_cost_cents=98765, notice_on=date(2099, 1, 1), ends_on=date(2099, 6, 1),
            )  # fmt: skip
            actions.enter_contract(body=borgo, draft=contract, by=editor)
    systems = {system.name: system for system in System.objects.all()}
    for origin, target in (
        ("Pubblicato", "Confidenziale"),
        ("Pubblicato", "Casalingo"),
        ("Pubblicato", "Segretissimo"),
    ):
        actions.add_interface(origin=systems[origin], draft=actions.InterfaceDraft(target=systems[target]), by=editor)
    return world


def reader(world: World, name: str) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client()
    if name != "anonymous":
        client.force_login(world.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


LISTS = (
    "/bodies/borgo/systems", "/bodies/borgo/systems.csv", "/bodies/borgo/systems.json", "/bodies/borgo/map",
    "/bodies/borgo/systems?state=all&q=", "/bodies/borgo/systems/duplicates", "/bodies/borgo", "/bodies/borgo/use",
)  # fmt: skip
CONTRACTS = (
    "/bodies/borgo/contracts", "/bodies/borgo/contracts?state=all", "/bodies/borgo/contracts.ics",
    "/bodies/borgo/spending", "/bodies/borgo/systems.csv", "/bodies/borgo/systems.json",
)  # fmt: skip


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_list_names_only_systems_that_the_reader_may_see(world: World, person: str) -> None:
    client = reader(world, person)
    hidden = [name for rung, name in NAMES.items() if rung not in SEES[person]]

    for path in LISTS:
        answer = client.get(path)
        text = answer.content.decode()
        assert answer.status_code == 200, path
        for name in hidden:
            assert name not in text, (path, name)
    listed = client.get("/bodies/borgo/systems").content.decode()
    assert all(name in listed for rung, name in NAMES.items() if rung in SEES[person])


@pytest.mark.parametrize("person", EVERYBODY)
def test_no_page_or_file_names_a_contract_that_the_reader_may_not_see(world: World, person: str) -> None:
    client = reader(world, person)
    hidden = [CONTRACT.format(name) for rung, name in NAMES.items() if rung not in SEES[person]]

    for path in CONTRACTS:
        text = client.get(path).content.decode().replace("\r\n ", "")
        for name in hidden:
            assert name not in text, (path, name)
        if Visibility.NETWORK not in SEES[person]:
            # A form's token is random and may hold any digits.
            assert "987" not in re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text), path


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_page_that_the_reader_may_not_see_is_not_there(world: World, person: str) -> None:
    client = reader(world, person)

    for system in System.objects.all():
        expected = 200 if system.visibility in SEES[person] else 404
        assert client.get(f"/systems/{system.pk}").status_code == expected, system
        assert client.get(f"/systems/{system.pk}/what-breaks").status_code == expected, system
    for contract in Contract.objects.all():
        expected = 200 if contract.visibility in SEES[person] else 404
        assert client.get(f"/contracts/{contract.pk}").status_code == expected, contract


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_page_of_a_system_names_no_neighbour_that_the_reader_may_not_see(world: World, person: str) -> None:
    client, middle = reader(world, person), System.objects.get(name="Pubblicato")
    hidden = [name for rung, name in NAMES.items() if rung not in SEES[person]]

    for path in (f"/systems/{middle.pk}", f"/systems/{middle.pk}/what-breaks"):
        text = client.get(path).content.decode()
        assert not [name for name in hidden if name in text], path


FORMS = (
    "/bodies/borgo/systems/new", "/bodies/borgo/systems/import", "/bodies/borgo/contracts/new",
    "/systems/{system}/change", "/systems/{system}/end", "/systems/{system}/interfaces/new",
)  # fmt: skip


@pytest.mark.parametrize("person", EVERYBODY)
def test_forms_open_for_those_who_keep_the_body_only(world: World, person: str) -> None:
    system, client = System.objects.get(name="Pubblicato"), reader(world, person)
    expected = 200 if person in KEEPERS else 302 if person == "anonymous" else 403

    for path in FORMS:
        assert client.get(path.format(system=system.pk)).status_code == expected, path


def test_the_address_of_a_calendar_ends_when_its_person_leaves(world: World) -> None:
    from commonweal.organisations import actions as organisations
    from commonweal.organisations.models import RoleAssignment

    member = world.person("member")
    link = actions.open_calendar(body=world.bodies["borgo"], by=member)
    client = Client()
    before = client.get(f"/calendars/{link.token}.ics").content.decode()

    organisations.withdraw_role(assignment=RoleAssignment.objects.get(user=member), by=None)

    assert "ContrattoCasalingo" in before
    assert "Segretissimo" not in before
    assert client.get(f"/calendars/{link.token}.ics").status_code == 404


@pytest.mark.parametrize("person", ["nobody", "supplier", "trader", "stranger", "curator"])
def test_nobody_from_elsewhere_gets_a_calendar_address(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        actions.open_calendar(body=world.bodies["borgo"], by=world.person(person))


def draft(system: System) -> actions.SystemDraft:
    return actions.SystemDraft(name=system.name, user_count=77)


def _pair(world: World) -> tuple[System, System]:
    first, second = (
        actions.enter_system(body=world.bodies["borgo"], draft=actions.SystemDraft(name=name), by=None) for name in "XY"
    )
    return first, second


def _interface(world: World) -> object:
    first, second = _pair(world)
    return actions.add_interface(origin=first, draft=actions.InterfaceDraft(target=second), by=None)


def _contract(world: World) -> Contract:
    return actions.enter_contract(body=world.bodies["borgo"], draft=actions.ContractDraft(title="K"), by=None)


def _read() -> documents.ReadInventory:
    return documents.read_inventory(read_table(b"name,contract\nNuovo,K9\n"))


def _import(world: World) -> object:
    return actions.import_inventory(body=world.bodies["borgo"], found=_read(), file_name="f", by=None)


ACTIONS: dict[str, Callable[[World, object], object]] = {
    "enter_system": lambda w, by: actions.enter_system(
        body=w.bodies["borgo"], draft=actions.SystemDraft(name="N"), by=by
    ),
    "change_system": lambda w, by: actions.change_system(system=(pair := _pair(w))[0], draft=draft(pair[0]), by=by),
    "end_system": lambda w, by: actions.end_system(system=_pair(w)[0], on=date(2026, 1, 1), by=by),
    "resume_system": lambda w, by: actions.resume_system(
        system=actions.end_system(system=_pair(w)[0], on=date(2026, 1, 1), by=None), by=by
    ),
    "join_systems": lambda w, by: actions.join_systems(
        kept=(pair := _pair(w))[0], other=pair[1], on=date(2026, 1, 1), by=by
    ),
    "keep_apart": lambda w, by: actions.keep_apart(first=(pair := _pair(w))[0], second=pair[1], by=by),
    "add_interface": lambda w, by: actions.add_interface(
        origin=(pair := _pair(w))[0], draft=actions.InterfaceDraft(target=pair[1]), by=by
    ),
    "change_interface": lambda w, by: actions.change_interface(
        interface=_interface(w), draft=actions.InterfaceDraft(target_name="outside"), by=by
    ),
    "end_interface": lambda w, by: actions.end_interface(interface=_interface(w), on=date(2026, 1, 1), by=by),
    "enter_contract": lambda w, by: actions.enter_contract(
        body=w.bodies["borgo"], draft=actions.ContractDraft(title="N"), by=by
    ),
    "change_contract": lambda w, by: actions.change_contract(
        contract=_contract(w), draft=actions.ContractDraft(title="L"), by=by
    ),
    "terminate_contract": lambda w, by: actions.terminate_contract(contract=_contract(w), on=date(2026, 1, 1), by=by),
    "resume_contract": lambda w, by: actions.resume_contract(
        contract=actions.terminate_contract(contract=_contract(w), on=date(2026, 1, 1), by=None), by=by
    ),
    "assess_lock_in": lambda w, by: actions.assess_lock_in(contract=_contract(w), answers={}, by=by),
    "import_inventory": lambda w, by: actions.import_inventory(
        body=w.bodies["borgo"], found=_read(), file_name="f", by=by
    ),
    "undo_import": lambda w, by: actions.undo_import(batch=_import(w), at=timezone.now(), by=by),
}


@pytest.mark.parametrize("person", EVERYBODY[1:])
def test_an_action_is_for_those_who_may_and_is_recorded_in_their_name(world: World, person: str) -> None:
    by = world.person(person)

    for name, act in ACTIONS.items():
        before = Event.objects.filter(by=by).count()
        with transaction.atomic():
            if person in KEEPERS:
                act(world, by)
                assert Event.objects.filter(by=by).count() > before, name
            else:
                with pytest.raises(NotAllowed, match="You may not"):
                    act(world, by)
                assert Event.objects.filter(by=by).count() == before, name
            transaction.set_rollback(True)


def test_an_editor_elsewhere_keeps_nothing_here_even_when_it_is_shared(world: World) -> None:
    shared = System.objects.get(name="Confidenziale")

    page = reader(world, "stranger").get(f"/systems/{shared.pk}").content.decode()

    assert "/change" not in page.split("<main")[1].split("</main")[0]

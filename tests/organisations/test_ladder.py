"""Suppliers never see landscapes: every pair of roles, at a town, at a company and everywhere, on every rung."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.organisations import actions, queries
from commonweal.organisations.models import Body, Office, User, Visibility
from commonweal.organisations.roles import Role

PLACES = ("town", "other town", "company", "everywhere")
HELD = [*product(Role, PLACES)]
AT_A_BODY = {Role.ADMINISTRATOR, Role.CURATOR, Role.EDITOR, Role.SECURITY, Role.MEMBER}


@pytest.fixture
def bodies(db: None) -> dict[str, Body | None]:
    """Two towns, a company that sells to them, and no body at all."""
    kinds = {"town": "municipality", "other town": "municipality", "company": "company"}
    made = {
        name: actions.register_body(
            draft=actions.BodyDraft(uri=f"https://l.example/{kind}-{len(name)}", name=name, kind=kind), by=None
        )
        for name, kind in kinds.items()
    }
    return made | {"everywhere": None}


@pytest.fixture
def records(bodies: dict[str, Body | None]) -> dict[tuple[str, Visibility], Office]:
    """What the town and the company write down, on every rung."""
    return {
        (owner, rung): actions.open_office(
            draft=actions.OfficeDraft(name=f"{owner} {rung.label}", visibility=rung, owner=bodies[owner]), by=None
        )
        for owner, rung in product(("town", "company"), Visibility)
    }


def holding(*held: tuple[Role, Body | None]) -> User:
    user = actions.open_account(username="u", email="u@l.example", password=None, display_name="U", by=None)
    for role, body in held:
        actions.grant_role(user=user, role=role, body=body, by=None)
    return user


def expected(held: set[tuple[Role, str]]) -> set[tuple[str, Visibility]]:
    """What the ladder says, word for word, of somebody who holds these roles."""
    of_network = any(role in AT_A_BODY and place != "company" for role, place in held)
    of_network = of_network and not any(role == Role.SUPPLIER for role, _ in held)
    runs_it = (Role.ADMINISTRATOR, "everywhere") in held
    seen = {("town", Visibility.PUBLIC), ("company", Visibility.PUBLIC)}
    for owner in ("town", "company"):
        if of_network or runs_it:
            seen.add((owner, Visibility.NETWORK))
        if runs_it or any(role in AT_A_BODY and place == owner for role, place in held):
            seen.add((owner, Visibility.BODY))
    return seen


@pytest.mark.parametrize("first", HELD, ids=lambda held: f"{held[0]} {held[1]}")
@pytest.mark.parametrize("second", [None, (Role.SUPPLIER, "company"), (Role.MEMBER, "town"), (Role.EDITOR, "company")])
def test_each_pair_of_roles_sees_what_the_ladder_says(
    bodies: dict[str, Body | None],
    records: dict[tuple[str, Visibility], Office],
    first: tuple[Role, str],
    second: tuple[Role, str] | None,
) -> None:
    held = {first, second} - {None}
    viewer = holding(*((role, bodies[place]) for role, place in held))

    shown = set(queries.offices(viewer).values_list("pk", flat=True))

    assert {key for key, record in records.items() if record.pk in shown} == expected(held)


def test_who_works_for_a_company_is_not_of_the_network(bodies: dict[str, Body | None]) -> None:
    assert not queries.is_of_the_network(holding((Role.EDITOR, bodies["company"])))


def test_a_visitor_is_not_of_the_network() -> None:
    assert not queries.is_of_the_network(AnonymousUser())


def test_a_supplier_with_a_second_role_at_a_town_is_not_of_the_network(bodies: dict[str, Body | None]) -> None:
    user = holding((Role.MEMBER, bodies["town"]), (Role.SUPPLIER, bodies["company"]))

    assert not queries.is_of_the_network(user)


def test_a_role_that_was_withdrawn_no_longer_makes_a_supplier(bodies: dict[str, Body | None]) -> None:
    user = holding((Role.MEMBER, bodies["town"]), (Role.SUPPLIER, bodies["company"]))
    actions.withdraw_role(assignment=user.assignments.get(role=Role.SUPPLIER.value), by=None)

    assert queries.is_of_the_network(user)


def test_my_body_is_where_i_hold_my_first_role_else_the_one_i_chose(bodies: dict[str, Body | None]) -> None:
    user = holding((Role.CURATOR, None))
    chosen = bodies["other town"]

    assert queries.my_body(AnonymousUser()) is None
    assert queries.my_body(AnonymousUser(), chosen) == chosen
    assert queries.my_body(user, chosen) == chosen
    actions.grant_role(user=user, role=Role.EDITOR, body=bodies["town"], by=None)
    assert queries.my_body(user, chosen) == bodies["town"]


def test_a_page_asks_once_for_the_roles_of_its_reader(bodies: dict[str, Body | None], client: Client) -> None:
    client.force_login(holding((Role.MEMBER, bodies["town"])), backend="django.contrib.auth.backends.ModelBackend")

    with CaptureQueriesContext(connection) as asked:
        client.get("/offices")

    with_bodies = 'FROM "organisations_roleassignment" LEFT OUTER JOIN "organisations_body"'
    assert sum(with_bodies in query["sql"] for query in asked) == 1


def test_the_next_page_knows_a_role_given_or_withdrawn_meanwhile(
    bodies: dict[str, Body | None], records: dict[tuple[str, Visibility], Office], client: Client
) -> None:
    user = holding()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    hidden = records["town", Visibility.BODY].get_absolute_url()

    seen = [client.get(hidden).status_code]
    role = actions.grant_role(user=user, role=Role.MEMBER, body=bodies["town"], by=None)
    seen.append(client.get(hidden).status_code)
    actions.withdraw_role(assignment=role, by=None)
    seen.append(client.get(hidden).status_code)

    assert seen == [404, 200, 404]

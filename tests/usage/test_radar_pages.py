"""The radar's page and files: what they show, to whom, and beginning and undoing from it."""

import csv
import io

import pytest
from django.test import Client

from commonweal.organisations import actions as organisations
from commonweal.organisations.roles import Role
from commonweal.usage import actions, queries
from commonweal.usage.models import Contract, PriceModel, RadarStart
from tests.conftest import Cast
from tests.usage.test_radar import Town, contract, offer, runs, system, town

__all__ = ["town"]
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = "/bodies/borghetto/radar"


@pytest.fixture
def bought(town: Town, client: Client) -> Contract:
    runs(town.vicino, town.entry)
    offer(town, price_model=PriceModel.INHABITANT, low_cents=50, likely_cents=60, high_cents=90)
    client.force_login(town.chiara, backend=BACKEND)
    return contract(town, systems=[system(town)])


def test_the_page_shows_the_contract_its_alternative_the_neighbour_and_the_sums(
    client: Client, bought: Contract
) -> None:
    page = client.get(f"{PAGE}?months=36").content.decode()

    assert f'href="/contracts/{bought.pk}"' in page
    assert "It could stand in for Akte, says: A test list." in page
    assert "Vicino" in page
    assert "Lago hosts" in page
    assert "4,800 €" in page
    assert "Neither" not in page
    assert "less</td>" in page


def test_the_files_hold_the_same_numbers(client: Client, bought: Contract) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv?months=36").content.decode())))
    document = client.get(f"{PAGE}.json?months=36").json()

    assert (rows[0]["title"], rows[0]["offered_low"], rows[0]["alternatives"]) == ("Akte", "4000.00", "Faldone")
    assert rows[0]["first_year_low"] == "-4000.00"
    assert rows[0]["points"] == str(document["items"][0]["points"])
    assert document["items"][0]["money"]["four_years"] == {"low": -2_200_000, "likely": -1_880_000, "high": -920_000}
    assert sum(one["points"] for one in document["items"][0]["reasons"]) == document["items"][0]["points"]


def test_beginning_is_marked_and_taken_back(client: Client, bought: Contract) -> None:
    client.post(f"{PAGE}/begin", {"key": f"contract-{bought.pk}", "entry": "faldone", "months": "36"})
    begun = client.get(f"{PAGE}?months=36").content.decode()
    start = RadarStart.objects.get()

    client.post(f"/radar/starts/{start.pk}/undo")

    assert "What you have begun" in begun
    assert [entry.slug for entry in start.entries.all()] == ["faldone"]
    assert "What you have begun" not in client.get(f"{PAGE}?months=36").content.decode()


def test_only_people_of_the_body_get_past(client: Client, bought: Contract, cast: Cast) -> None:
    supplier = organisations.open_account(username="s", email="s@w.example", password=None, display_name="S", by=None)
    organisations.grant_role(user=supplier, role=Role.SUPPLIER, body=bought.owner, by=None)
    start = actions.begin_replacement(body=bought.owner, subject=bought, by=None)
    paths = [PAGE, f"{PAGE}.csv", f"{PAGE}.json"]
    client.logout()

    assert {client.get(path).status_code for path in paths} == {302}
    for person in (cast.dragan, cast.bruno, supplier):
        client.force_login(person, backend=BACKEND)
        assert {client.get(path).status_code for path in paths} == {403}
        assert client.post(f"{PAGE}/begin", {"key": f"contract-{bought.pk}"}).status_code == 403
        assert client.post(f"/radar/starts/{start.pk}/undo").status_code == 404
    client.force_login(cast.aino, backend=BACKEND)
    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize("key", ["", "contract-", "contract-x", "system-999999", "product-1", f"contract-{'9' * 40}"])
def test_a_key_that_leads_nowhere_is_not_found(client: Client, bought: Contract, key: str) -> None:
    assert client.post(f"{PAGE}/begin", {"key": key}).status_code == 404


@pytest.mark.parametrize("months", ["", "0", "-1", "x", "9999", "٣", "99999999999"])
def test_any_number_of_months_is_taken(client: Client, bought: Contract, months: str) -> None:
    assert client.get(PAGE, {"months": months}).status_code == 200


def test_what_people_wrote_is_harmless_in_the_table(client: Client, town: Town, bought: Contract) -> None:
    contract(town, "=cmd")

    assert "'=cmd" in client.get(f"{PAGE}.csv?months=36").content.decode()


def test_gaps_name_the_task_and_lead_to_it(client: Client, town: Town, bought: Contract) -> None:
    system(town, "Stipendi", functions=["payroll"])

    page = client.get("/gaps").content.decode()

    assert 'href="/software?category=payroll"' in page
    client.logout()
    assert "category=payroll" not in client.get("/gaps").content.decode()


def test_the_rule_is_shown(client: Client, bought: Contract) -> None:
    page = client.get(PAGE).content.decode()

    assert queries.radar_pack().name in page
    assert all(reason.label in page for reason in queries.radar_pack().reasons)

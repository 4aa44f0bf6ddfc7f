"""The public API against its own description, and what its readers rely on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import entries_for
from commonweal.server.api import api

pytestmark = pytest.mark.django_db
EXAMPLES = 25
PLAIN = {"Accept-Encoding": "identity"}  # a WSGI application called directly has nobody who unpacks
PROBLEM = "application/problem+json"
NOBODY = AnonymousUser()


ROUTES = [(path, method.upper()) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods]


@pytest.fixture
def described(world: list[str]) -> Iterator[OpenApiSchema]:
    """The API as it describes itself, called without a socket, in the connection of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_answer_is_as_described(described: OpenApiSchema, path: str, method: str) -> None:
    @given(case=described[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    def valid(case: schemathesis.Case) -> None:
        # A cursor is opaque: which texts are one, no schema can say.
        case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

    @given(case=described[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much],
    )
    def invalid(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=PLAIN)

    valid()
    if described[path][method].query:
        invalid()


def walk(client: Client, path: str) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = client.get(f"{path}&cursor={cursor}" if cursor else path).json()
        rows += answer["data"]
        if answer["next"] is None:
            return rows
        cursor = answer["next"]


def test_a_walk_returns_every_entry_once(client: Client, world: list[str]) -> None:
    ids = [row["id"] for row in walk(client, "/api/v1/software?size=10")]

    assert len(ids) == len(set(ids))
    assert set(ids) == set(entries_for(NOBODY).values_list("slug", flat=True))


def test_changes_since_a_moment_include_removals(client: Client, world: list[str]) -> None:
    rows = walk(client, "/api/v1/software?size=10&changed_since=2020-01-01T00:00:00Z")

    gone = [row for row in rows if row["removal"]]
    assert [row["name"] for row in gone] == ["Fax-Gateway"]
    assert gone[0]["removal"]["reason"]
    assert [row["changed_at"] for row in rows] == sorted(row["changed_at"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows) == Entry.objects.filter(visibility=3).count()


def test_nothing_changed_since_tomorrow(client: Client, world: list[str]) -> None:
    moment = datetime.now(UTC).replace(year=2100).isoformat().replace("+00:00", "Z")

    assert client.get(f"/api/v1/software?changed_since={moment}").json() == {"data": [], "next": None}


def test_the_journal_is_read_by_position(client: Client, world: list[str]) -> None:
    first = client.get("/api/v1/changes?size=1000").json()
    rest = client.get(f"/api/v1/changes?after={first['last']}&size=1000").json()

    positions = [change["position"] for change in first["data"] + rest["data"]]
    assert positions == sorted(set(positions))
    assert {"catalogue.entry_retired", "catalogue.entry_moved", "catalogue.entry_broken"} <= {
        change["event"] for change in first["data"] + rest["data"]
    }


@pytest.mark.parametrize("path", ["/api/v1/software", "/api/v1/software/mensa-facile", "/api/v1/openapi.json"])
def test_an_unchanged_answer_costs_nothing(client: Client, world: list[str], path: str) -> None:
    tag = client.get(path)["ETag"]

    again = client.get(path, headers={"if-none-match": tag})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/software/nothing-of-the-sort", 404),
        ("/api/v1/bodies/nowhere", 404),
        ("/api/v1/nothing", 404),
        ("/api/v2/software", 404),
        ("/api/v1/lookup?url=https://nowhere.example/x/y", 404),
        ("/api/v1/software?size=0", 422),
        ("/api/v1/software?changed_since=yesterday", 422),
        ("/api/v1/software?cursor=nonsense", 400),
        ("/api/v1/software?changed_since=2026-01-01T00:00:00Z&cursor=WyJub3QgYSBkYXRlIiwgMV0", 400),
    ],
)
def test_what_goes_wrong_is_a_problem_document(client: Client, world: list[str], path: str, status: int) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status
    assert answer.json()["title"]


def test_an_old_address_leads_to_the_entry(client: Client, world: list[str]) -> None:
    old = "https://git.esempia.example/associazione-comuni/modulistica"

    found = client.get("/api/v1/lookup", {"url": old}).json()

    assert found["id"] == "modulistica"
    assert found["aliases"] == [old]


def test_search_is_that_of_the_pages(client: Client, world: list[str]) -> None:
    found = client.get("/api/v1/search", {"q": "school canteen fees"}).json()

    assert "mensa-facile" in [row["id"] for row in found["data"]][:5]
    assert found["facets"]


def test_the_interface_is_explained_to_people(client: Client, world: list[str]) -> None:
    page = client.get("/api")

    assert page.status_code == 200
    assert "/api/v1/software/{slug}" in page.content.decode()
    assert client.get("/data").status_code == 200

"""The same installation runs with one body and with 300: the same pages ask the database as often."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonweal.organisations import actions
from commonweal.organisations.models import Body
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PAGES = (
    "/bodies",
    "/bodies/borgo",
    "/bodies/borgo/assessments",
    "/bodies/borgo/strategy",
    "/readiness?body=borgo&QA1=0",
)


def asked(client: Client) -> dict[str, int]:
    """How often each page asks the database."""
    counts = {}
    for address in PAGES:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        counts[address] = len(queries)
    return counts


def test_pages_of_one_body_are_those_of_300(client: Client, cast: Cast) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    asked(client)  # what is read once for all is read
    alone = asked(client)
    rows = "".join(f"Town {number};comune;town-{number}.example;{1_000 + number};2024\n" for number in range(299))
    listed = actions.bring_list(
        content=f"nome;tipo;sito;abitanti;anno\n{rows}".encode(), file_name="towns.csv", by=cast.bruno
    )
    actions.take_import(batch=listed, by=cast.bruno)

    among_many = asked(client)

    assert Body.objects.count() == 300
    assert {page: count for page, count in among_many.items() if count > alone[page] + 2} == {}
    assert "Town 298" in client.get("/bodies?q=298").content.decode()

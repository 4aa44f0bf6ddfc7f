"""Taking an entry out of the catalogue and bringing it back, by its page."""

import pytest
from django.test import Client

from commonweal.catalogue import actions
from commonweal.catalogue.models import Entry
from tests.catalogue.findings import finding
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry() -> Entry:
    made = actions.publish(finding=finding("Mense facili"), by=None).entry
    assert made is not None
    return made


def signed_in(client: Client, user: object) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def test_a_curator_retires_an_entry_with_a_reason_and_brings_it_back(client: Client, cast: Cast, entry: Entry) -> None:
    signed_in(client, cast.bruno)
    address = entry.get_absolute_url()

    assert "Take it out of the catalogue" in client.get(address).content.decode()
    assert client.post(f"{address}/retire", {"reason": ""}).status_code == 422
    client.post(f"{address}/retire", {"reason": "It was entered twice."})

    gone = client.get(address)
    assert gone.status_code == 410
    assert "It was entered twice." in gone.content.decode()
    client.post(f"{address}/bring-back")
    assert client.get(address).status_code == 200


def test_who_may_not_retire_has_no_way_in(client: Client, cast: Cast, entry: Entry) -> None:
    address = entry.get_absolute_url()

    assert client.get(f"{address}/retire").status_code == 302
    signed_in(client, cast.chiara)
    assert "Take it out of the catalogue" not in client.get(address).content.decode()
    assert client.get(f"{address}/retire").status_code == 403
    assert client.post(f"{address}/retire", {"reason": "x"}).status_code == 403
    assert client.post(f"{address}/bring-back").status_code == 403


def test_an_entry_nobody_knows_is_not_retired(client: Client, cast: Cast) -> None:
    assert signed_in(client, cast.bruno).get("/software/nothing/retire").status_code == 404

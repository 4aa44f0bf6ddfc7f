"""The worker's part: from an address to a publiccode.yml, over the network of a fake host."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted, Refused, TooLarge, TooSlow
from commonweal.connectors.lookup import NotARepository
from commonweal.publishing import actions, tasks
from commonweal.publishing.models import Failure, Fetch
from commonweal.standards.publiccode import read
from tests.conftest import Cast
from tests.fakes.github import FakeGitHub
from tests.fakes.network import FakeServer
from tests.fakes.world import FakeRepository

pytestmark = pytest.mark.django_db

WORLD = (
    FakeRepository("forms", {"publiccode.yml": b"name: Forms\n# kept\n", "README.md": b"# Forms\n"}),
    FakeRepository("plain", {"README.md": b"# Plain\n\nForms for towns.\n", "LICENSE": b"EUPL\n"}),
)


@pytest.fixture
def host() -> Iterator[FakeServer]:
    """A host inside our own network, which the operator named."""
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server, override_settings(PRIVATE_HOSTS=[server.netloc]):
        fake.url = server.url
        yield server


def fetched(url: str, by: object) -> Fetch:
    fetch = actions.ask_for(url=url, by=by)  # type: ignore[arg-type]
    tasks.read_address(fetch.token)
    return Fetch.objects.get(pk=fetch.pk)


def test_a_file_comes_as_it_is(host: FakeServer, cast: Cast) -> None:
    fetch = fetched(f"{host.url}/esempia/forms", cast.bruno)

    assert (fetch.state, fetch.content) == ("done", "name: Forms\n# kept\n")
    assert (fetch.path, fetch.is_prefilled) == ("publiccode.yml", False)
    assert fetch.page_url == f"{host.url}/esempia/forms/blob/main/publiccode.yml"


def test_without_a_file_one_is_made_and_says_where_its_values_come_from(host: FakeServer, cast: Cast) -> None:
    fetch = fetched(f"{host.url}/esempia/plain", cast.bruno)

    publiccode, _ = read(fetch.content.encode())
    assert (fetch.state, fetch.is_prefilled, fetch.path) == ("done", True, "")
    assert publiccode.url == f"{host.url}/esempia/plain"
    assert {"key": "url", "file": "host"} in fetch.origins


@pytest.mark.parametrize("person", ["chiara", "dragan", None])
def test_our_own_network_stays_closed_to_others(host: FakeServer, cast: Cast, person: str | None) -> None:
    fetch = fetched(f"{host.url}/esempia/forms", getattr(cast, person) if person else None)

    assert (fetch.state, fetch.failure, fetch.content) == ("failed", Failure.REFUSED, "")
    assert not host.asked


def test_a_repository_that_is_not_there_fails_with_a_sentence(host: FakeServer, cast: Cast) -> None:
    fetch = fetched(f"{host.url}/esempia/forgotten", cast.bruno)

    assert (fetch.state, fetch.failure) == ("failed", Failure.NOT_FOUND)


def test_a_job_that_is_done_again_changes_nothing(host: FakeServer, cast: Cast) -> None:
    before = fetched(f"{host.url}/esempia/forms", cast.bruno)
    asked = len(host.asked)

    tasks.read_address(before.token)
    tasks.read_address("nobody has this token")

    assert Fetch.objects.get().finished_at == before.finished_at
    assert len(host.asked) == asked


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (NotARepository("x"), Failure.NOT_A_REPOSITORY),
        (NotFound("x"), Failure.NOT_FOUND),
        (NotPermitted("x"), Failure.PRIVATE),
        (TooLarge("x"), Failure.TOO_LARGE),
        (Refused("x"), Failure.REFUSED),
        (TooSlow("x"), Failure.TOO_SLOW),
        (HostUnavailable("x"), Failure.UNAVAILABLE),
        (HostUnavailable("x", 600.0), Failure.BUSY),
    ],
)
def test_each_failure_has_its_sentence(failure: Exception, sentence: Failure) -> None:
    assert tasks.failure_of(failure) is sentence  # type: ignore[arg-type]


@pytest.mark.parametrize("told", ["javascript:alert(1)", "", "//esempia.example"])
def test_a_host_cannot_make_us_link_to_a_program(told: str) -> None:
    assert tasks.page_of(told, "https://esempia.example/a/b") == "https://esempia.example/a/b"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfname: Caff\xc3\xa8\n", "name: Caffè\n"),
        (b"name: Caff\xe8\n", "name: Caffè\n"),
        ("name: Caffè\n".encode("utf-16"), "name: Caffè\n"),
        (b"name: a\x00b\n", "name: a\ufffdb\n"),
    ],
)
def test_bytes_become_text_as_a_person_sees_them(content: bytes, text: str) -> None:
    assert tasks.text_of(content) == text

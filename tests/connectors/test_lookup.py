"""What a person pastes leads to one metadata file, or to the files to make one from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted, Refused, TooLarge, TooSlow
from commonweal.connectors.http import Client
from commonweal.connectors.lookup import Found, NotARepository, look_up
from commonweal.standards import pasted_address
from tests.connectors.test_local_git import commit, git
from tests.fakes.bitbucket import FakeBitbucket
from tests.fakes.git_http import FakeGitServer
from tests.fakes.gitea import FakeGitea
from tests.fakes.github import FakeGitHub
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.world import FakeRepository

FAKES: dict[str, Any] = {"github": FakeGitHub, "gitlab": FakeGitLab, "gitea": FakeGitea, "bitbucket": FakeBitbucket}
WORLD = (
    FakeRepository("forms", {"publiccode.yml": b"name: Forms\n", "README.md": b"# Forms\n"}),
    FakeRepository("monorepo", {"apps/fees/publiccode.yml": b"name: Fees\n", "publiccode.yml": b"name: All\n"}),
    FakeRepository("aside", {".github/publiccode.yaml": b"name: Aside\n", "README.md": b"# Aside\n"}),
    FakeRepository("plain", {"README.md": b"# Plain\n", "LICENSE": b"EUPL\n", "src/main.py": b"pass\n"}),
    FakeRepository("nothing-here"),
)
MakeClient = Callable[..., Client]


def readme_and_licence(paths: Iterable[str], directory: str) -> list[str]:
    return sorted({"README.md", "LICENSE"} & set(paths))


@dataclass
class Hosted:
    """A running fake with its client."""

    server: FakeServer
    client: Client

    def look(self, page: str) -> Found:
        return looked_up(self.client, f"{self.server.url}/{page}")


def looked_up(client: Client, address: str) -> Found:
    pasted = pasted_address.read(address)
    assert pasted is not None
    return look_up(client, pasted, readme_and_licence)


@pytest.fixture(params=sorted(FAKES))
def hosted(request: pytest.FixtureRequest, client_for: MakeClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosted]:
    fake = FAKES[request.param](WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        if request.param == "bitbucket":  # there is only one, known by its name
            monkeypatch.setitem(_names(), "127.0.0.1", "bitbucket")
        yield Hosted(server, client_for(server.netloc))


def _names() -> dict[str, str]:
    from commonweal.connectors import hosts

    return hosts._WELL_KNOWN


def test_the_metadata_file_of_a_repository_is_found(hosted: Hosted) -> None:
    found = hosted.look("esempia/forms.git")

    assert found.file is not None
    assert (found.file.path, found.file.content) == ("publiccode.yml", b"name: Forms\n")
    assert found.file.url.endswith("main/publiccode.yml")
    assert not found.files


def test_a_metadata_file_may_lie_aside(hosted: Hosted) -> None:
    found = hosted.look("esempia/aside")

    assert found.file is not None
    assert found.file.path == ".github/publiccode.yaml"


def test_without_a_metadata_file_the_wanted_files_are_read(hosted: Hosted) -> None:
    found = hosted.look("esempia/plain")

    assert found.file is None
    assert found.files == {"README.md": b"# Plain\n", "LICENSE": b"EUPL\n"}
    assert found.repository is not None
    assert found.repository.name == "plain"


def test_few_requests_are_made(hosted: Hosted) -> None:
    hosted.look("esempia/plain")

    assert len(hosted.server.asked) <= 8


def test_an_empty_repository_is_described_by_its_host(hosted: Hosted) -> None:
    found = hosted.look("esempia/nothing-here")

    assert (found.file, found.files) == (None, {})
    assert found.repository is not None


def test_a_repository_that_is_not_there_is_not_found(hosted: Hosted) -> None:
    with pytest.raises(NotFound):
        hosted.look("esempia/forgotten")


def test_an_account_is_not_a_repository(hosted: Hosted) -> None:
    with pytest.raises(NotARepository):
        hosted.look("esempia")


@pytest.fixture
def github(client_for: MakeClient) -> Iterator[Hosted]:
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        yield Hosted(server, client_for(server.netloc))


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("esempia/monorepo", "publiccode.yml"),
        ("esempia/monorepo/tree/main/apps/fees", "apps/fees/publiccode.yml"),
        ("esempia/monorepo/tree/main/apps/fees/src", "apps/fees/publiccode.yml"),
        ("esempia/monorepo/tree/main/apps", "publiccode.yml"),
    ],
)
def test_the_file_nearest_to_the_directory_counts(github: Hosted, page: str, path: str) -> None:
    found = github.look(page)

    assert found.file is not None
    assert found.file.path == path


def test_a_private_repository_that_our_token_sees_is_not_shown(client_for: MakeClient) -> None:
    fake = FakeGitHub(WORLD)

    def answer(asked: Asked) -> Reply:
        reply = fake(asked)
        return Reply(body={**reply.body, "private": True}) if asked.path.endswith("/forms") else reply

    with FakeServer(answer) as server:
        client = client_for(server.netloc, tokens={server.netloc: "secret"})

        with pytest.raises(NotPermitted):
            looked_up(client, f"{server.url}/esempia/forms")


def test_a_file_page_leads_to_its_bytes_without_our_token(client_for: MakeClient) -> None:
    def answer(asked: Asked) -> Reply:
        assert "authorization" not in asked.headers
        return Reply(body=b"name: Forms\n") if asked.path == "/e/forms/-/raw/main/a/publiccode.yml" else Reply(404)

    with FakeServer(answer) as server:
        page = f"{server.url}/e/forms/-/blob/main/a/publiccode.yml"
        found = looked_up(client_for(server.netloc, tokens={server.netloc: "secret"}), page)

    assert found.file is not None
    assert (found.file.path, found.file.content, found.file.url) == ("a/publiccode.yml", b"name: Forms\n", page)


def test_a_page_that_says_not_found_is_no_file(client_for: MakeClient) -> None:
    page = Reply(body=b"<html>", headers={"Content-Type": "text/html"})

    with FakeServer(lambda asked: page) as server, pytest.raises(NotFound):
        looked_up(client_for(server.netloc), f"{server.url}/publiccode.yml")


def test_a_site_may_describe_its_own_software(client_for: MakeClient) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(body=b"name: Site\n") if asked.path == "/.well-known/publiccode.yml" else Reply(404)

    with FakeServer(answer) as server:
        found = looked_up(client_for(server.netloc), server.url)

    assert found.file is not None
    assert found.file.content == b"name: Site\n"


@pytest.fixture
def served(tmp_path: Path) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    git(place, "init", "--quiet")
    commit(place, {"README.md": "# Plain\n", "LICENSE": "EUPL\n", "src/README.md": "# Other\n"})
    (tmp_path / "served/town").mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", "work", "served/town/plain.git")
    return tmp_path / "served"


def test_an_unknown_host_is_asked_with_git(served: Path, client_for: MakeClient) -> None:
    with FakeGitServer(served) as server:
        found = looked_up(client_for(server.netloc), f"http://{server.netloc}/town/plain.git")

    assert found.files == {"README.md": b"# Plain\n", "LICENSE": b"EUPL\n"}


def test_a_host_that_answered_enough_through_its_api_is_asked_with_git(
    served: Path, client_for: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_names(), "127.0.0.1", "github")

    with FakeGitServer(served, is_busy=True) as server:
        found = looked_up(client_for(server.netloc), f"http://{server.netloc}/town/plain")

    assert sorted(found.files) == ["LICENSE", "README.md"]


def test_a_page_that_is_no_repository_says_so(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(404)) as server, pytest.raises(NotARepository):
        looked_up(client_for(server.netloc), f"{server.url}/about/us")


def test_the_inner_network_stays_closed(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(body=b"name: Secret\n")) as server, pytest.raises(Refused):
        looked_up(client_for(), f"{server.url}/publiccode.yml")

    assert not server.asked


def test_what_is_too_large_is_refused(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(body=b"x" * 1_000_001)) as server, pytest.raises(TooLarge):
        looked_up(client_for(server.netloc), f"{server.url}/publiccode.yml")


def test_when_the_time_is_over_nothing_more_is_asked(client_for: MakeClient) -> None:
    with FakeServer(FakeGitHub(WORLD)) as server, pytest.raises(TooSlow):
        looked_up(client_for(server.netloc, max_session_seconds=0.0), f"{server.url}/esempia/forms")

    assert not server.asked


def test_a_host_that_is_down_is_unavailable(client_for: MakeClient) -> None:
    with FakeServer(lambda asked: Reply(503)) as server, pytest.raises(HostUnavailable):
        looked_up(client_for(server.netloc), f"{server.url}/esempia/forms")

"""A git server without an API is asked with git, and only where it was checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.connectors import remote_git, repository_list
from commonweal.connectors.failures import HostUnavailable, NotFound, Refused
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.repositories import Target
from tests.connectors.test_local_git import commit, git
from tests.fakes.git_http import FakeGitServer

MakeClient = Callable[..., Client]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FakeGitServer]:
    place = tmp_path / "work"
    place.mkdir()
    git(place, "init", "--quiet")
    commit(
        place, {"publiccode.yml": "name: Forms\n", "apps/fees/publiccode.yml": "name: Fees\n", "large": "x" * 99_999}
    )
    (tmp_path / "served/town").mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", "work", "served/town/forms.git")
    with FakeGitServer(tmp_path / "served") as running:
        yield running


def test_a_repository_is_described_by_its_head(server: FakeGitServer, client_for: MakeClient) -> None:
    url = f"http://{server.netloc}/town/forms.git"

    (page,) = remote_git.repositories(client_for(server.netloc), Target("remote_git", url))
    (repository,) = page.repositories

    assert (repository.name, repository.owner, repository.default_branch) == ("forms", "town", "main")
    assert repository.url == url.removesuffix(".git")
    assert len(repository.revision or "") == 40


def test_its_files_are_read_without_the_rest(server: FakeGitServer, client_for: MakeClient) -> None:
    client = client_for(server.netloc)
    repository = remote_git.repository(client, f"http://{server.netloc}/town/forms.git")

    files = remote_git.metadata_files(client, repository, {})
    again = remote_git.metadata_files(client, repository, {file.path: file.revision for file in files})

    assert [(file.path, file.content) for file in files] == [
        ("publiccode.yml", b"name: Forms\n"),
        ("apps/fees/publiccode.yml", b"name: Fees\n"),
    ]
    assert again == [replace(file, content=None) for file in files]


def test_a_list_falls_back_on_git(server: FakeGitServer, client_for: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"http://{server.netloc}/town/forms.git\n")

    pages = repository_list.repositories(
        client_for(server.netloc), Target("repository_list", str(tmp_path / "list.txt"))
    )

    assert [each.driver for page in pages for each in page.repositories] == ["remote_git"]


def test_a_repository_that_is_not_there_is_not_found(server: FakeGitServer, client_for: MakeClient) -> None:
    with pytest.raises(NotFound):
        remote_git.repository(client_for(server.netloc), f"http://{server.netloc}/town/gone.git")


def test_a_server_that_is_not_there_is_unavailable(client_for: MakeClient) -> None:
    with pytest.raises(HostUnavailable):
        remote_git.repository(client_for("127.0.0.1:9"), "http://127.0.0.1:9/town/forms.git")


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c touch% /tmp/x",
        "file:///etc",
        "ssh://git@a.example/x",
        "--upload-pack=touch",
        "http://127.0.0.1/x",
        "http://[::1]/x",
        "https://aino:secret@a.example/x",
    ],
)
def test_other_ways_to_reach_a_repository_are_refused(client_for: MakeClient, url: str) -> None:
    with pytest.raises(Refused):
        remote_git.repository(client_for(), url)


def test_git_connects_to_the_checked_address(server: FakeGitServer) -> None:
    port = server.netloc.partition(":")[2]
    settings = ClientSettings(allow_private=frozenset({"forge.esempia.example"}))
    with Client(settings, resolve=lambda host, port: ["127.0.0.1"]) as client:
        found = remote_git.repository(client, f"http://forge.esempia.example:{port}/town/forms.git")

    assert found.default_branch == "main"

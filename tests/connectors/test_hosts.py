"""One contract for every git host, checked against a fake of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from commonweal.connectors import DRIVERS
from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted
from commonweal.connectors.hosts import HOSTS, host_of
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import MetadataFiles, Repository, Target
from tests.fakes.bitbucket import FakeBitbucket
from tests.fakes.gitea import FakeGitea
from tests.fakes.github import FakeGitHub
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.network import Asked, FakeServer, Reply
from tests.fakes.world import WORLD, FakeRepository

FAKES: dict[str, Any] = {"github": FakeGitHub, "gitlab": FakeGitLab, "gitea": FakeGitea, "bitbucket": FakeBitbucket}


@dataclass
class Hosted:
    """A running fake with its client and driver."""

    driver: str
    server: FakeServer
    fake: Any
    client: Client

    def pages(self, group: str = "esempia", after: str | None = None) -> list[Any]:
        target = Target(self.driver, self.server.url, group)
        return list(DRIVERS[self.driver].repositories(self.client, target, after))

    def found(self, group: str = "esempia") -> dict[str, Repository]:
        return {each.name: each for page in self.pages(group) for each in page.repositories}

    def files(self, name: str, known: dict[str, str] | None = None) -> MetadataFiles:
        return DRIVERS[self.driver].metadata_files(self.client, self.found()[name], known or {})


@pytest.fixture(params=sorted(FAKES))
def hosted(request: pytest.FixtureRequest, client_for: Callable[..., Client]) -> Iterator[Hosted]:
    fake = FAKES[request.param](WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        yield Hosted(request.param, server, fake, client_for(server.netloc))


def test_an_account_is_walked_to_its_end_in_pages(hosted: Hosted) -> None:
    pages = hosted.pages()

    assert [each.name for page in pages for each in page.repositories] == [each.name for each in WORLD]
    assert len(pages) == 3
    assert pages[-1].next is None
    assert not [problem for page in pages for problem in page.problems]


def test_a_walk_resumes_after_any_page(hosted: Hosted) -> None:
    first, *others = hosted.pages()

    assert hosted.pages(after=first.next) == others


def test_a_whole_installation_is_walked(hosted: Hosted) -> None:
    hosted.fake.repositories = (*WORLD, FakeRepository("other", owner="dragan"))

    assert list(hosted.found("")) == [*(each.name for each in WORLD), "other"]


def test_a_walk_over_a_whole_installation_resumes(hosted: Hosted) -> None:
    first, *others = hosted.pages("")

    assert hosted.pages("", after=first.next) == others


def test_a_user_is_walked_like_an_organisation(hosted: Hosted) -> None:
    hosted.fake.users = ("esempia",)

    assert len(hosted.found()) == len(WORLD)


def test_a_repository_is_described(hosted: Hosted) -> None:
    found = hosted.found()["forms"]

    assert found.url == f"{hosted.server.url}/esempia/forms"
    assert found.clone_url == f"{found.url}.git"
    assert (found.driver, found.owner, found.default_branch) == (hosted.driver, "esempia", "main")
    assert found.last_activity is not None
    assert found.last_activity.isoformat() == "2026-05-01T08:00:00+00:00"
    assert not found.is_fork


def test_archived_repositories_say_so(hosted: Hosted) -> None:
    if hosted.driver == "bitbucket":
        pytest.skip("Bitbucket Cloud has no archived repositories.")

    assert hosted.found()["retired"].is_archived


def test_a_fork_names_its_parent(hosted: Hosted) -> None:
    fork = hosted.found()["registry-fork"]

    whole = HOSTS[hosted.driver].repository(hosted.client, fork.url)

    assert fork.is_fork
    assert whole.parent_url == f"{hosted.server.url}/dragan/registry"


def test_the_metadata_file_is_read(hosted: Hosted) -> None:
    (file,) = hosted.files("forms")

    assert (file.path, file.content) == ("publiccode.yml", b"name: Forms\n")
    assert file.url.startswith(f"{hosted.server.url}/esempia/forms/")


def test_every_component_of_a_repository_is_read_and_nothing_of_its_dependencies(hosted: Hosted) -> None:
    files = hosted.files("monorepo")

    assert [file.path for file in files] == [".github/publiccode.yaml", "apps/fees/publiccode.yml"]


def test_an_empty_repository_has_no_files(hosted: Hosted) -> None:
    assert hosted.files("nothing-here") == []


def test_a_repository_without_metadata_has_no_files(hosted: Hosted) -> None:
    assert hosted.files("retired") == []


def test_an_unchanged_file_is_not_read_again(hosted: Hosted) -> None:
    (file,) = hosted.files("forms")

    (again,) = hosted.files("forms", {file.path: file.revision})

    assert again == replace(file, content=None)


def test_a_changed_file_is_read_again(hosted: Hosted) -> None:
    (again,) = hosted.files("forms", {"publiccode.yml": '"other"'})

    assert again.content == b"name: Forms\n"


def test_an_unchanged_listing_costs_one_conditional_request(client_for: Callable[..., Client]) -> None:
    fake = FakeGitHub(WORLD)
    with FakeServer(fake) as server:
        fake.url = server.url
        host = Hosted("github", server, fake, client_for(server.netloc))
        files = host.files("forms")
        known = {"": files.revision, files[0].path: files[0].revision}
        repository = host.found()["forms"]
        before = len(server.asked)

        again = DRIVERS["github"].metadata_files(host.client, repository, known)

        assert again == [replace(files[0], content=None)]
        assert len(server.asked) == before + 1


def test_a_tree_that_is_too_large_is_read_in_part_and_says_so(hosted: Hosted) -> None:
    files = hosted.files("huge")

    assert [file.path for file in files] == ["publiccode.yml"]
    assert [problem.rule for problem in files.problems] == ["truncated-tree"]


def test_a_renamed_repository_comes_back_under_its_new_name(hosted: Hosted) -> None:
    hosted.fake.repositories = (*WORLD, FakeRepository("old", renamed_to="esempia/forms"))

    found = HOSTS[hosted.driver].repository(hosted.client, f"{hosted.server.url}/esempia/old")

    assert found.url == f"{hosted.server.url}/esempia/forms"


def test_a_group_may_be_a_single_repository(hosted: Hosted) -> None:
    assert list(hosted.found("esempia/forms")) == ["forms"]


def test_an_account_that_is_not_there_is_not_found(hosted: Hosted) -> None:
    with pytest.raises(NotFound):
        hosted.pages("nobody")
    with pytest.raises(NotFound):
        hosted.pages("nobody/forms")


def test_a_repository_that_is_gone_is_not_found_and_not_merely_empty(hosted: Hosted) -> None:
    repositories = hosted.found()
    hosted.fake.repositories = ()

    with pytest.raises(NotFound):
        DRIVERS[hosted.driver].metadata_files(hosted.client, repositories["forms"], {})


@pytest.mark.parametrize("status", [401, 403])
def test_a_missing_token_is_not_permitted(hosted: Hosted, status: int) -> None:
    hosted.server.first = [Reply(status, {"message": "Bad credentials"})]

    with pytest.raises(NotPermitted):
        hosted.pages()


def test_a_host_that_asks_for_patience_is_asked_again_when_it_said(hosted: Hosted, clock: Any) -> None:
    hosted.server.first = [Reply(429, {}, {"Retry-After": "7"})]

    assert len(hosted.found()) == len(WORLD)
    assert 7 in clock.slept


def test_a_host_that_asks_for_too_much_patience_says_for_how_long(hosted: Hosted) -> None:
    hosted.server.first = [Reply(403, {}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700004600"})]

    with pytest.raises(HostUnavailable) as failure:
        hosted.pages()

    assert failure.value.retry_after_seconds == 3_600


@pytest.mark.parametrize("garbage", [b"<html>login</html>", b'{"message": "odd"}', b'"text"', b""])
def test_a_page_that_makes_no_sense_is_a_failure_and_never_an_empty_page(hosted: Hosted, garbage: bytes) -> None:
    hosted.server.first = [Reply(200, garbage)]

    with pytest.raises(HostUnavailable):
        hosted.pages()


def test_an_odd_row_is_a_problem_and_the_others_are_kept(hosted: Hosted) -> None:
    rows = [None, 3, {"html_url": "javascript:alert(1)"}, {}]
    hosted.server.first = [Reply(200, {"values": rows, "data": rows} if hosted.driver == "bitbucket" else rows)]

    (page,) = hosted.pages()

    assert page.repositories == ()
    assert [problem.path for problem in page.problems] == ["[0]", "[1]", "[2]", "[3]"]


def test_a_host_is_known_by_what_it_answers(hosted: Hosted) -> None:
    if hosted.driver == "bitbucket":
        pytest.skip("There is only one Bitbucket Cloud, known by its name.")

    assert host_of(hosted.client, f"{hosted.server.url}/esempia/forms") == hosted.driver


def test_a_site_that_is_no_git_host_is_none(client_for: Callable[..., Client]) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(200, b"<html>welcome</html>")

    with FakeServer(answer) as server:
        assert host_of(client_for(server.netloc), server.url) is None


def test_subgroups_of_gitlab_are_walked_with_their_group(client_for: Callable[..., Client]) -> None:
    fake = FakeGitLab((FakeRepository("a"), FakeRepository("b", owner="esempia/tax/online")))
    with FakeServer(fake) as server:
        host = Hosted("gitlab", server, fake, client_for(server.netloc))
        fake.url = server.url

        assert list(host.found()) == ["a", "b"]
        assert list(host.found("esempia/tax")) == ["b"]


def test_a_real_listing_of_github_is_read(client_for: Callable[..., Client], shared_data: Path) -> None:
    listing = (shared_data / "catalogues/worldbank-repos.json").read_bytes()
    with FakeServer(lambda asked: Reply(200, listing)) as server:
        target = Target("github", server.url, "worldbank")

        (page,) = DRIVERS["github"].repositories(client_for(server.netloc), target)

    first = page.repositories[0]
    assert (len(page.repositories), page.problems) == (38, ())
    assert (first.url, first.owner) == ("https://github.com/worldbank/ietoolkit", "worldbank")
    assert first.last_activity is not None
    assert first.default_branch

"""Repositories on this machine are read with git and without trusting them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.connectors import local_git
from commonweal.connectors.failures import HostUnavailable, NotFound
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository, Target

MakeRepository = Callable[..., Path]
WHEN = "2026-05-01T10:00:00+02:00"


def git(place: Path, *arguments: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GIT_AUTHOR_DATE": WHEN,
        "GIT_COMMITTER_DATE": WHEN,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    who = ("-c", "user.name=Aino", "-c", "user.email=aino@esempia.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=place, env=environment, check=True, capture_output=True)


def commit(place: Path, files: dict[str, str]) -> None:
    for path, content in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(content)
    git(place, "add", "--all", "--force")
    git(place, "commit", "--quiet", "--message=Change.", "--allow-empty")


@pytest.fixture
def make(tmp_path: Path) -> MakeRepository:
    def make(name: str, files: dict[str, str] | None = None, *, is_bare: bool = False) -> Path:
        place = tmp_path / "repositories" / name
        place.mkdir(parents=True)
        git(place, "init", "--quiet")
        if files is not None:
            commit(place, files)
        if is_bare:
            bare = place.with_name(f"{place.name}.git")
            git(tmp_path, "clone", "--quiet", "--bare", str(place), str(bare))
            git(bare, "gc", "--quiet")
            subprocess.run(["rm", "-r", str(place)], check=True)
            return bare
        return place

    return make


@pytest.fixture
def client(client_for: Callable[..., Client]) -> Client:
    return client_for()


def found(client: Client, place: Path, after: str | None = None) -> list[Repository]:
    target = Target("local_git", str(place))
    return [each for page in local_git.repositories(client, target, after) for each in page.repositories]


@pytest.mark.parametrize("is_bare", [False, True])
def test_a_repository_is_described_and_read(make: MakeRepository, client: Client, is_bare: bool) -> None:
    place = make("forms", {"publiccode.yml": "name: Forms\n", "src/main.py": "pass\n"}, is_bare=is_bare)

    (repository,) = found(client, place)
    (file,) = local_git.metadata_files(client, repository, {})

    assert (repository.name, repository.url, repository.default_branch) == ("forms", place.as_uri(), "main")
    assert repository.last_activity is not None
    assert repository.last_activity.isoformat() == "2026-05-01T08:00:00+00:00"
    assert repository.revision is not None
    assert len(repository.revision) == 40
    assert (file.path, file.content) == ("publiccode.yml", b"name: Forms\n")


def test_a_directory_of_repositories_is_walked_by_name(make: MakeRepository, client: Client, tmp_path: Path) -> None:
    for name in ("b", "a/z", "a-b", "a/test"):
        make(name, {"README": name}, is_bare=name == "b")
    names = ["a-b", "test", "z", "b"]

    assert [each.name for each in found(client, tmp_path / "repositories")] == names


def test_a_walk_resumes_in_the_middle(make: MakeRepository, client: Client, tmp_path: Path) -> None:
    for name in ("a", "a-b", "b"):
        make(name, {"README": name})

    assert [each.name for each in found(client, tmp_path / "repositories", after="a-b")] == ["a", "b"]


def test_a_long_walk_comes_in_pages(
    make: MakeRepository, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_git, "_PAGE_SIZE", 2)
    for name in ("a", "b", "c"):
        make(name)

    pages = list(local_git.repositories(client, Target("local_git", (tmp_path / "repositories").as_uri())))

    assert [page.next for page in pages] == ["b", None]


def test_every_component_is_found_but_not_links_tests_or_dependencies(make: MakeRepository, client: Client) -> None:
    place = make("monorepo")
    (place / "link").mkdir()
    (place / "link/publiccode.yml").symlink_to("/etc/passwd")
    files = ("a/publiccode.yaml", "vendor/x/publiccode.yml", "tests/publiccode.yml", "1/2/3/4/5/publiccode.yml")
    commit(place, dict.fromkeys((*files, ".well-known/publiccode.yml", "1/2/3/4/publiccode.yml"), "name: X\n"))

    read = local_git.metadata_files(client, found(client, place)[0], {})

    assert [file.path for file in read] == [".well-known/publiccode.yml", "a/publiccode.yaml", "1/2/3/4/publiccode.yml"]


def test_an_unchanged_file_is_not_read_again(make: MakeRepository, client: Client) -> None:
    place = make("forms", {"publiccode.yml": "name: Forms\n"})
    (file,) = local_git.metadata_files(client, found(client, place)[0], {})
    commit(place, {"other": "1"})

    (again,) = local_git.metadata_files(client, found(client, place)[0], {file.path: file.revision})

    assert again.content is None


def test_a_repository_without_commits_has_no_files(make: MakeRepository, client: Client) -> None:
    (repository,) = found(client, make("new"))

    assert repository.revision is None
    assert local_git.metadata_files(client, repository, {}) == []


def test_a_directory_that_is_not_there_is_not_found(client: Client, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        found(client, tmp_path / "gone")


def test_nothing_a_repository_configures_is_run(make: MakeRepository, client: Client, tmp_path: Path) -> None:
    place = make("hostile", {"publiccode.yml": "name: X\n", ".gitattributes": "* filter=evil diff=evil\n"})
    commit(place, {"publiccode.yml": "name: Y\n"})
    mark = tmp_path / "run"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(0o755)
    run = {
        "core.fsmonitor": script,
        "core.sshCommand": script,
        "core.pager": script,
        "pager.cat-file": script,
        "alias.cat-file": f"!{script}",
        "filter.evil.smudge": script,
        "diff.evil.textconv": script,
        "credential.helper": script,
        "core.gitProxy": script,
        "remote.origin.url": f"ext::{script}",
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "remote.origin.uploadpack": script,
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "extensions.partialClone": "origin",
        "core.repositoryformatversion": "1",
    }
    for key, value in run.items():
        git(place, "config", key, str(value))
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (place / ".git/hooks" / hook).symlink_to(script)
    (repository,) = found(client, place)
    (file,) = local_git.metadata_files(client, repository, {})
    # Without its blobs the repository would have git fetch them, by a command of its own choosing.
    loose = place / ".git/objects" / file.revision[:2] / file.revision[2:]
    loose.unlink()

    with pytest.raises(HostUnavailable):
        local_git.metadata_files(client, repository, {})

    assert file.content == b"name: Y\n"
    assert not mark.exists()


def test_a_broken_repository_is_a_problem_of_the_page(make: MakeRepository, client: Client, tmp_path: Path) -> None:
    place = make("broken", {"publiccode.yml": "name: X\n"})
    (place / ".git/refs/heads/main").write_text("1" * 40 + "\n")
    make("sound", {"publiccode.yml": "name: X\n"})

    (page,) = local_git.repositories(client, Target("local_git", str(tmp_path / "repositories")))

    assert [each.name for each in page.repositories] == ["broken", "sound"]
    assert [problem.rule for problem in page.problems] == ["unreadable-repository"]


@pytest.mark.parametrize("content", ["", "ref: refs/heads/../../../etc/passwd\n", "ref: nonsense\n", "x" * 5_000])
def test_a_head_that_makes_no_sense_is_no_commit(make: MakeRepository, client: Client, content: str) -> None:
    place = make("odd", {"publiccode.yml": "name: X\n"})
    (place / ".git/HEAD").write_text(content)

    assert [each.revision for each in found(client, place)] == [None]


def test_a_linked_work_tree_is_read_at_its_own_head(make: MakeRepository, client: Client, tmp_path: Path) -> None:
    place = make("forms", {"publiccode.yml": "name: Forms\n"})
    git(place, "worktree", "add", "--quiet", "-b", "next", str(tmp_path / "next"))

    (repository,) = found(client, tmp_path / "next")

    assert repository.default_branch == "next"
    assert local_git.metadata_files(client, repository, {})[0].content == b"name: Forms\n"

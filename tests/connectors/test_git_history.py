"""The history of a repository is streamed by git, whatever the repository says of itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from commonweal.connectors.failures import HostUnavailable, TooLarge, TooSlow
from commonweal.connectors.git_history import Change, Commit, Person, history_of
from commonweal.connectors.git_tags import Tag

Import = Callable[..., Path]
AINO = "Aino <aino@esempia.example>"


def git(place: Path, *arguments: str, said: bytes = b"") -> bytes:
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=place, env=environment, input=said, check=True, capture_output=True)
    return done.stdout


def one(message: str = "Change.", who: str = AINO, when: str = "1714550400 +0200", more: str = "") -> bytes:
    text = message.encode()
    about = f"commit refs/heads/main\nauthor {who} {when}\ncommitter {who} {when}\ndata {len(text)}\n".encode()
    return about + text + b"\n" + more.encode()


def file(path: str, content: str = "1") -> str:
    return f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"


@pytest.fixture
def make(tmp_path: Path) -> Import:
    """Make a bare repository from what git fast-import reads."""

    def make(*said: bytes, name: str = "one.git", form: str = "sha1") -> Path:
        place = tmp_path / name
        place.mkdir()
        git(place, "init", "--quiet", "--bare", "--initial-branch=main", f"--object-format={form}")
        git(place, "fast-import", "--quiet", "--force", "--date-format=raw-permissive", said=b"".join(said))
        return place

    return make


def commits(place: Path, *, with_changes: bool = False) -> list[Commit]:
    with history_of(place) as history:
        return list(history.commits(with_changes=with_changes))


def test_commits_come_with_people_moments_and_parents(make: Import) -> None:
    place = make(one("First."), one("Second (#12)\n\nMore.", when="1714560400 -0330"))

    second, first = commits(place)

    assert second.parents == (first.id,)
    assert first.parents == ()
    assert second.author == second.committer == Person("Aino", "aino@esempia.example")
    assert second.subject == "Second (#12)"
    assert second.authored_at is not None
    assert second.authored_at.timestamp() == 1714560400
    assert second.authored_at.utcoffset() == -timedelta(hours=3, minutes=30)
    assert second.changes is None


def test_changed_paths_are_told_when_asked_for(make: Import) -> None:
    place = make(one(more=file("a b") + file("C")), one(more=file("C", "2") + 'D "a b"\n'), one("Nothing."))

    nothing, second, first = commits(place, with_changes=True)

    assert nothing.changes == ()
    assert second.changes == (Change("M", "C"), Change("D", "a b"))
    assert first.changes == (Change("A", "C"), Change("A", "a b"))


def test_the_mailmap_holds_for_authors_and_co_authors(make: Import) -> None:
    mailmap = "Aino Aho <aino@esempia.example> <old@esempia.example>\n"
    trailers = (
        "Co-authored-by: A <old@esempia.example>\nCo-Authored-By: Bruno <b@borgo.example>\nCo-authored-by: nobody"
    )
    place = make(one(f"Squashed (#1)\n\n{trailers}", "A <old@esempia.example>", more=file(".mailmap", mailmap)))

    found = commits(place)[0]

    assert found.author == Person("Aino Aho", "aino@esempia.example")
    assert found.co_authors == (Person("Aino Aho", "aino@esempia.example"), Person("Bruno", "b@borgo.example"))


def test_tags_tell_whether_they_are_signed_and_say_something(make: Import) -> None:
    message = "Version 2\n\nMuch is new.\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
    tag = f"tag v2\nfrom refs/heads/main\ntagger {AINO} 1714560400 +0000\ndata {len(message)}\n{message}\n".encode()
    place = make(one(), tag, b"reset refs/tags/a/v1\nfrom refs/heads/main\n\n")
    (place / "refs" / "tags" / "broken").write_text("nonsense\n")

    with history_of(place) as history:
        light, full = history.tags()

    assert light.name == "a/v1"
    assert light == Tag("a/v1", full.commit, light.tagged_at)
    assert full.tagged_at is not None
    assert full == Tag("v2", light.commit, full.tagged_at, is_annotated=True, is_signed=True, has_notes=True)
    assert full.tagged_at.timestamp() == 1714560400


def test_an_empty_repository_has_no_history(make: Import) -> None:
    place = make()

    with history_of(place) as history:
        assert list(history.commits()) == []
        assert history.tags() == ()
        assert history.head is None


def test_repositories_with_longer_ids_are_read(make: Import) -> None:
    place = make(one(more=file("a")), form="sha256")

    found = commits(place, with_changes=True)

    assert [len(each.id) for each in found] == [64]


def test_nothing_the_repository_says_of_itself_is_honoured(make: Import, tmp_path: Path) -> None:
    place = make(one("First."), one("Second.", more=file("a")))
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    evil.chmod(0o755)
    for key in ("gpg.program", "core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "alias.log"):
        git(place, "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    git(place, "config", "log.showSignature", "true")
    git(place, "config", "i18n.logOutputEncoding", "UTF-16")
    first = git(place, "rev-list", "--max-parents=0", "main").decode().strip()
    git(place, "update-ref", "refs/replace/" + git(place, "rev-parse", "main").decode().strip(), first)
    (place / "config").write_text((place / "config").read_text() + "[odd\n")

    found = commits(place, with_changes=True)

    assert [each.subject for each in found] == ["Second.", "First."]
    assert not (tmp_path / "run").exists()


def test_a_clone_without_blobs_is_enough_and_fetches_nothing(make: Import, tmp_path: Path) -> None:
    place = make(one(more=file(".mailmap", "A <a@b.example>\n")), one(more=file("a")))
    git(place, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{place}", "lean.git")

    with history_of(tmp_path / "lean.git") as history:
        found = list(history.commits(with_changes=True))

    assert [each.changes for each in found] == [(Change("A", "a"),), (Change("A", ".mailmap"),)]
    assert history.is_mailmap_missing


def test_a_clone_without_trees_is_enough_for_commits_and_says_when_it_is_not(make: Import, tmp_path: Path) -> None:
    place = make(one("First."), one("Second.", more=file("a")))
    git(place, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=tree:0", f"file://{place}", "lean.git")

    assert len(commits(tmp_path / "lean.git")) == 2
    with pytest.raises(HostUnavailable):
        commits(tmp_path / "lean.git", with_changes=True)


def test_a_shallow_clone_says_so(make: Import, tmp_path: Path) -> None:
    place = make(one("First."), one("Second."))
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=1", f"file://{place}", "lean.git")

    with history_of(tmp_path / "lean.git") as history:
        found = list(history.commits())

    assert [each.subject for each in found] == ["Second."]
    assert history.is_shallow


@pytest.mark.parametrize("when", ["99999999999999 +0000", "-5 +0000", "1 +9959", "18446744073709551614 -0000"])
def test_a_moment_that_cannot_be_is_no_reason_to_stop(make: Import, when: str) -> None:
    place = make(one("First."), one("Second."))
    raw = git(place, "cat-file", "commit", "main").replace(b"1714550400 +0200", when.encode())
    lying = git(place, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", said=raw).decode().strip()
    (place / "refs" / "heads" / "main").write_text(f"{lying}\n")

    found = commits(place)

    assert [each.subject for each in found] == ["Second.", "First."]


def test_odd_bytes_are_replaced(make: Import) -> None:
    place = make(one("First.").replace(b"Aino", b"A\xefno\x01\x1f"))

    found = commits(place)

    assert found[0].author.name.startswith("A�no")


def test_a_commit_that_says_too_much_is_refused(make: Import) -> None:
    place = make(one("x" * 3_000_000))

    with pytest.raises(TooLarge):
        commits(place)


def test_an_incomplete_history_is_not_taken_for_a_short_one(make: Import) -> None:
    place = make(one("First."), one("Second."))
    first = git(place, "rev-list", "--max-parents=0", "main").decode().strip()
    packs = list((place / "objects" / "pack").glob("*.pack"))
    for pack in packs:
        content = pack.read_bytes()
        for each in (place / "objects" / "pack").glob(f"{pack.stem}.*"):
            each.unlink()
        git(place, "unpack-objects", "-q", said=content)
    (place / "objects" / first[:2] / first[2:]).unlink()

    with pytest.raises(HostUnavailable):
        commits(place)


def test_git_is_stopped_when_the_time_is_over(make: Import) -> None:
    place = make(*(one(f"Number {number}. " + "x" * 3_000) for number in range(400)))

    with pytest.raises(TooSlow), history_of(place, timeout_seconds=0) as history:
        list(history.commits())

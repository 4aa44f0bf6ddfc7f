"""Planted repositories, read by git itself as those of strangers are: each case that leads counting astray."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from commonweal.health.rules.facts import Facts
from commonweal.health.tasks.reading import read_history, read_local
from tests.connectors.test_git_history import git
from tests.health.histories import NOW

Plant = Callable[..., Path]
AINO = "Aino Aho <aino@esempia.example>"
BRUNO = "Bruno Berg <bruno@borgo.example>"
BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"


def said(who: str = AINO, days_ago: float = 1, message: str = "Change.", more: str = "") -> bytes:
    when = f"{int((NOW - timedelta(days=days_ago)).timestamp())} +0100"
    text = message.encode()
    about = f"commit refs/heads/main\nauthor {who} {when}\ncommitter {who} {when}\ndata {len(text)}\n".encode()
    return about + text + f"\n{more}\n".encode()


def file(path: str, content: str) -> str:
    return f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Make a bare repository of what git fast-import reads."""

    def plant(*commits: bytes) -> Path:
        place = tmp_path / "planted.git"
        place.mkdir()
        git(place, "init", "--quiet", "--bare", "--initial-branch=main")
        git(place, "fast-import", "--quiet", "--date-format=raw-permissive", said=b"".join(commits))
        return place

    return plant


def counted(place: Path) -> Facts:
    return read_local(place, NOW).facts


def test_a_tie_counts_as_one(plant: Plant) -> None:
    facts = counted(plant(*[said(AINO)] * 5, *[said(BRUNO)] * 5))

    assert (facts.ever.absence_factor, facts.ever.core_size, facts.ever.elephant_factor) == (1, 2, 1)


def test_a_flood_of_a_program_changes_nothing_about_people(plant: Plant) -> None:
    facts = counted(plant(*[said(AINO)] * 10, *[said(BOT)] * 631))

    assert (facts.by_bots, facts.ever.commits, facts.people) == (631, 10, 1)


def test_a_mailmap_makes_two_identities_one(plant: Plant) -> None:
    mailmap = file(".mailmap", "Aino Aho <aino@esempia.example> <old@elsewhere.example>\n")

    facts = counted(plant(said("A <old@elsewhere.example>"), said(AINO, more=mailmap), said(BRUNO)))

    assert facts.people == 2


def test_two_domains_of_one_firm_are_one_organisation(plant: Plant) -> None:
    old, new = "Old Hand <o@magenta-aps.dk>", "New Hand <n@magenta.dk>"

    facts = counted(plant(*[said(old)] * 3, *[said(new)] * 3, said(BRUNO)))

    assert (facts.ever.absence_factor, facts.ever.elephant_factor) == (2, 1)


def test_a_squashed_commit_counts_for_everybody_it_names(plant: Plant) -> None:
    message = f"All of it (#12)\n\nMore.\n\nCo-authored-by: {BRUNO}\nCo-authored-by: {BOT}\n"

    facts = counted(plant(said(message=message)))

    assert (facts.ever.commits, facts.people, facts.squashed) == (1, 2, 1)


@pytest.mark.parametrize("days_ago", [NOW.timestamp() / 86_400, -1, 20_000], ids=["1970", "tomorrow", "before 1970"])
def test_a_lying_date_is_in_no_window(plant: Plant, days_ago: float) -> None:
    facts = counted(plant(said(days_ago=days_ago), said(BRUNO, 3)))

    assert (facts.ever.commits, facts.undated) == (2, 1)
    assert {each.commits for each in facts.from_today} == {1}
    assert facts.pulse.first == facts.pulse.last == NOW - timedelta(days=3)


def test_a_dead_repository_has_a_pulse_of_nothing(plant: Plant) -> None:
    facts = counted(plant(said(days_ago=2_000), said(days_ago=1_900)))

    assert facts.pulse.commits(NOW, 365) == 0
    assert dict(facts.pulse.days) == {}
    assert facts.last_year.commits == 2


def test_a_shallow_clone_says_so_and_has_no_truck_factor(plant: Plant, tmp_path: Path) -> None:
    whole = plant(*[said(more=file("a", str(number))) for number in range(3)])
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=1", whole.as_uri(), "shallow.git")

    shallow, full = read_local(tmp_path / "shallow.git", NOW), read_local(whole, NOW)

    assert (shallow.reach, shallow.facts.ever.commits, shallow.facts.truck_factor) == ("shallow", 1, None)
    assert (full.reach, full.facts.ever.commits, full.facts.truck_factor) == ("full", 3, 1)


def test_an_empty_repository_is_nothing_and_not_zero_of_something(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")

    found = read_local(tmp_path / "empty.git", NOW)

    assert (found.head, found.facts.ever.commits, found.facts.presence) == ("", 0, None)
    assert found.facts.ever.elephant_factor is None
    assert found.facts.pulse.last is None


def test_tags_without_signature_or_notes_are_seen_as_such(plant: Plant) -> None:
    place = plant(said())
    git(place, "tag", "v1.0.0")
    identity = ("-c", "user.name=Aino", "-c", "user.email=aino@esempia.example")
    git(place, *identity, "tag", "-a", "-m", "v1.1.0", "v1.1.0")

    found = counted(place).releases

    assert (found.total, found.versioned_share, found.signed_share, found.explained_share) == (2, 1, 0, 0)


def test_only_what_the_default_branch_holds_counts(plant: Plant) -> None:
    elsewhere = said(BRUNO).replace(b"refs/heads/main", b"refs/heads/other")

    assert counted(plant(said(AINO), elsewhere)).ever.commits == 1


def test_a_clone_of_commits_alone_gives_the_same_figures(plant: Plant) -> None:
    place = plant(said(AINO, 5, more=file("a", "1")), said(BRUNO, 3, more=file("b", "1")))

    treeless = read_history(place, NOW, names=None, with_files=False).facts
    full = counted(place)

    assert (treeless.ever, treeless.from_today, treeless.releases) == (full.ever, full.from_today, full.releases)
    assert (treeless.files, full.files) == (None, 2)

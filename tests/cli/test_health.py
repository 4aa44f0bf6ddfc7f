"""`./commonweal health` counts a history and says words about it, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonweal.cli.commands import main
from commonweal.health import actions
from tests.connectors.test_local_git import commit, git
from tests.fakes.git_http import FakeGitServer


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    git(place, "init", "--quiet")
    commit(place, {"README.md": "Forms"})
    return place


def test_a_repository_of_this_machine_is_told_in_words(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["health", "examine", str(repository)])

    said = capsys.readouterr().out
    assert code == 0
    assert "alive: " in said
    assert "If one person stops, half of the work stops." in said
    assert "people who did half of the work (H3)" in said


def test_programs_read_the_same_as_json(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["health", "examine", str(repository), "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert [each["word"] for each in said["words"]] == ["alive", "shared", "kept", "open"]
    assert (said["figures"]["ever"]["commits"], said["figures"]["truck_factor"]) == (1, 1)
    assert said["rules"]
    assert said["packs"]


def test_an_address_is_cloned_without_contents(
    repository: Path, tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", "work", "served/forms.git")
    with FakeGitServer(tmp_path / "served") as server:
        settings.PRIVATE_HOSTS = [server.netloc]
        main(["health", "examine", f"http://{server.netloc}/forms", "--format", "json"])
        treeless = json.loads(capsys.readouterr().out)
        main(["health", "examine", f"http://{server.netloc}/forms", "--format", "json", "--files"])
        full = json.loads(capsys.readouterr().out)

    assert (treeless["reach"], treeless["figures"]["truck_factor"]) == ("treeless", None)
    assert (full["reach"], full["figures"]["truck_factor"]) == ("full", 1)
    assert treeless["figures"]["presence"] == full["figures"]["presence"]
    assert treeless["head"] == full["head"]


def test_what_is_no_repository_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["health", "examine", str(tmp_path)]) == 1
    assert "is not a git repository" in capsys.readouterr().err


def test_words_are_said_of_what_is_watched(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    main(["health", "words"])
    before = capsys.readouterr().out

    code = main(["health", "watch", "https://git.borgo.example/forms"])
    main(["health", "words", "borgo"])

    assert code == 0
    assert "No repository is looked at." in before
    assert "https://git.borgo.example/forms\n  not examined so far" in capsys.readouterr().out
    assert main(["health", "watch", "nothing"]) == 1
    assert actions.TASK == "health.examine_project"

"""The environment is made once, made anew when it was left half-made, and never by two at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.cli import environment


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A project whose lock asks for nothing, so that no network is needed."""
    folder = tmp_path / ".venv"
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    monkeypatch.setattr(environment, "FOLDER", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(environment, "INTERRUPTED", folder / "commonweal-installing")
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    return tmp_path


def test_an_environment_is_made_once(project: Path) -> None:
    assert environment.ensure()
    assert not environment.ensure()

    assert subprocess.run([environment.PYTHON, "-c", "import pip"], check=False).returncode == 0


def test_a_changed_lock_is_installed(project: Path) -> None:
    environment.ensure()

    (project / "requirements.lock").write_text("# still nothing\n")

    assert environment.ensure()


def test_what_an_interrupted_run_left_is_made_anew(project: Path) -> None:
    environment.FOLDER.mkdir()
    environment.INTERRUPTED.touch()
    (environment.FOLDER / "half-made").touch()

    environment.ensure()

    assert not (environment.FOLDER / "half-made").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(project: Path) -> None:
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.symlink_to("/no/such/python")

    environment.ensure()

    assert subprocess.run([environment.PYTHON, "-c", ""], check=False).returncode == 0


def test_what_pip_said_is_told_when_it_fails(project: Path) -> None:
    (project / "requirements.lock").write_text("a-package-without-hash\n")

    with pytest.raises(environment.InstallationFailed, match="require-hashes"):
        environment.ensure()


def test_the_module_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({environment.__file__!r})"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr

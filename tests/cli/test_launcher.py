"""The launcher, a shell script: it finds Python, or says what to install."""

import os
import subprocess
from pathlib import Path

from commonweal.server import paths

LAUNCHER = paths.PROJECT / "commonweal"


def launch(place: Path, path: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path, "COMMONWEAL_PYTHON": ""}
    return subprocess.run(
        ["/bin/sh", str(LAUNCHER)], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def folder_with(place: Path, *programs: str) -> str:
    """A PATH of these programs only."""
    for program in programs:
        found = next(Path(folder) / program for folder in ("/usr/bin", "/bin") if (Path(folder) / program).exists())
        (place / program).symlink_to(found)
    return str(place)


def test_it_works_from_another_folder(tmp_path: Path) -> None:
    done = launch(tmp_path, os.environ["PATH"])

    assert done.returncode == 0, done.stderr
    assert "Usage: ./commonweal COMMAND" in done.stdout


def test_without_python_it_prints_the_line_to_run(tmp_path: Path) -> None:
    done = launch(tmp_path, folder_with(tmp_path, "dirname", "readlink", "id"))

    assert done.returncode == 1
    assert "sudo apt install python3 python3-venv git" in done.stderr


def test_it_is_plain_posix_shell() -> None:
    assert subprocess.run(["/bin/sh", "-n", str(LAUNCHER)], check=False).returncode == 0
    assert LAUNCHER.stat().st_mode & 0o111

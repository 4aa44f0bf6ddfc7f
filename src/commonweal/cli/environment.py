"""Keep `.venv` in step with `requirements.lock`, then hand over to the command line inside it.

The system's Python runs this file by its path before anything is installed: it imports the standard library only, and
nothing of ours.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
FOLDER = PROJECT / ".venv"
PYTHON = FOLDER / "bin" / "python"
INTERRUPTED = FOLDER / "commonweal-installing"
FIRST_STEP = "1/{} Python packages"
STEPS = 7  # this one and those of `setting_up`


class InstallationFailed(RuntimeError):
    """The environment could not be made; the message holds what venv or pip said."""


def ensure(lock_name: str = "requirements.lock") -> bool:
    """Install exactly what the lock names, unless that is done already; return whether anything was done.

    Several processes may ask at once: one installs, the others wait. What an interrupted run left is made anew.
    Raises InstallationFailed.
    """
    lock = PROJECT / lock_name
    stamp = FOLDER / f"commonweal-{lock.stem}-installed"
    if _reads(stamp) == _digest(lock):
        return False
    with _alone():
        if _reads(stamp) == _digest(lock):
            return False
        _make_environment()
        INTERRUPTED.touch()
        _call([str(PYTHON), "-m", "pip", "install", *PIP_OPTIONS, "--requirement", str(lock)])
        INTERRUPTED.unlink()
        stamp.write_text(_digest(lock))
    return True


PIP_OPTIONS = (
    "--require-hashes",
    "--quiet",
    "--no-input",
    "--no-compile",  # a third of the time; Python compiles what it imports
    "--disable-pip-version-check",
    "--no-warn-script-location",
    "--progress-bar=off",
)


def main(arguments: list[str]) -> None:
    """Prepare the environment, say so if it took time, and become the command line."""
    title = FIRST_STEP.format(STEPS) if arguments[:1] in (["up"], ["setup"]) else "Python packages"
    started = time.monotonic()
    needed = _reads(FOLDER / "commonweal-requirements-installed") is None
    if needed:
        print(f"{title} …", file=sys.stderr, flush=True)
    try:
        if ensure():
            print(f"{title}: installed in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    except InstallationFailed as error:
        sys.exit(f"{error}")
    except PermissionError as error:
        sys.exit(f"{error.filename} is closed to this account: start as the account that {PROJECT} belongs to.")
    path = os.pathsep.join([str(PROJECT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    os.environ["PYTHONPATH"] = path
    os.execv(PYTHON, [str(PYTHON), "-m", "commonweal.cli", *arguments])


def _make_environment() -> None:
    if INTERRUPTED.exists() or (FOLDER.exists() and not _works("import sys; sys.exit(sys.version_info < (3, 11))")):
        shutil.rmtree(FOLDER)
    if not FOLDER.exists():
        _call([sys.executable, "-m", "venv", str(FOLDER)])
    if not _works("import pip"):
        _call([str(PYTHON), "-m", "ensurepip"])


def _works(program: str) -> bool:
    try:
        return subprocess.run([str(PYTHON), "-c", program], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _call(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise InstallationFailed(f"{' '.join(command)} failed:\n{done.stdout}")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (PROJECT / ".venv.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def _reads(file: Path) -> str | None:
    return file.read_text() if file.exists() else None


if __name__ == "__main__":
    main(sys.argv[1:])

"""`./commonweal test`: install what tests need, run the checks, then all tests."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from commonweal.cli import environment
from commonweal.cli.commands import Refusal
from commonweal.server import database, front_end, paths, translations

CHECKS = (
    ("Style", ["ruff", "check", "--quiet"]),
    ("Format", ["ruff", "format", "--check", "--quiet"]),
    ("Types", ["mypy", "--no-error-summary"]),
    ("Layers", ["lint-imports"]),
    ("Licences", ["reuse", "lint", "--quiet"]),
    ("Documentation", ["zensical", "build"]),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A file's tests stay together, and files keep their order: by number of tests, the slow ones in browsers came last.
PARALLEL = ("--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: every argument goes to pytest."""


def run(options: argparse.Namespace) -> int:
    """Run checks and tests, pytest's closing line last; with arguments, pytest alone with them."""
    _prepare()
    if options.arguments:
        return _call([sys.executable, "-m", "pytest", *options.arguments])
    failed = [title for title, command in CHECKS if not _passes(title, command)]
    if failed:
        print(f"FAILED: {', '.join(failed)} (see above). The tests follow.", flush=True)
    code = _call([sys.executable, "-m", "pytest", "-q", *PARALLEL, "--durations=25"])
    return code or (1 if failed else 0)


def _prepare() -> None:
    started = time.monotonic()
    try:
        if environment.ensure("requirements-dev.lock"):
            print(f"Packages for tests: installed in {time.monotonic() - started:.0f} s", flush=True)
    except environment.InstallationFailed as error:
        raise Refusal(str(error)) from error
    started = time.monotonic()
    if front_end.fetch(for_tests=True):
        print(f"Front-end packages: fetched in {time.monotonic() - started:.0f} s", flush=True)
    front_end.gather()
    translations.compile_all()
    _find_browser()
    database.ensure_running()


def _find_browser() -> None:
    """Install Debian's Chromium when root may; else say that browser tests are skipped."""
    if any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Browser for tests: installing chromium …", flush=True)
        if _apt("update") and _apt("install", "-y", "--no-install-recommends", "chromium"):
            return
    print(
        "Browser tests will be SKIPPED: there is no Chromium here. To run them: sudo apt install chromium", flush=True
    )


def _apt(*arguments: str) -> bool:
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            ["apt-get", *arguments],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            output.seek(0)
            print(output.read(), file=sys.stderr)
    return done.returncode == 0


def _passes(title: str, command: list[str]) -> bool:
    """Run a check; print what it says only when it fails."""
    started = time.monotonic()
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [str(program), *command[1:]],
        cwd=paths.PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    if not passed:
        print(done.stdout)
    print(f"{title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    return passed


def _call(command: list[str]) -> int:
    """Run it in the project's folder with our output; xdist finds its settings there."""
    return subprocess.run(command, cwd=paths.PROJECT, check=False).returncode

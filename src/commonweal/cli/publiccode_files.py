"""Finds, reads and replaces the publiccode.yml files that a command names, with all processors where there are many."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.standards.problems import Problem, Severity
from commonweal.standards.publiccode.document import MAXIMUM_SIZE_BYTES
from commonweal.standards.publiccode.output import Checked

_NAMES = frozenset({"publiccode.yml", "publiccode.yaml"})
_ENDINGS = (".yml", ".yaml")
_SKIPPED_FOLDERS = frozenset({".git", "node_modules", ".venv"})
# Below this many files starting processes costs more than it saves.
_WORTH_A_PROCESS = 200
_FILES_AT_A_TIME = 25
_WORTH_A_BAR = 20
_BAR_WIDTH = 40
_HEAD_BYTES = 64


def named(files_and_folders: Iterable[str]) -> list[str]:
    """Give the files: of a folder those called publiccode.yml (or .yaml), or all YAML files where none is."""
    found: dict[str, None] = {}
    for name in files_and_folders:
        found.update(dict.fromkeys(_in_folder(name) if name != "-" and Path(name).is_dir() else [name]))
    return list(found)


def _in_folder(folder: str) -> list[str]:
    every: list[str] = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        every += [os.path.join(path, name) for name in sorted(names) if name.lower().endswith(_ENDINGS)]  # noqa: PTH118
    rightly_named = [file for file in every if os.path.basename(file).lower() in _NAMES]  # noqa: PTH119
    return rightly_named or every


def content_of(file: str) -> bytes | Problem:
    """Give the bytes, never many more than a publiccode.yml may have; a problem where they cannot be had."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAXIMUM_SIZE_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MAXIMUM_SIZE_BYTES + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        return Problem("", None, None, Severity.ERROR, message, "unreadable")


def first_bytes(folder: Path, name: str) -> bytes | None:
    """Give the head of a file below the folder; None where there is none, or where the name leads outside."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return None
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return None


def replace(file: Path, content: bytes) -> None:
    """Put the content into the file's place in one step, so that a crash leaves the old or the new file."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        temporary.chmod(file.stat().st_mode)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def in_processes(judge: Callable[[str], Checked], files_and_folders: Iterable[str], jobs: int) -> Iterator[Checked]:
    """Give the answers in the order of the files, as they come."""
    files = named(files_and_folders)
    jobs = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1
    if len(files) < _WORTH_A_PROCESS or jobs < 2 or "-" in files:
        yield from _with_bar(map(judge, files), len(files))
        return
    is_forking = "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux"
    with multiprocessing.get_context("fork" if is_forking else "spawn").Pool(jobs) as pool:
        yield from _with_bar(pool.imap(judge, files, _FILES_AT_A_TIME), len(files))


def _with_bar(found: Iterable[Checked], count: int) -> Iterator[Checked]:
    """Draw a bar on a terminal while the answers come."""
    is_drawn = count >= _WORTH_A_BAR and sys.stderr.isatty()
    for done, checked in enumerate(found, start=1):
        yield checked
        if is_drawn and (done == count or done % max(1, count // 100) == 0):
            bar = "#" * (_BAR_WIDTH * done // count)
            end = "\n" if done == count else ""
            print(f"\r[{bar:<{_BAR_WIDTH}}] {done}/{count}", end=end, file=sys.stderr, flush=True)


@dataclass(slots=True)
class Tally:
    """Counts what went by."""

    files: int = 0
    wrong: int = 0
    unreadable: int = 0
    counts: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))

    def of(self, found: Iterable[Checked]) -> Iterator[Checked]:
        """Pass the answers on and count them."""
        for checked in found:
            self.files += 1
            self.unreadable += any(problem.rule == "unreadable" for problem in checked.problems)
            for problem in checked.problems:
                self.counts[problem.severity] += 1
            self.wrong += any(problem.severity is Severity.ERROR for problem in checked.problems)
            yield checked

    @property
    def exit_code(self) -> int:
        """0 clean, 1 errors, 2 unreadable."""
        return 2 if self.unreadable else int(self.wrong > 0)

    def __str__(self) -> str:
        errors, warnings, remarks = (self.counts[severity] for severity in Severity)
        counts = f"{errors} errors, {warnings} warnings, {remarks} remarks"
        return f"{self.files} files checked, {self.wrong} with errors: {counts}"

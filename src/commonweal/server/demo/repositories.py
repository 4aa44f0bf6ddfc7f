"""Small git repositories, made at set-up from the folders of the pack: the same commits on every machine.

`packs/repositories/<publisher>/<name>/` holds a repository's files. `packs/afterwards/` has the same shape and says
what the next commit changes; a file GONE there says that the repository is taken down.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from commonweal.server import paths

PACKS = Path(__file__).parent / "packs"
NEWEST_COMMIT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OLDEST_DAYS = 500
QUIET_SINCE = {"fax-gateway": datetime(2021, 5, 3, 9, 30, tzinfo=UTC), "ratsbuch": datetime(2024, 10, 30, tzinfo=UTC)}
# The operator's own settings of git must not reach in here.
ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit sets: whole contents by path."""

    message: str
    at: datetime
    files: Mapping[str, bytes]


def home() -> Path:
    """The folder of everything the demo keeps on disk."""
    return paths.data_folder() / "demo"


def publishers() -> list[str]:
    """The publishers that have repositories, by name of their folder."""
    return sorted(folder.name for folder in (PACKS / "repositories").iterdir())


def write(*, is_afterwards: bool) -> int:
    """Write every repository anew, as it was at first or as it is afterwards; return how many there are."""
    root = home() / "repositories"
    shutil.rmtree(root, ignore_errors=True)
    count = 0
    for publisher in publishers():
        for folder in sorted((PACKS / "repositories" / publisher).iterdir()):
            changes = PACKS / "afterwards" / publisher / folder.name
            if is_afterwards and (changes / "GONE").exists():
                continue
            commits = list(_commits(publisher, folder, changes if is_afterwards else None))
            _write_repository(root / publisher / f"{folder.name}.git", commits)
            count += 1
    _write_folder()
    return count


def _commits(publisher: str, folder: Path, changes: Path | None) -> Iterator[Commit]:
    name = folder.name
    age = timedelta(days=crc32(f"{publisher}/{name}".encode()) % OLDEST_DAYS)
    at = QUIET_SINCE.get(name, NEWEST_COMMIT - age)
    read_me = f"# {name}\n\nThis repository belongs to the demo of Commonweal; its country does not exist.\n"
    yield Commit("Begin", at - timedelta(days=90), {"README.md": read_me.encode()})
    yield Commit("Describe the software", at, _files(folder))
    if changes is not None and changes.is_dir():
        yield Commit("Change the description", NEWEST_COMMIT + timedelta(days=7), _files(changes))


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _write_repository(path: Path, commits: list[Commit]) -> None:
    """Make a bare repository by hand and let git import the commits: one process a repository."""
    for folder in ("objects", "refs/heads"):
        (path / folder).mkdir(parents=True)
    (path / "HEAD").write_text("ref: refs/heads/main\n")
    (path / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    subprocess.run(
        ["git", f"--git-dir={path}", "fast-import", "--quiet"],
        input=b"".join(_stream(commit) for commit in commits) + b"done\n",
        env=os.environ | ENVIRONMENT,
        check=True,
    )


def _stream(commit: Commit) -> bytes:
    who = b"Esempia <demo@esempia.example> %d +0000" % commit.at.timestamp()
    message = commit.message.encode()
    head = b"commit refs/heads/main\nauthor %s\ncommitter %s\ndata %d\n%s\n" % (who, who, len(message), message)
    files = (b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data) for path, data in _sorted(commit))
    return head + b"".join(files)


def _sorted(commit: Commit) -> list[tuple[str, bytes]]:
    return sorted(commit.files.items())


def _write_folder() -> None:
    """The sources that are no folder of repositories: single files, and a list of addresses."""
    shutil.rmtree(home() / "schools", ignore_errors=True)
    shutil.copytree(PACKS / "folder", home() / "schools")
    surveyed = sorted((home() / "repositories" / "istituto-geografico").iterdir())
    lines = ["# What the geographic institute publishes", *(path.as_uri() for path in surveyed)]
    (home() / "list.txt").write_text("\n".join(lines) + "\n")

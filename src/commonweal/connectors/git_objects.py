"""Reads objects of a git repository through one `git cat-file --batch`, and trusts nothing in the repository.

Source: git-cat-file(1) "BATCH OUTPUT", git(1) "Environment Variables", git-config(1) on protocol.allow and
safe.directory; the forms of commit and tree objects are those of "Pro Git", chapter 10.2.
"""

from __future__ import annotations

import os
import subprocess
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from commonweal.connectors.failures import HostUnavailable, TooLarge
from commonweal.connectors.metadata_paths import MAX_DEPTH, is_metadata_path, is_skipped_directory
from commonweal.connectors.repositories import odd
from commonweal.standards.problems import Problem

_MAX_TREES = 5_000
_MAX_OBJECT_BYTES = 20_000_000
_TIMEOUT_SECONDS = 60

# GIT_ALLOW_PROTOCOL overrules every protocol setting of the repository, so an incomplete repository cannot make git
# fetch what is missing through a command of its own choosing.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": os.devnull,
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "safe.directory",
    "GIT_CONFIG_VALUE_0": "*",
    "GIT_CONFIG_KEY_1": "core.hooksPath",
    "GIT_CONFIG_VALUE_1": os.devnull,
    "GIT_CONFIG_KEY_2": "core.fsmonitor",
    "GIT_CONFIG_VALUE_2": "false",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


class Objects:
    """An open `git cat-file --batch`; use through `objects_of`."""

    def __init__(self, process: subprocess.Popen[bytes], directory: Path) -> None:
        self._process = process
        self._directory = directory

    def read(self, object_id: str, kind: str, max_bytes: int = _MAX_OBJECT_BYTES) -> bytes:
        """Return the content of an object.

        Raises HostUnavailable when it is not there, TooLarge when it is too large.
        """
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise HostUnavailable(f"{self._directory} cannot be read.")
        try:
            into.write(f"{object_id}\n".encode())
            into.flush()
        except BrokenPipeError as error:
            raise HostUnavailable(f"git cannot read {self._directory}.") from error
        said = out.readline().split()
        if len(said) != 3 or said[1].decode() != kind:
            raise HostUnavailable(f"The {kind} {object_id} of {self._directory} cannot be read.")
        size = int(said[2])
        if size > max_bytes:
            self._process.kill()
            raise TooLarge(f"The {kind} {object_id} of {self._directory} has more than {max_bytes} bytes.")
        content = out.read(size + 1)
        if len(content) != size + 1:
            raise HostUnavailable(f"git stopped in the middle of {self._directory}.")
        return content[:-1]


class Search:
    """Looks for metadata files from a tree downwards, to a bounded depth and in a bounded number of directories."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._trees_left = _MAX_TREES
        self.problems: list[Problem] = []

    def blobs(self, tree: str, directory: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
        """Yield path and blob id of each file of the root, and of each metadata file below it."""
        self._trees_left -= 1
        if self._trees_left < 0:
            if not self.problems:
                said = f"Only the first {_MAX_TREES} directories were searched."
                self.problems.append(odd("", said, "truncated-tree"))
            return
        try:
            entries = list(_entries(self._objects.read(tree, "tree"), len(tree) // 2))
        except ValueError as error:
            raise HostUnavailable(f"The tree {tree} is malformed.") from error
        for mode, name, object_id in entries:
            path = directory + name
            # A link's blob holds a path and not a file, so only the two modes of regular files count.
            if mode in {b"100644", b"100755"} and (depth == 0 or is_metadata_path(path)):
                yield path, object_id
            elif mode == b"40000" and depth < MAX_DEPTH and not is_skipped_directory(name):
                yield from self.blobs(object_id, f"{path}/", depth + 1)


@contextmanager
def objects_of(directory: Path) -> Iterator[Objects]:
    """Open the objects of a git directory for reading; ends the process, whatever happens, after a minute at most."""
    command = ["git", "--no-pager", f"--git-dir={directory}", "cat-file", "--batch"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd=os.sep,
    ) as process:
        watchdog = threading.Timer(_TIMEOUT_SECONDS, process.kill)
        watchdog.start()
        try:
            yield Objects(process, directory)
        finally:
            watchdog.cancel()
            process.kill()


def loose_commit(directory: Path, commit: str) -> bytes | None:
    """Return the text of a commit that lies in a file of its own, None when it is packed."""
    path = directory / "objects" / commit[:2] / commit[2:]
    try:
        with path.open("rb") as file:
            unpacked = zlib.decompressobj().decompress(file.read(100_000), 1_000_000)
    except (OSError, zlib.error):
        return None
    kind, _, content = unpacked.partition(b"\0")
    return content if kind.startswith(b"commit ") else None


def tree_of(commit: bytes) -> str:
    """Return the tree id of a commit."""
    first, _, _ = commit.partition(b"\n")
    return first.removeprefix(b"tree ").decode("ascii", "replace")


def commit_moment(commit: bytes) -> datetime | None:
    """Return when a commit was made, None when it does not say so in a readable way.

    >>> commit_moment(b"tree 1\\ncommitter Aino <a@example.org> 1714550400 +0200\\n\\nFirst")
    datetime.datetime(2024, 5, 1, 8, 0, tzinfo=datetime.timezone.utc)
    """
    head, _, _ = commit.partition(b"\n\n")
    for line in head.split(b"\n"):
        if line.startswith(b"committer "):
            words = line.rsplit(b" ", 2)
            try:
                return datetime.fromtimestamp(int(words[1]), UTC)
            except (ValueError, IndexError, OverflowError, OSError):
                return None
    return None


def _entries(tree: bytes, id_bytes: int) -> Iterator[tuple[bytes, str, str]]:
    """Yield mode, name and object id of each entry of a tree object."""
    position = 0
    while position < len(tree):
        space = tree.index(b" ", position)
        end = tree.index(b"\0", space)
        after = end + 1 + id_bytes
        name = tree[space + 1 : end].decode("utf-8", "replace")
        yield tree[position:space], name, tree[end + 1 : after].hex()
        position = after

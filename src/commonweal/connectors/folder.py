"""A folder of publiccode.yml files on this machine, with subfolders; every file stands for one piece of software.

A file's address is its own, unless a `url` key says where the software lies; the reader decides that, not this module.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from commonweal.connectors.failures import NotFound, Refused
from commonweal.connectors.http import Client
from commonweal.connectors.local_git import local_path
from commonweal.connectors.repositories import MetadataFile, MetadataFiles, Page, Repository, Target, odd
from commonweal.connectors.trees import MAX_FILE_BYTES
from commonweal.standards.problems import Problem

_PAGE_SIZE = 200
_ENDINGS = (".yml", ".yaml")


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the files by path; the cursor is the path of the last one. Raises NotFound."""
    del client
    root = local_path(target.url)
    if not root.is_dir():
        raise NotFound(f"{root} is not a directory.")
    paths = [path for path in _paths(root) if after is None or path > after]
    for start in range(0, max(len(paths), 1), _PAGE_SIZE):
        part = paths[start : start + _PAGE_SIZE]
        onward = part[-1] if start + _PAGE_SIZE < len(paths) else None
        read = [_read(root, path) for path in part]
        found = tuple(each for each in read if isinstance(each, Repository))
        yield Page(found, onward, tuple(each for each in read if isinstance(each, Problem)))


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Read the one file. Raises NotFound, Refused."""
    del client
    path = Path(repository.api_url)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise Refused(f"{path} has more than {MAX_FILE_BYTES} bytes.")
        content = path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read.") from error
    revision = hashlib.sha256(content).hexdigest()
    is_known = known.get("") == revision
    return MetadataFiles([MetadataFile("", None if is_known else content, revision, repository.url)])


def _paths(root: Path) -> list[str]:
    """Return the relative paths of all files, sorted; links to directories are not followed."""
    found = []
    for directory, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".") or name == ".well-known"]
        found += [os.path.relpath(f"{directory}/{file}", root) for file in files if file.lower().endswith(_ENDINGS)]
    return sorted(found)


def _read(root: Path, relative: str) -> Repository | Problem:
    path = root / relative
    try:
        status = path.stat()
    except OSError:
        return odd(relative, "This file cannot be read.", "unreadable-file")
    if not path.resolve().is_relative_to(root.resolve()):
        return odd(relative, "This link leads out of the folder.", "link-out-of-folder")
    stem = path.stem if path.stem.lower() != "publiccode" else path.resolve().parent.name
    return Repository(
        url=path.resolve().as_uri(),
        name=stem,
        driver="folder",
        owner=path.resolve().parent.name,
        api_url=str(path),
        last_activity=datetime.fromtimestamp(status.st_mtime, UTC),
        # Whoever rewrites a file in place within one clock tick at the same size is not noticed; git has that too.
        revision=f"{status.st_mtime_ns:x}-{status.st_size:x}",
    )

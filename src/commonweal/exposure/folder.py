"""Where versions of the index lie: each in a folder of its own that never changes, and a pointer to the newest.

A builder writes a version under another name, makes sure that the disk has it, renames it, and last replaces the
pointer, a small file. Each step is one rename, so whoever reads finds the version before or the one after.
"""

import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from commonweal.exposure.arrays import Arrays, work_out
from commonweal.exposure.holdings import Holdings
from commonweal.exposure.index import Index
from commonweal.exposure.keys import Array
from commonweal.exposure.tables import Tables

FORMAT = 2
MANIFEST, POINTER, LOCK = "manifest.json", "current", "lock"
_VERSION, _UNFINISHED = "version-", "unfinished-"


class NoIndex(Exception):
    """No index has been built in this folder, or the one there is of another format: build it."""


class BuildRunning(Exception):
    """Another process is building in this folder."""


def build(tables: Tables, folder: Path) -> Path:
    """Write a new version and make it the current one; give its folder.

    Killed at any moment it leaves the version before, and the next build clears away what it left.
    Raises NotInOrder, BuildRunning.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _remove(path for path in folder.iterdir() if path.name.startswith(_UNFINISHED))
        name = uuid.uuid4().hex
        unfinished, version = folder / f"{_UNFINISHED}{name}", folder / f"{_VERSION}{name}"
        _write(work_out(tables), unfinished, {"format": FORMAT, "version": name, "position": tables.position})
        unfinished.rename(version)
        _sync(folder)
        before = _current(folder)
        _point(folder, version.name)
        # The one before stays for those who have just read the pointer.
        kept = {version.name, before}
        _remove(path for path in folder.iterdir() if path.name.startswith(_VERSION) and path.name not in kept)
    return version


def open_index(folder: Path) -> Index:
    """Open the current version, mapped into memory and shared by all processes that do. Raises NoIndex."""
    while True:
        name = _current(folder)
        if name is None:
            raise NoIndex(folder)
        try:
            return open_version(folder / name)
        except FileNotFoundError:
            # Two builds may have ended between reading the pointer and the files.
            if _current(folder) == name:
                raise


def open_version(version: Path) -> Index:
    """Open one version. Raises NoIndex where its format is another or a file has not the size it was written with."""
    manifest = json.loads((version / MANIFEST).read_text())
    if manifest["format"] != FORMAT:
        raise NoIndex(version)
    arrays = {name: _mapped(version / f"{name}.npy") for name in manifest["files"]}
    if any(arrays[name].nbytes != file["size_bytes"] for name, file in manifest["files"].items()):
        raise NoIndex(version)
    return Index(Holdings(Arrays(**arrays)), manifest["version"], manifest["position"])


def damaged(version: Path) -> list[str]:
    """Give the names of files whose bytes are not those that were written."""
    manifest = json.loads((version / MANIFEST).read_text())
    return [
        name for name, file in manifest["files"].items() if _digest(np.load(version / f"{name}.npy")) != file["sha256"]
    ]


class Reader:
    """Keeps the current version open; asks the disk only whether the pointer was replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._index: Index | None = None

    def index(self) -> Index:
        """Give the current version. Raises NoIndex."""
        try:
            found = (self._folder / POINTER).stat()
        except FileNotFoundError as error:
            raise NoIndex(self._folder) from error
        seen = (found.st_ino, found.st_mtime_ns)
        if self._index is None or seen != self._seen:
            # Noted before opening: a pointer replaced meanwhile is noticed the next time.
            self._index, self._seen = open_index(self._folder), seen
        return self._index


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it when the process ends
        except BlockingIOError as error:
            raise BuildRunning(folder) from error
        yield


def _write(arrays: Arrays, folder: Path, about: dict[str, Any]) -> None:
    folder.mkdir()
    files = {}
    for field in fields(arrays):
        array: Array = np.ascontiguousarray(getattr(arrays, field.name))
        with (folder / f"{field.name}.npy").open("wb") as file:
            np.save(file, array)
            file.flush()
            os.fsync(file.fileno())
        files[field.name] = {"count": len(array), "size_bytes": array.nbytes, "sha256": _digest(array)}
    _write_text(folder / MANIFEST, json.dumps(about | {"files": files}, indent=1))
    _sync(folder)


def _point(folder: Path, version: str) -> None:
    unfinished = folder / f"{_UNFINISHED}{POINTER}"
    _write_text(unfinished, version)
    unfinished.replace(folder / POINTER)
    _sync(folder)


def _current(folder: Path) -> str | None:
    try:
        return (folder / POINTER).read_text()
    except FileNotFoundError:
        return None


def _mapped(path: Path) -> Array:
    # A plain array over the map: the subclass that numpy gives is slow at single items.
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        shape = np.lib.format.read_array_header_1_0(file)[0]
    return np.asarray(np.load(path, mmap_mode="r" if shape[0] else None))


def _digest(array: Array) -> str:
    return hashlib.sha256(array.data.cast("B") if len(array) else b"").hexdigest()


def _remove(paths: Iterator[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _write_text(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

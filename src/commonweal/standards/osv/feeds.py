"""Many advisories at once: a zip, lines of JSON, one file or a folder, read one after the other in bounded memory.

Sources: OSV, "Data dumps" (a zip with one JSON file for each record); github/advisory-database (a folder of the same,
by year and month); .ZIP File Format Specification 6.3, 4.3.16. Zips are read by zipfile, which keeps the names of all
members and nothing else; no archive inside an archive is opened, and no member is believed what size it has.
"""

import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from commonweal.standards.osv import friendsofphp, reader, rubysec
from commonweal.standards.osv.model import Advisory
from commonweal.standards.osv.section import problem
from commonweal.standards.problems import Problem

Read = tuple[Advisory | None, list[Problem]]


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """The most that is read of one feed: documents, bytes of one, unpacked bytes of all.

    The dump of npm has 230,000 documents, that of everything a million, and 20 GB unpacked.
    """

    documents: int = 2_000_000
    document_bytes: int = reader.LARGEST_RECORD_BYTES
    all_bytes: int = 100_000_000_000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One document of a feed as it was read; `name` says where it stood, `content` is what stood there.

    Without an advisory the problems say why. An entry without content is about the feed itself, and comes last.
    """

    name: str
    advisory: Advisory | None
    problems: tuple[Problem, ...]
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Format:
    """How a database writes its documents: the reader, and the names its files have."""

    read: Callable[[bytes, str], Read]
    endings: tuple[str, ...]
    folders: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Say whether a file of this name is an advisory."""
        parts = name.split("/")
        is_hidden = any(part.startswith(".") for part in parts)
        return name.endswith(self.endings) and not is_hidden and (not self.folders or bool({*parts} & {*self.folders}))


FORMATS: Mapping[str, Format] = {
    "osv": Format(lambda content, _: reader.read(content), (".json",)),
    "rubysec": Format(rubysec.read, (".yml", ".yaml"), ("gems", "rubies")),
    "friendsofphp": Format(friendsofphp.read, (".yaml",)),
}
LIMITS = FeedLimits()
# What in a folder is no document itself, but holds many.
_FEEDS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".zip")

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
# A name of 60 letters and the 46 bytes around it, with room for more.
_MOST_INDEX_BYTES_EACH = 400


class _Reading(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


class _TooMuch(Exception):
    """The feed passes a limit; caught where it is read."""


def read_many(
    stream: IO[bytes], name: str, *, written_as: str = "osv", limits: FeedLimits = LIMITS
) -> Iterator[FeedEntry]:
    """Read every document of a feed; never raises for what is in it.

    It is read from its beginning, so the stream must be seekable. What it is shows in its first bytes: a zip, gzip of
    anything but a zip, one document or a list of them, or a document on each line. `written_as` is a key of FORMATS.
    """
    return _entries(stream, name, FORMATS[written_as], limits)


def documents(
    stream: IO[bytes], name: str, endings: tuple[str, ...], limits: FeedLimits = LIMITS
) -> Iterator[FeedEntry]:
    """Give every document of a feed as it stands, read by nobody; otherwise as `read_many`."""
    return _entries(stream, name, Format(lambda _content, _name: (None, []), endings), limits)


def read_folder(folder: Path, *, written_as: str = "osv", limits: FeedLimits = LIMITS) -> Iterator[FeedEntry]:
    """Read every document below a folder, in the order of their names; links are not followed, and nothing raises.

    Zips and lines of JSON in it are read as `read_many` does; one of them that is broken does not spoil the others.
    """
    counted = _Counted(FORMATS[written_as], limits)
    try:
        for directory, names, files in os.walk(folder):
            names.sort()
            for file in sorted(files):
                path = Path(directory, file)
                name = path.relative_to(folder).as_posix()
                if path.is_symlink():
                    continue
                if counted.format.has(name):
                    yield _opened(partial(_file, path), name, counted)
                elif file.endswith(_FEEDS) and not any(part.startswith(".") for part in name.split("/")):
                    yield from _inner(path, name, counted)
    except _TooMuch as refusal:
        yield FeedEntry(str(folder), None, (problem("", str(refusal), "feed-too-large"),))


def _inner(path: Path, name: str, counted: "_Counted") -> Iterator[FeedEntry]:
    """Read a feed that lies in a folder. Raises _TooMuch."""
    try:
        with path.open("rb") as stream:
            for entry in _documents(stream, name, counted):
                yield entry if entry.name.startswith(name) else replace(entry, name=f"{name}/{entry.name}")
    except _BROKEN as mistake:
        message = f"This file cannot be read to its end: {type(mistake).__name__}"
        yield FeedEntry(name, None, (problem("", message, "feed-document-broken"),))


def _entries(stream: IO[bytes], name: str, written: Format, limits: FeedLimits) -> Iterator[FeedEntry]:
    counted = _Counted(written, limits)
    try:
        yield from _documents(stream, name, counted)
    except _TooMuch as refusal:
        yield FeedEntry(name, None, (problem("", str(refusal), "feed-too-large"),))
    except _BROKEN as mistake:
        yield FeedEntry(name, None, (problem("", f"The feed is broken: {type(mistake).__name__}", "feed-broken"),))


class _Counted:
    """What has been read so far, and the readers that count it."""

    def __init__(self, written: Format, limits: FeedLimits) -> None:
        self.format = written
        self.limits = limits
        self.documents = 0
        self.bytes = 0

    def entry(self, name: str, content: bytes) -> FeedEntry:
        """Read one document. Raises _TooMuch."""
        self.add(len(content))
        if len(content) > self.limits.document_bytes:
            message = f"A document has at most {self.limits.document_bytes:,} bytes"
            return FeedEntry(name, None, (problem("", message, "feed-document-too-large"),))
        advisory, problems = self.format.read(content, name)
        return FeedEntry(name, advisory, tuple(problems), content)

    def add(self, size_bytes: int) -> None:
        """Count a document. Raises _TooMuch."""
        self.documents += 1
        self.bytes += size_bytes
        if self.documents > self.limits.documents:
            raise _TooMuch(f"A feed has at most {self.limits.documents:,} documents; the rest is not read")
        if self.bytes > self.limits.all_bytes:
            raise _TooMuch(f"A feed has at most {self.limits.all_bytes:,} bytes; the rest is not read")


def _documents(stream: IO[bytes], name: str, counted: _Counted) -> Iterator[FeedEntry]:
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    buffered.seek(0)
    first = buffered.read(4)
    buffered.seek(0)
    if first[:2] == b"PK":
        yield from _of_zip(buffered, counted)
    elif first[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=buffered) as unpacked:
            yield from _of_text(unpacked, name.removesuffix(".gz"), counted)
    else:
        yield from _of_text(buffered, name, counted)


def _of_zip(stream: IO[bytes], counted: _Counted) -> Iterator[FeedEntry]:
    if _index_bytes(stream) > min(counted.limits.documents, 1_000_000) * _MOST_INDEX_BYTES_EACH:
        raise _TooMuch("The list of what is in the zip is too long to be read")
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if counted.format.has(member.filename):
                yield _opened(partial(_member, archive, member), member.filename, counted)


def _file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    return archive.open(member)


def _opened(open_it: Callable[[], IO[bytes]], name: str, counted: _Counted) -> FeedEntry:
    """Read one file of several; a broken one does not spoil the others."""
    try:
        with open_it() as file:
            content = file.read(counted.limits.document_bytes + 1)
    except _BROKEN as mistake:
        counted.add(0)
        message = f"This document cannot be unpacked: {type(mistake).__name__}"
        return FeedEntry(name, None, (problem("", message, "feed-document-broken"),))
    return counted.entry(name, content)


def _index_bytes(stream: IO[bytes]) -> int:
    """Give the size of the list of members, which zipfile takes into memory as a whole."""
    size = stream.seek(0, os.SEEK_END)
    tail_at = max(0, size - 65_557 - 76)
    stream.seek(tail_at)
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise zipfile.BadZipFile
    index_bytes = int(_END.unpack_from(tail, place)[5])
    large = tail.rfind(b"PK\x06\x06", 0, place)
    if large >= 0 and place - large >= _END_64.size:
        index_bytes = max(index_bytes, int(_END_64.unpack_from(tail, large)[8]))
    return min(index_bytes, size)


def _of_text(stream: _Reading, name: str, counted: _Counted) -> Iterator[FeedEntry]:
    """Read one document or a list of them where the name says so, else a document on each line."""
    if name.endswith((".json", ".yml", ".yaml")):
        content = stream.read(counted.limits.document_bytes + 1)
        yield from _of_list(content, name, counted) if content.lstrip()[:1] == b"[" else [counted.entry(name, content)]
        return
    number = 0
    while line := stream.readline(counted.limits.document_bytes + 1):
        number += 1
        if line.strip():
            yield counted.entry(f"{name}:{number}", line)
        while line and len(line) > counted.limits.document_bytes and not line.endswith(b"\n"):
            line = stream.readline(counted.limits.document_bytes + 1)
            counted.bytes += len(line)
            if counted.bytes > counted.limits.all_bytes:
                raise _TooMuch(f"A feed has at most {counted.limits.all_bytes:,} bytes; the rest is not read")


def _of_list(content: bytes, name: str, counted: _Counted) -> Iterator[FeedEntry]:
    if len(content) > counted.limits.document_bytes:
        yield counted.entry(name, content)
        return
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        yield counted.entry(name, content)
        return
    for place, record in enumerate(found):
        yield counted.entry(f"{name}[{place}]", json.dumps(record).encode())

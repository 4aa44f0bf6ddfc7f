"""Advisories and signals from their publishers: a whole feed into a file, or only what has changed since last time.

A feed is fetched conditionally: its *revision* (ETag or date) is handed back at the next fetch. OSV also publishes
`modified_id.csv`, newest first, so that a few changes need a few small requests instead of a large one.

Source: OSV, "Data dumps".
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from commonweal.connectors.failures import NotFound, Refused, TooLarge
from commonweal.connectors.http import Client, ClientSettings
from commonweal.connectors.local_git import local_path
from commonweal.connectors.repositories import odd
from commonweal.standards.problems import Problem

# The dump of everything has 1.3 GB, that of npm 200 MB.
LARGEST_FEED_BYTES = 4_000_000_000
LONGEST_FEED_SECONDS = 3_600.0
# All changes of an ecosystem ever: 350,000 lines of 60 characters.
LARGEST_CHANGES_BYTES = 200_000_000
# More changes than this are fetched faster as a whole.
MOST_CHANGES = 2_000
LARGEST_RECORD_BYTES = 32 * 1024 * 1024
_LONGEST_LINE = 1_000
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed as it came: the file is at its beginning and is gone when the `with` ends; None when nothing changed."""

    file: IO[bytes] | None
    url: str
    revision: str
    size_bytes: int
    sha256: str

    @property
    def is_unchanged(self) -> bool:
        return self.file is None


@dataclass(frozen=True, slots=True)
class Change:
    """A record that was modified, and where it is to be fetched."""

    id: str
    modified: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed, oldest first; with `is_too_much` the list is cut, and the whole feed is to be fetched."""

    changes: tuple[Change, ...]
    revision: str
    is_unchanged: bool = False
    is_too_much: bool = False
    problems: tuple[Problem, ...] = ()


def for_feeds(settings: ClientSettings) -> ClientSettings:
    """Let requests of a client be as large and as long as feeds are."""
    return replace(settings, max_response_bytes=LARGEST_FEED_BYTES, max_request_seconds=LONGEST_FEED_SECONDS)


@contextmanager
def fetched(client: Client, url: str, known: str = "", max_bytes: int = LARGEST_FEED_BYTES) -> Iterator[Fetched]:
    """Fetch a feed, or read it from this machine, into a file that is gone afterwards.

    Raises what the client raises, NotFound for a missing file, and TooLarge.
    """
    with tempfile.TemporaryFile(prefix="commonweal-feed-") as file:
        if url.startswith(_WEB):
            answer = client.get(url, known=known, max_bytes=max_bytes, into=file)
            revision, where, is_unchanged = answer.revision, answer.url, answer.is_unchanged
            if not is_unchanged and answer.status != 200:
                raise Refused(f"{url} answered {answer.status}, which is no whole feed.")
        else:
            revision, where = _copied(local_path(url), file, max_bytes), url
            is_unchanged = bool(known) and revision == known
        if is_unchanged:
            yield Fetched(None, where, revision or known, 0, "")
            return
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size_bytes = file.tell()
        file.seek(0)
        yield Fetched(file, where, revision, size_bytes, digest)


def changes(client: Client, url: str, since: datetime | None, known: str = "", most: int = MOST_CHANGES) -> Changes:
    """Ask what of an OSV dump was modified at `since` or later; `url` is that of its zip, or of the folder it is in.

    What bears the time `since` itself comes again, so that nothing with the same time is missed. Without `since`
    everything is new, which is too much. Raises what the client raises, and TooLarge.
    """
    base = url.removesuffix("/all.zip").rstrip("/")
    with fetched(client, f"{base}/modified_id.csv", known, LARGEST_CHANGES_BYTES) as list_:
        if list_.file is None:
            return Changes((), list_.revision, is_unchanged=True)
        found: list[Change] = []
        problems: list[Problem] = []
        for number, line in enumerate(_lines(list_.file), start=1):
            change = _change(base, line)
            if change is None:
                problems.append(odd(f"[{number}]", f"{line[:80]!r} is no time and id.", "osv-change"))
            elif since is not None and change.modified < since:
                break
            else:
                found.append(change)
            if since is None or len(found) > most or len(problems) > most:
                return Changes((), list_.revision, is_too_much=True, problems=tuple(problems[:most]))
        return Changes(tuple(reversed(found)), list_.revision, problems=tuple(problems))


def record(client: Client, change: Change) -> bytes:
    """Fetch one record that has changed. Raises what the client raises."""
    return client.get(change.url, max_bytes=LARGEST_RECORD_BYTES).content


def _copied(path: Path, file: IO[bytes], max_bytes: int) -> str:
    """Copy a file of this machine, and give a revision that changes with it."""
    try:
        status = path.stat()
        if status.st_size > max_bytes:
            raise TooLarge(f"{path} has more than {max_bytes} bytes.")
        with path.open("rb") as source:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise NotFound(f"{path} cannot be read.") from error
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def _lines(file: IO[bytes]) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE):
        if text := line.decode("utf-8", "replace").strip():
            yield text


def _change(base: str, line: str) -> Change | None:
    """Read `time,id` of one ecosystem, or `time,ecosystem/id` of all."""
    time, _, path = line.partition(",")
    try:
        modified = datetime.fromisoformat(time)
        modified = modified.replace(tzinfo=UTC) if modified.tzinfo is None else modified.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    parts = path.split("/")
    # A path may not lead elsewhere on the host.
    if len(parts) > 2 or not all(part.strip(".") for part in parts) or not path.isprintable():
        return None
    return Change(parts[-1], modified, f"{base}/{quote(path)}.json")

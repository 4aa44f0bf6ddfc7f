"""Streams the history of a git repository on this machine: one `git log`, in a form of its own, trusted in nothing.

git works in a directory of ours that only borrows the objects of the repository. So nothing the repository says about
itself is honoured: no configuration, hooks, attributes, replaced objects, grafts, commit graph of another shape or
promise of missing objects, and no network. Nothing is checked out. A clone without blobs is enough, for commits and for
the names of changed paths; without trees, only for commits. `.mailmap` is read from the head; `is_mailmap_missing`
tells where its blob is not there.

Source: git-log(1) ("PRETTY FORMATS", -z), git-check-mailmap(1), git-for-each-ref(1), gitrepository-layout(5), git(1) on
environment variables.
"""

from __future__ import annotations

import codecs
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

from commonweal.connectors.failures import HostUnavailable, TooLarge, TooSlow
from commonweal.connectors.git_objects import ENVIRONMENT
from commonweal.connectors.git_tags import TAGS_COMMAND, Tag, borrow_refs, is_naming_tags, tags_in
from commonweal.connectors.local_git import head, shared_directory

TIMEOUT_SECONDS = 600.0
_MAX_TOKEN_BYTES = 1_000_000
_MAX_CHANGES = 200_000
_MAX_CO_AUTHORS = 100
_CHUNK_BYTES = 65_536
_CO_AUTHORS = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)"
_FIELDS = ("%H", "%P", "%aN", "%aE", "%ad", "%cN", "%cE", "%cd", "%s", _CO_AUTHORS)
_GLANCED = ("%P", "%aN", "%aE", "%at", "%s", _CO_AUTHORS)
_PERSON = re.compile(r"([^<>\n\0]*)<([^<>\s]+)>")
_OPTIONS = (
    "-z",
    "--date=raw",
    "--encoding=UTF-8",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
)


class Person(NamedTuple):
    """A name and a mail as a commit gives them, after `.mailmap`.

    This and Commit are tuples, which are made and compared three times as fast as dataclasses: there are many.
    """

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Change:
    """One path a commit adds (`A`), changes (`M`, `T`) or deletes (`D`), against its parent."""

    kind: str
    path: str


class Glance(NamedTuple):
    """What counting needs of a commit, for a third of what a Commit costs.

    `seconds` are those from 1970 to the author's moment; None is before that, or not said.
    """

    is_merge: bool
    author: Person
    seconds: int | None
    subject: str
    co_authors: tuple[Person, ...] = ()


class Commit(NamedTuple):
    """One commit; a moment that cannot be read is None, and a moment that can be read may still be a lie.

    `changes` is None where nobody asked for them, and empty for a merge.
    """

    id: str
    parents: tuple[str, ...]
    author: Person
    authored_at: datetime | None
    committer: Person
    committed_at: datetime | None
    subject: str
    co_authors: tuple[Person, ...] = ()
    changes: tuple[Change, ...] | None = None

    @property
    def is_merge(self) -> bool:
        """Whether the commit joins two histories or more."""
        return len(self.parents) > 1

    @property
    def glance(self) -> Glance:
        """What counting needs of it."""
        seconds = None if self.authored_at is None else int(self.authored_at.timestamp())
        return Glance(self.is_merge, self.author, seconds, self.subject, self.co_authors)


class History:
    """The history of the default branch; use through `history_of`.

    `is_mailmap_missing` is told after the last commit.
    """

    def __init__(self, place: Path, objects: Path, head: str | None, deadline: _Deadline) -> None:
        self._place = place
        self._has_tags = is_naming_tags(place)
        self._environment = {**ENVIRONMENT, "GIT_OBJECT_DIRECTORY": str(objects), "GIT_GRAFT_FILE": os.devnull}
        self._deadline = deadline
        self.head = head
        self.is_shallow = (place / "shallow").exists()
        self.is_mailmap_missing = False

    def tags(self) -> tuple[Tag, ...]:
        """Every tag whose object is there. Raises HostUnavailable, TooSlow."""
        if not self._has_tags:
            return ()
        with self._run(*TAGS_COMMAND) as process:
            return tags_in(_bytes(process))

    def commits(self, *, with_changes: bool = False) -> Iterator[Commit]:
        """Yield every commit from the head backwards, once; of a repository without a commit nothing.

        Raises HostUnavailable when git cannot go on, TooSlow, TooLarge.
        """
        shown = ("--name-status",) if with_changes else ()
        with self._log(_FIELDS, *shown) as (batches, mailmap):
            yield from _commits(batches, mailmap, with_changes=with_changes)

    def glances(self) -> Iterator[Glance]:
        """Yield of every commit what counting needs, as `commits` does."""
        with self._log(_GLANCED) as (batches, mailmap):
            yield from _glances(batches, mailmap)

    @contextmanager
    def _log(self, fields: tuple[str, ...], *shown: str) -> Iterator[tuple[Iterator[list[str]], _Mailmap]]:
        """Let git tell these fields of every commit, each ended by NUL."""
        if self.head is None:
            yield iter(()), _Mailmap(lambda: None)
            return
        form = "--format=tformat:" + "%x00".join(fields)
        command = ("log", *_OPTIONS, form, *shown, "--end-of-options", self.head, "--")
        with tempfile.TemporaryFile() as complaints:
            with ExitStack() as asked, self._run(*command, complaints=complaints) as process:
                names = self._run("check-mailmap", "--stdin", asks=True)
                yield _tokens(process), _Mailmap(lambda: asked.enter_context(names))
            complaints.seek(0)
            self.is_mailmap_missing = b"mailmap" in complaints.read(_CHUNK_BYTES)

    @contextmanager
    def _run(
        self, *arguments: str, complaints: IO[bytes] | None = None, asks: bool = False
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run git on the borrowed objects; what is left of it is killed at the end, or when the time is over."""
        command = ["git", "--no-pager", f"--git-dir={self._place}", *arguments]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE if asks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints or subprocess.DEVNULL,
            # Into a pipe git writes commit by commit unless told not to, which takes a fifth of its time. One that is
            # asked has to.
            env=self._environment if asks else {**self._environment, "GIT_FLUSH": "0"},
            cwd=os.sep,
        ) as process:
            self._deadline.watch(process)
            try:
                yield process
                if not asks and process.wait() != 0:
                    raise HostUnavailable(f"git stopped in the middle of the history of {self.head}.")
            except HostUnavailable as error:
                if self._deadline.is_over:
                    raise TooSlow("git took more time for the history than there was.") from error
                raise
            finally:
                process.kill()
                self._deadline.forget(process)


class _Deadline:
    """Kills what runs when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._running: list[subprocess.Popen[bytes]] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        self._running.append(process)
        if self.is_over:
            process.kill()

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        self._running.remove(process)

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        for process in tuple(self._running):
            process.kill()


class _Mailmap:
    """Asks git for the names of co-authors, which `git log` gives as they were typed; each is asked for once.

    The process is started when the first is there.
    """

    def __init__(self, start: Callable[[], subprocess.Popen[bytes] | None]) -> None:
        self._start = start
        self._process: subprocess.Popen[bytes] | None = None
        self._known: dict[str, Person] = {}

    def people(self, said: str) -> tuple[Person, ...]:
        """Read a list of co-authors; what is not a name with a mail is left out."""
        found = (_PERSON.search(each) for each in said.split("\x1f")[:_MAX_CO_AUTHORS])
        contacts = dict.fromkeys(f"{match[1].strip()} <{match[2]}>".strip() for match in found if match)
        return tuple(self._known.get(contact) or self._ask(contact) for contact in contacts)

    def _ask(self, contact: str) -> Person:
        self._process = self._process or self._start()
        into, out = (self._process.stdin, self._process.stdout) if self._process else (None, None)
        if into is None or out is None:
            raise HostUnavailable("git cannot be asked for names.")
        try:
            into.write(f"{contact}\n".encode())
            into.flush()
        except BrokenPipeError as error:
            raise HostUnavailable("git cannot be asked for names.") from error
        match = _PERSON.search(out.readline(_MAX_TOKEN_BYTES).decode("utf-8", "replace"))
        if match is None:
            raise HostUnavailable("git stopped in the middle of the names.")
        self._known[contact] = Person(match[1].strip(), match[2])
        return self._known[contact]


@contextmanager
def history_of(git_directory: Path, timeout_seconds: float = TIMEOUT_SECONDS) -> Iterator[History]:
    """Open the history of a git directory (see `local_git.git_directory`) for reading."""
    shared = shared_directory(git_directory).resolve()
    _, commit = head(git_directory)
    deadline = _Deadline(timeout_seconds)
    try:
        with tempfile.TemporaryDirectory(prefix="commonweal-history-") as directory:
            place = Path(directory)
            _prepare(place, shared, commit)
            yield History(place, shared / "objects", commit, deadline)
    finally:
        deadline.stop()


def _prepare(place: Path, shared: Path, commit: str | None) -> None:
    """Write a git directory that knows the refs of another and nothing else of it."""
    (place / "objects").mkdir()
    (place / "refs").mkdir()
    # A detached head, so that `.mailmap` is read from the commit; without one, a branch that is not there.
    (place / "HEAD").write_text(f"{commit}\n" if commit else "ref: refs/heads/main\n")
    is_sha256 = commit is not None and len(commit) == 64
    kind = "\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n" if is_sha256 else ""
    rest = "[core]\n\tbare = true\n\tcommitGraph = false\n\tlogAllRefUpdates = false\n"
    (place / "config").write_text((f"[core]\n{kind}" if kind else "") + rest + "[mailmap]\n\tblob = HEAD:.mailmap\n")
    shallow = shared / "shallow"
    if shallow.is_file() and shallow.stat().st_size:
        (place / "shallow").write_bytes(shallow.read_bytes()[:_MAX_TOKEN_BYTES])
    borrow_refs(shared, place)


def _tokens(process: subprocess.Popen[bytes]) -> Iterator[list[str]]:
    """Yield what stands before each NUL, as much as comes at once. Raises TooLarge."""
    if process.stdout is None:
        return
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    while chunk := process.stdout.read(_CHUNK_BYTES):
        *whole, rest = (rest + decoder.decode(chunk)).split("\0")
        if len(rest) > _MAX_TOKEN_BYTES:
            raise TooLarge(f"A commit says more than {_MAX_TOKEN_BYTES} bytes in one place.")
        yield whole


def _commits(batches: Iterator[list[str]], mailmap: _Mailmap, *, with_changes: bool) -> Iterator[Commit]:
    """Put the tokens together."""
    if with_changes:
        yield from _commits_with_changes(chain.from_iterable(batches), mailmap)
        return
    waiting: list[str] = []
    for batch in batches:
        waiting += batch
        whole = len(waiting) - len(waiting) % len(_FIELDS)
        for start in range(0, whole, len(_FIELDS)):
            yield _commit(waiting[start : start + len(_FIELDS)], mailmap, None)
        del waiting[:whole]


def _glances(batches: Iterator[list[str]], mailmap: _Mailmap) -> Iterator[Glance]:
    """Put the tokens together, column by column; each person is made once."""
    people: dict[tuple[str, str], Person] = {}
    waiting: list[str] = []
    size = len(_GLANCED)
    for batch in batches:
        waiting += batch
        whole = len(waiting) - len(waiting) % size
        columns = (waiting[start:whole:size] for start in range(size))
        for parents, name, mail, at, subject, co_authors in zip(*columns, strict=True):
            author = people.get((name, mail)) or people.setdefault((name, mail), Person(name, mail))
            others = mailmap.people(co_authors) if co_authors else ()
            yield Glance(" " in parents, author, int(at) if at.isdecimal() else None, subject, others)
        del waiting[:whole]


def _commits_with_changes(tokens: Iterator[str], mailmap: _Mailmap) -> Iterator[Commit]:
    """Put the tokens together; a change is a kind of one letter and a path, and no commit id is that short."""
    token = next(tokens, None)
    while token is not None:
        fields = [token, *islice(tokens, len(_FIELDS) - 1)]
        if len(fields) < len(_FIELDS):
            return
        changes: list[Change] = []
        token = next(tokens, None)
        while token is not None and len(token.lstrip("\n")) == 1:
            changes.append(Change(token.lstrip("\n"), next(tokens, "")))
            if len(changes) > _MAX_CHANGES:
                raise TooLarge(f"The commit {fields[0]} changes more than {_MAX_CHANGES} paths.")
            token = next(tokens, None)
        yield _commit(fields, mailmap, tuple(changes))


def _commit(fields: list[str], mailmap: _Mailmap, changes: tuple[Change, ...] | None) -> Commit:
    commit, parents, name, mail, authored, committer, committer_mail, committed, subject, co_authors = fields
    authored_at = moment(authored)
    return Commit(
        commit,
        tuple(parents.split()),
        Person(name, mail),
        authored_at,
        Person(committer, committer_mail),
        authored_at if committed == authored else moment(committed),
        subject,
        mailmap.people(co_authors) if co_authors else (),
        changes,
    )


def moment(raw: str) -> datetime | None:
    """Read a date in git's raw form, with the zone it was said in; None when there is no such moment.

    >>> moment("1714550400 +0200").isoformat()
    '2024-05-01T10:00:00+02:00'
    >>> moment("1714550400 +9900").isoformat()
    '2024-05-01T08:00:00+00:00'
    """
    seconds, _, zone = raw.partition(" ")
    try:
        return datetime.fromtimestamp(int(seconds), _zone(zone))
    except (ValueError, OverflowError, OSError):
        return None


@lru_cache(maxsize=1_000)
def _zone(said: str) -> timezone:
    """Read +0200; a zone that cannot be is UTC."""
    if not re.fullmatch(r"[+-][0-9]{4}", said, re.ASCII):
        return UTC
    minutes = int(said[1:3]) * 60 + int(said[3:5])
    if minutes == 0 or minutes >= 24 * 60:
        return UTC
    return timezone(timedelta(minutes=-minutes if said[0] == "-" else minutes))


def _bytes(process: subprocess.Popen[bytes], most: int = 100_000_000) -> bytes:
    """Read all that git says. Raises TooLarge."""
    said = bytearray()
    while process.stdout and (chunk := process.stdout.read(_CHUNK_BYTES)):
        said += chunk
        if len(said) > most:
            raise TooLarge("git says more than we read.")
    return bytes(said)

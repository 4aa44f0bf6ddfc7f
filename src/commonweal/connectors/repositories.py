"""What every connector speaks of: a target, its repositories, their metadata files.

A driver is a module with the two functions of `Driver`. `repositories` walks a target page by page; the `next` of a
page, given back as `after`, resumes the walk there. `metadata_files` names every metadata file a repository holds now;
one that is missing from the answer is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from commonweal.standards.problems import Problem, Severity

if TYPE_CHECKING:
    from commonweal.connectors.http import Client

_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a driver looks: an address (or a local path) and, within it, an account; no account means all of it.

    `publisher` and `publisher_uri` say who the source holds responsible for what is found there, where it says so.
    `mapping` is the declared mapping of a foreign catalogue, empty for every other driver.
    """

    driver: str
    url: str
    group: str = ""
    publisher: str = ""
    publisher_uri: str = ""
    mapping: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class MetadataFile:
    """One metadata file; `content` is None when `revision` is the one the caller already knows.

    `path` is relative to the repository, "" for a file that stands alone. `revision` is a blob id or an HTTP validator.
    """

    path: str
    content: bytes | None
    revision: str
    url: str = ""


class MetadataFiles(list[MetadataFile]):
    """The metadata files of a repository, with what was odd about looking for them.

    `revision` is that of the whole listing, where the host gives one: handed back as the known revision of the path "",
    it lets an unchanged repository be answered without being listed.
    """

    def __init__(self, files: Iterable[MetadataFile] = (), problems: Iterable[Problem] = ()) -> None:
        super().__init__(files)
        self.problems = list(problems)
        self.revision = ""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as its host describes it.

    `url` is the page a person opens. `driver` names the driver whose `metadata_files` reads it. `revision` is there
    only when it surely changes with the content: where it is the one seen before, `metadata_files` need not be asked.
    `files` are preloaded by sources that carry the metadata in their list; `aliases` are addresses it had before.
    `has_issues` and `has_changes` say whether this host keeps its issues and change requests, None where it does not
    tell; a mirror has them elsewhere.
    """

    url: str
    name: str
    driver: str = ""
    owner: str = ""
    clone_url: str = ""
    api_url: str = ""
    default_branch: str = ""
    description: str = ""
    is_fork: bool = False
    parent_url: str = ""
    is_archived: bool = False
    is_private: bool = False
    is_mirror: bool = False
    has_issues: bool | None = None
    has_changes: bool | None = None
    last_activity: datetime | None = None
    created_at: datetime | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    stars: int | None = None
    homepage: str = ""
    licence: str = ""
    revision: str | None = None
    files: tuple[MetadataFile, ...] = ()
    aliases: tuple[str, ...] = ()
    publisher: str = ""
    publisher_uri: str = ""

    def __post_init__(self) -> None:
        """Replace what hosts may send and neither PostgreSQL nor XML can hold."""
        for name in self.__slots__:
            value = getattr(self, name)
            # The path of a file of this machine is only opened, and must stay what it is.
            if isinstance(value, str) and name != "api_url":
                object.__setattr__(self, name, storable(value))
        for name in ("topics", "aliases"):
            object.__setattr__(self, name, tuple(storable(each) for each in getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of repositories; `next` resumes the walk after this page, None ends it.

    `is_partial` says that part of the source could not be asked, so what is missing must not be taken for gone.
    """

    repositories: tuple[Repository, ...]
    next: str | None = None
    problems: tuple[Problem, ...] = ()
    is_partial: bool = False


class Driver(Protocol):
    """The shape of every driver module."""

    def repositories(self, client: Client, target: Target, after: str | None = None) -> Iterator[Page]: ...

    def metadata_files(self, client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles: ...


def preloaded(repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Return the preloaded files, without the content of those whose revision is known."""
    return MetadataFiles(
        replace(file, content=None) if known.get(file.path) == file.revision else file for file in repository.files
    )


def odd(path: str, message: str, rule: str, severity: Severity = Severity.WARNING) -> Problem:
    """A problem about what a source sent, where lines and columns mean nothing."""
    return Problem(path=storable(path), line=None, column=None, severity=severity, message=storable(message), rule=rule)


def storable(text: str) -> str:
    """Give the text with a replacement character for each control character and each half of a surrogate pair.

    >>> storable("Bor\\x00go") == "Bor\\ufffdgo"
    True
    """
    return _NOT_STORABLE.sub("\ufffd", text)


def moment(text: object) -> datetime | None:
    """Read an ISO 8601 moment as aware UTC; anything else is None.

    >>> moment("2024-05-01T10:00:00+02:00")
    datetime.datetime(2024, 5, 1, 8, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(text, str):
        return None
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None

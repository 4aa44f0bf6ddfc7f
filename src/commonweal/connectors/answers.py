"""Reading what an API answered: whatever has the wrong type is absent, whatever has the wrong shape is a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from commonweal.connectors.failures import HostUnavailable
from commonweal.connectors.http import Answer
from commonweal.connectors.repositories import Page, Repository, odd

Row = Mapping[str, Any]


def rows(answer: Answer, key: str = "") -> list[Any]:
    """Return the list an answer consists of, or holds under a key. Raises HostUnavailable when there is none."""
    read = answer.json()
    found = read.get(key) if key and isinstance(read, dict) else read
    if not isinstance(found, list):
        raise HostUnavailable(f"{answer.url} answered something that is not a list.")
    return found


def row(answer: Answer) -> Row:
    """Return the object an answer consists of. Raises HostUnavailable when it is something else."""
    read = answer.json()
    if not isinstance(read, dict):
        raise HostUnavailable(f"{answer.url} answered something that is not an object.")
    return read


def text(source: object, *keys: str) -> str:
    """Return the text under nested keys, "" where there is none.

    >>> text({"owner": {"login": "aino"}}, "owner", "login")
    'aino'
    """
    for key in keys:
        source = source.get(key) if isinstance(source, Mapping) else None
    return source if isinstance(source, str) else ""


def texts(source: Row, key: str) -> tuple[str, ...]:
    """Return the texts of the list under a key."""
    found = source.get(key)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def number(source: Row, key: str) -> int | None:
    """Return the whole number under a key; a truth value is not one."""
    found = source.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def truth(source: Row, key: str) -> bool | None:
    """Return the truth value under a key, None where there is none."""
    found = source.get(key)
    return found if isinstance(found, bool) else None


def parts_of(url: str) -> SplitResult:
    """Split an address; one that cannot be split has no parts.

    >>> parts_of("//[::1").netloc
    ''
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises for a port that is none
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def page(found: Iterable[Any], read: Callable[[Row], Repository | None], onward: str | None) -> Page:
    """Read the rows of a page; those that are no repository become problems."""
    repositories, problems = [], []
    for position, each in enumerate(found):
        repository = read(each) if isinstance(each, Mapping) else None
        if repository is None or not repository.url.startswith(("https://", "http://")):
            problems.append(odd(f"[{position}]", "This row is not a repository with an address.", "odd-repository"))
        else:
            repositories.append(repository)
    return Page(tuple(repositories), onward, tuple(problems))

"""A list of repository addresses: plain text, CSV, or YAML and JSON; each address goes to the host that knows it.

Text holds one address per line, `#` begins a comment. CSV needs a column `url`, `repository` or `repo`, or else the
first column that holds addresses counts. YAML is a list of addresses, a list of objects with one of those keys, or an
object whose keys are the addresses.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from commonweal.connectors import local_git, remote_git
from commonweal.connectors.documents import content_of
from commonweal.connectors.failures import HostUnavailable, SourceFailure
from commonweal.connectors.hosts import HOSTS, host_of
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, odd
from commonweal.standards.problems import Problem

_PAGE_SIZE = 20
_KEYS = ("url", "repository", "repo", "repository_url", "codeRepository")
_SCHEMES = ("http://", "https://", "file:")


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Ask for every repository of the list; the cursor counts the addresses done.

    Raises what fetching the list raises. A repository that cannot be asked is a problem of its page.
    """
    found, problems = addresses(content_of(client, target.url))
    if target.url.startswith(("http://", "https://")):
        # Whoever writes a list out there has no say about files in here.
        problems += [odd(url, "This address is local to us.", "local-address") for url in found if _is_local(url)]
        found = [url for url in found if not _is_local(url)]
    start = int(after or 0)
    hosts: dict[str, str | None] = {}
    while True:
        part = found[start : start + _PAGE_SIZE]
        asked = [_ask(client, url, hosts) for url in part]
        start += _PAGE_SIZE
        onward = str(start) if start < len(found) else None
        yield Page(
            tuple(each for each, _ in asked if each is not None),
            onward,
            (*problems, *(problem for _, problem in asked if problem is not None)),
            is_partial=any(problem is not None and problem.rule == "repository-unavailable" for _, problem in asked),
        )
        problems = []
        if onward is None:
            return


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Let the driver that knows the repository read it."""
    if repository.driver in HOSTS:
        return HOSTS[repository.driver].metadata_files(client, repository, known)
    if repository.driver == "local_git":
        return local_git.metadata_files(client, repository, known)
    return remote_git.metadata_files(client, repository, known)


def addresses(content: bytes) -> tuple[list[str], list[Problem]]:
    """Return the addresses of a list, each once and in its order, and what was not one.

    >>> addresses(b"https://example.org/a/b  # first\\nnonsense\\n")[0]
    ['https://example.org/a/b']
    """
    text = content.decode("utf-8-sig", "replace")
    candidates = _of_yaml(text) or _of_csv(text) or _of_lines(text)
    found, problems = [], []
    for position, candidate in enumerate(candidates):
        url = candidate.strip().rstrip("/")
        if url.startswith(_SCHEMES):
            found.append(url)
        else:
            problems.append(odd(f"[{position}]", f"{url[:200]!r} is not an address.", "not-an-address"))
    return list(dict.fromkeys(found)), problems


def _is_local(url: str) -> bool:
    return url.startswith("file:")


def _of_lines(text: str) -> list[str]:
    # A "#" inside an address begins a fragment, which no repository has.
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


def _of_csv(text: str) -> list[str]:
    first = text.partition("\n")[0]
    separator = next((each for each in ";,\t" if each in first), None)
    if separator is None:
        return []
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
    heading = [each.strip() for each in rows[0]]
    column = next((heading.index(key) for key in _KEYS if key in heading), None)
    if column is not None:
        rows = rows[1:]
    else:
        holds = (index for row in rows for index, cell in enumerate(row) if cell.strip().startswith(_SCHEMES))
        column = next(holds, None)
    if column is None:
        return []
    return [row[column] for row in rows if len(row) > column and row[column].strip()]


def _of_yaml(text: str) -> list[str]:
    try:
        read: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return []
    if isinstance(read, dict):
        keys = [str(key) for key in read]
        if keys and all(key.startswith(_SCHEMES) for key in keys):
            return keys
        read = next((each for each in read.values() if isinstance(each, list)), None)
    if not isinstance(read, list):
        return []
    return [_of_row(each) for each in read]


def _of_row(row: object) -> str:
    if isinstance(row, dict):
        return next((str(row[key]) for key in _KEYS if row.get(key)), str(row))
    return str(row)


def _ask(client: Client, url: str, hosts: dict[str, str | None]) -> tuple[Repository | None, Problem | None]:
    try:
        if _is_local(url):
            return local_git.described(local_git.local_path(url))
        root = "/".join(url.split("/")[:3])
        if root not in hosts:
            hosts[root] = host_of(client, url)
        host = hosts[root]
        if host is not None:
            return HOSTS[host].repository(client, url), None
        return remote_git.repository(client, url), None
    except HostUnavailable as error:
        return None, odd(url, str(error), "repository-unavailable")
    except SourceFailure as error:
        return None, odd(url, str(error), "repository-not-there")

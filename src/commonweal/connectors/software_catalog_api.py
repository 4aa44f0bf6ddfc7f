"""Catalogues with the Italian software catalogue API (Italy, Switzerland): software, and publishers' accounts.

Source: "Developers Italia API" 1.4, paths /software and /publishers, cursors page[size] and page[after].
https://github.com/italia/developers-italia-api
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, quote

from commonweal.connectors.account_list import targets_of_publishers
from commonweal.connectors.answers import Row, page, parts_of, row, rows, text, texts
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.repositories import (
    MetadataFile,
    MetadataFiles,
    Page,
    Repository,
    Target,
    moment,
    preloaded,
)
from commonweal.standards.problems import Problem


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk all active software; each comes with its publiccode.yml. The cursor is the catalogue's own.

    Raises HostUnavailable, NotFound, NotPermitted, Refused.
    """
    root = api_root(target.url)
    for answer, onward in _pages(client, f"{root}/software", after):
        yield page(rows(answer, "data"), lambda each: _read(root, each), onward)


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Return what came with the list, or ask for the one piece of software again."""
    if repository.files or not repository.api_url:
        return preloaded(repository, known)
    return preloaded(_read("", row(client.get(repository.api_url))), known)


def publishers(client: Client, target: Target) -> tuple[list[Target], list[Problem]]:
    """Return the code hosting accounts of every publisher, as targets with the publisher's name and identifier."""
    found = [each for answer, _ in _pages(client, f"{api_root(target.url)}/publishers", None)
             for each in rows(answer, "data")]  # fmt: skip
    return targets_of_publishers(found)


def api_root(url: str) -> str:
    """Return where the API lies, given its address with or without the version.

    >>> api_root("https://api.example.org/"), api_root("https://api.example.org/v1/software")
    ('https://api.example.org/v1', 'https://api.example.org/v1')
    """
    before, version, _ = url.rstrip("/").partition("/v1")
    return before + (version or "/v1")


def _pages(client: Client, address: str, after: str | None) -> Iterator[tuple[Answer, str | None]]:
    while True:
        cursor = {"page[after]": after} if after else {}
        answer = client.get(address, params={"page[size]": 100, **cursor})
        onward = _cursor(text(row(answer), "links", "next"))
        yield answer, onward
        if onward is None or onward == after:
            return
        after = onward


def _cursor(link: str) -> str | None:
    """Read the cursor from a link: the description says that it is the bare cursor, the service sends a query."""
    if "page[after]=" in link or "page%5Bafter%5D=" in link:
        found = parse_qs(parts_of(link).query).get("page[after]", [""])
        return found[0] or None
    return link or None


def _read(root: str, found: Row) -> Repository:
    url = text(found, "url")
    content = text(found, "publiccodeYml").encode()
    file = MetadataFile("", content, hashlib.sha256(content).hexdigest(), url)
    return Repository(
        url=url,
        name=parts_of(url).path.strip("/").rpartition("/")[2].removesuffix(".git"),
        driver="software_catalog_api",
        owner=parts_of(url).path.strip("/").partition("/")[0],
        clone_url=url,
        api_url=f"{root}/software/{quote(text(found, 'id'))}" if root else "",
        last_activity=None,
        created_at=moment(found.get("createdAt")),
        revision=text(found, "updatedAt") or None,
        files=(file,) if content else (),
        aliases=texts(found, "aliases"),
    )

"""Gitea and Forgejo, any installation (Codeberg is one).

Source: Gitea API v1 (each installation serves its own description at /api/swagger): repoSearch, orgListRepos,
userListRepos, repoGet, GetTree (pages, `truncated`), GetBlob (base64). Forgejo keeps the same routes.
https://docs.gitea.com/api/
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from commonweal.connectors.answers import Row, number, page, parts_of, row, rows, text, texts, truth
from commonweal.connectors.failures import HostUnavailable, NotFound
from commonweal.connectors.http import Client
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, moment
from commonweal.connectors.trees import MAX_FILE_BYTES, TRUNCATED, Choose, blobs, metadata_of

_MAX_TREE_PAGES = 10


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the repositories of an organisation, of a user, or of the whole installation.

    A group of two parts ("esempia/forms") is one repository.

    Raises HostUnavailable, NotFound, NotPermitted, Refused.
    """
    root = f"{target.url.rstrip('/')}/api/v1"
    number_of_page = int(after or 1)
    if not target.group:
        asked = {"sort": "id", "order": "asc"}
        return _walk(client, root, [f"{root}/repos/search"], asked, number_of_page)
    if "/" in target.group.strip("/"):
        return iter([Page((repository(client, f"{target.url.rstrip('/')}/{target.group.strip('/')}"),))])
    account = quote(target.group.strip("/"), safe="")
    return _walk(client, root, [f"{root}/orgs/{account}/repos", f"{root}/users/{account}/repos"], {}, number_of_page)


def repository(client: Client, url: str) -> Repository:
    """Ask for one repository by its address; a renamed one comes back under its new name."""
    parts = parts_of(url)
    names = [part for part in parts.path.split("/") if part]
    if len(names) < 2:
        raise NotFound(f"{url} names no repository.")
    root = f"{parts.scheme}://{parts.netloc}/api/v1"
    answer = client.get(f"{root}/repos/{quote(names[0])}/{quote(names[1].removesuffix('.git'))}")
    return _read(root, row(answer))


def metadata_files(
    client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
) -> MetadataFiles:
    """List the tree in bounded pages, then read each new blob."""
    if not repository.default_branch:
        client.get(repository.api_url)
        return MetadataFiles()
    entries, is_complete = _tree(client, repository)

    def read(blob: str) -> bytes:
        answer = client.get(f"{repository.api_url}/git/blobs/{blob}", max_bytes=2 * MAX_FILE_BYTES)
        try:
            return base64.b64decode(text(row(answer), "content"))
        except binascii.Error as error:
            raise HostUnavailable(f"{answer.url} answered a file that is not base64.") from error

    def page_of(path: str) -> str:
        return f"{repository.url}/src/branch/{quote(repository.default_branch)}/{quote(path)}"

    return metadata_of(blobs(entries, "sha"), known, read, page_of, () if is_complete else (TRUNCATED,), choose)


def _tree(client: Client, repository: Repository) -> tuple[list[Any], bool]:
    """Return the entries of the tree and whether they are all there are."""
    address = f"{repository.api_url}/git/trees/{quote(repository.default_branch, safe='')}"
    entries: list[Any] = []
    for number_of_page in range(1, _MAX_TREE_PAGES + 1):
        asked: dict[str, str | int] = {"recursive": "true", "per_page": 1000, "page": number_of_page}
        answer = client.get(address, params=asked, also=frozenset({404, 409}))
        if answer.status in {404, 409}:
            client.get(repository.api_url)
            return entries, True
        more = rows(answer, "tree")
        entries += more
        # Here "truncated" means that there are further pages.
        if not row(answer).get("truncated"):
            return entries, True
        if not more:
            break
    return entries, False


def _walk(
    client: Client, root: str, addresses: list[str], asked: Mapping[str, str], number_of_page: int
) -> Iterator[Page]:
    """Walk the first of some addresses that is there."""
    address, *others = addresses
    while True:
        may_be_another = frozenset({404}) if others else frozenset[int]()
        params: dict[str, str | int] = {**asked, "limit": 50, "page": number_of_page}
        answer = client.get(address, params=params, also=may_be_another)
        if answer.status == 404:
            address, *others = others
            continue
        number_of_page += 1
        onward = str(number_of_page) if answer.next_link() else None
        yield page(rows(answer, "data"), lambda each: _read(root, each), onward)
        if onward is None:
            return


def _read(root: str, found: Row) -> Repository:
    licences = texts(found, "licenses")
    return Repository(
        url=text(found, "html_url"),
        name=text(found, "name"),
        driver="gitea",
        owner=text(found, "owner", "login"),
        clone_url=text(found, "clone_url"),
        api_url=f"{root}/repos/{quote(text(found, 'full_name'))}",
        default_branch="" if found.get("empty") is True else text(found, "default_branch"),
        description=text(found, "description"),
        is_fork=found.get("fork") is True,
        parent_url=text(found, "parent", "html_url"),
        is_archived=found.get("archived") is True,
        is_private=found.get("private") is True or found.get("internal") is True,
        is_mirror=found.get("mirror") is True,
        has_issues=False if "external_tracker" in found else truth(found, "has_issues"),
        has_changes=truth(found, "has_pull_requests"),
        last_activity=moment(found.get("updated_at")),
        created_at=moment(found.get("created_at")),
        topics=texts(found, "topics"),
        language=text(found, "language"),
        stars=number(found, "stars_count"),
        homepage=text(found, "website"),
        licence=licences[0] if len(licences) == 1 else "",
    )

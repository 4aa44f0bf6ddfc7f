"""GitHub and GitHub Enterprise Server.

Source: GitHub REST API, version 2022-11-28: "Repositories" (list organization, user and public repositories; get a
repository), "Git trees" (recursive, `truncated`), "Git blobs" (raw media type), "Rate limits for the REST API"
(x-ratelimit-*, secondary limits). https://docs.github.com/en/rest
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from commonweal.connectors.answers import Row, number, page, parts_of, row, rows, text, texts, truth
from commonweal.connectors.failures import NotFound, Refused
from commonweal.connectors.http import Client
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, moment
from commonweal.connectors.trees import MAX_FILE_BYTES, TRUNCATED, Choose, blobs, metadata_of, unchanged

_JSON = "application/vnd.github+json"
_RAW = "application/vnd.github.raw+json"


def api_root(url: str) -> str:
    """Return where the API of an installation lies.

    >>> api_root("https://github.com/os2mo"), api_root("https://code.example.org/")
    ('https://api.github.com', 'https://code.example.org/api/v3')
    """
    parts = parts_of(url)
    if parts.hostname in {"github.com", "www.github.com", "api.github.com"}:
        return "https://api.github.com"
    return f"{parts.scheme}://{parts.netloc}/api/v3"


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the repositories of an organisation or a user, oldest first, or of a whole Enterprise Server.

    A group of two parts ("esempia/forms") is one repository.

    Raises HostUnavailable, NotFound, NotPermitted, Refused.
    """
    root = api_root(target.url)
    if not target.group:
        return _of_installation(client, root, after)
    if "/" in target.group.strip("/"):
        return iter([Page((repository(client, f"{target.url.rstrip('/')}/{target.group.strip('/')}"),))])
    return _of_account(client, root, target.group.strip("/"), int(after or 1))


def repository(client: Client, url: str) -> Repository:
    """Ask for one repository by its address; a renamed one comes back under its new name, a fork with its parent."""
    parts = [part for part in parts_of(url).path.split("/") if part]
    if len(parts) < 2:
        raise NotFound(f"{url} names no repository.")
    root = api_root(url)
    answer = client.get(f"{root}/repos/{quote(parts[0])}/{quote(parts[1].removesuffix('.git'))}", accept=_JSON)
    return _read(root, row(answer))


def metadata_files(
    client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
) -> MetadataFiles:
    """List the tree once, then read each new blob: two requests for most repositories.

    An unchanged tree costs one conditional request, which GitHub does not count against the rate limit.
    """

    def page_of(path: str) -> str:
        return f"{repository.url}/blob/{quote(repository.default_branch or 'HEAD')}/{quote(path)}"

    tree = f"{repository.api_url}/git/trees/{quote(repository.default_branch or 'HEAD', safe='')}"
    whole = {"recursive": 1}
    answer = client.get(tree, params=whole, accept=_JSON, known=known.get("", ""), also=frozenset({404, 409}))
    if answer.is_unchanged:
        return unchanged(known, page_of)
    if answer.status in {404, 409}:
        # 409 is a repository without commits. 404 is an empty tree as well as a repository that is gone.
        client.get(repository.api_url, accept=_JSON)
        return MetadataFiles()
    listing = row(answer)
    found = blobs(rows(answer, "tree"), "sha")
    problems = []
    if listing.get("truncated"):
        problems.append(TRUNCATED)
        found |= blobs(rows(client.get(tree, accept=_JSON), "tree"), "sha")

    def read(blob: str) -> bytes:
        return client.get(f"{repository.api_url}/git/blobs/{blob}", accept=_RAW, max_bytes=MAX_FILE_BYTES).content

    files = metadata_of(found, known, read, page_of, problems, choose)
    files.revision = answer.revision
    return files


def _of_account(client: Client, root: str, account: str, number_of_page: int) -> Iterator[Page]:
    asked: dict[str, str | int] = {"per_page": 100, "sort": "created", "direction": "asc", "type": "all"}
    kind = "orgs"
    while True:
        address = f"{root}/{kind}/{quote(account, safe='')}/repos"
        may_be_a_user = frozenset({404}) if kind == "orgs" else frozenset[int]()
        answer = client.get(address, params={**asked, "page": number_of_page}, accept=_JSON, also=may_be_a_user)
        if answer.status == 404:
            kind, asked["type"] = "users", "owner"
            continue
        number_of_page += 1
        onward = str(number_of_page) if answer.next_link() else None
        yield page(rows(answer), lambda each: _read(root, each), onward)
        if onward is None:
            return


def _of_installation(client: Client, root: str, after: str | None) -> Iterator[Page]:
    if root == "https://api.github.com":
        raise Refused("GitHub as a whole is not a source; name an organisation or a user.")
    since: str | None = after or "0"
    while since is not None:
        found = rows(client.get(f"{root}/repositories", params={"since": since}, accept=_JSON))
        ids = [each for row_ in found if isinstance(row_, dict) and (each := number(row_, "id")) is not None]
        # Every full page is followed up; the walk ends at an empty one, because page sizes differ by installation.
        since = str(max(ids)) if ids else None
        yield page(found, lambda each: _read(root, each), since)


def _read(root: str, found: Row) -> Repository:
    full_name = text(found, "full_name")
    return Repository(
        url=text(found, "html_url"),
        name=text(found, "name"),
        driver="github",
        owner=text(found, "owner", "login"),
        clone_url=text(found, "clone_url"),
        api_url=f"{root}/repos/{quote(full_name)}",
        default_branch=text(found, "default_branch"),
        description=text(found, "description"),
        is_fork=found.get("fork") is True,
        parent_url=text(found, "parent", "html_url"),
        is_archived=found.get("archived") is True,
        is_private=found.get("private") is True,
        is_mirror=bool(text(found, "mirror_url")),
        has_issues=truth(found, "has_issues"),
        has_changes=truth(found, "has_pull_requests"),
        last_activity=moment(found.get("pushed_at")),
        created_at=moment(found.get("created_at")),
        topics=texts(found, "topics"),
        language=text(found, "language"),
        stars=number(found, "stargazers_count"),
        homepage=text(found, "homepage"),
        licence=text(found, "license", "spdx_id"),
        # Moves with every push, which is all that can change a file.
        revision=text(found, "pushed_at") or None,
    )

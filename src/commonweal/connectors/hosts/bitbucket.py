"""Bitbucket Cloud.

Source: Bitbucket Cloud REST API 2.0: "Repositories" (list in a workspace, list public), "Source" (directory listing
with `max_depth` and a filter, raw file with an ETag), "Pagination" (`next`), "Filter and sort API objects".
https://developer.atlassian.com/cloud/bitbucket/rest/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote

from commonweal.connectors.answers import Row, page, parts_of, row, rows, text, truth
from commonweal.connectors.failures import NotFound
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.metadata_paths import MAX_DEPTH, chosen
from commonweal.connectors.repositories import MetadataFile, MetadataFiles, Page, Repository, Target, moment
from commonweal.connectors.trees import MAX_FILE_BYTES, TRUNCATED, Choose

_MAX_TREE_PAGES = 5
_FILTER = 'path ~ "publiccode.y"'


def api_root(url: str) -> str:
    """Return where the API lies.

    >>> api_root("https://bitbucket.org/osor")
    'https://api.bitbucket.org/2.0'
    """
    parts = parts_of(url)
    if parts.hostname in {"bitbucket.org", "www.bitbucket.org", "api.bitbucket.org"}:
        return "https://api.bitbucket.org/2.0"
    return f"{parts.scheme}://{parts.netloc}/2.0"


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the repositories of a workspace, or all public ones; the cursor is the query of the next page.

    A group of two parts ("esempia/forms") is one repository.

    Raises HostUnavailable, NotFound, NotPermitted, Refused.
    """
    if "/" in target.group.strip("/"):
        yield Page((repository(client, f"{target.url.rstrip('/')}/{target.group.strip('/')}"),))
        return
    root = api_root(target.url)
    address = f"{root}/repositories"
    asked = {"pagelen": "100"}
    if target.group:
        address += f"/{quote(target.group.strip('/'), safe='')}"
        asked["sort"] = "created_on"
    onward: str | None = after or ""
    while onward is not None:
        answer = client.get(address, params={**asked, **dict(parse_qsl(onward))})
        onward = _next_query(answer)
        yield page(rows(answer, "values"), lambda each: _read(root, each), onward)


def repository(client: Client, url: str) -> Repository:
    """Ask for one repository by its address; a renamed one comes back under its new name."""
    names = [part for part in parts_of(url).path.split("/") if part]
    if len(names) < 2:
        raise NotFound(f"{url} names no repository.")
    root = api_root(url)
    answer = client.get(f"{root}/repositories/{quote(names[0])}/{quote(names[1].removesuffix('.git'))}")
    return _read(root, row(answer))


def metadata_files(
    client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
) -> MetadataFiles:
    """Search the listing by name, then ask for each file on condition that it changed."""
    if not repository.default_branch:
        client.get(repository.api_url)
        return MetadataFiles()
    found, is_complete = _paths(client, repository, {"max_depth": str(MAX_DEPTH + 1), "q": _FILTER})
    if choose is not chosen:
        found += _paths(client, repository, {"max_depth": "1"})[0]
    paths, problems = choose(found)
    files = MetadataFiles(problems=problems if is_complete else [TRUNCATED, *problems])
    branch = quote(repository.default_branch, safe="")
    for path in paths:
        address = f"{repository.api_url}/src/{branch}/{quote(path)}"
        answer = client.get(address, known=known.get(path, ""), max_bytes=MAX_FILE_BYTES)
        revision = known[path] if answer.is_unchanged else answer.revision
        content = None if answer.is_unchanged else answer.content
        files.append(MetadataFile(path, content, revision, f"{repository.url}/src/{branch}/{quote(path)}"))
    return files


def _paths(client: Client, repository: Repository, wanted: Mapping[str, str]) -> tuple[list[str], bool]:
    """Return the files found and whether the listing came to its end."""
    address = f"{repository.api_url}/src/{quote(repository.default_branch, safe='')}/"
    asked: dict[str, str] = {**wanted, "pagelen": "100"}
    paths: list[str] = []
    for _ in range(_MAX_TREE_PAGES):
        answer = client.get(address, params=asked, also=frozenset({404}))
        if answer.status == 404:
            client.get(repository.api_url)
            return paths, True
        paths += [text(each, "path") for each in rows(answer, "values") if text(each, "type") == "commit_file"]
        onward = _next_query(answer)
        if onward is None:
            return paths, True
        asked |= dict(parse_qsl(onward))
    return paths, False


def _next_query(answer: Answer) -> str | None:
    link = text(row(answer), "next")
    return parts_of(link).query if link else None


def _read(root: str, found: Row) -> Repository:
    return Repository(
        url=text(found, "links", "html", "href"),
        name=text(found, "slug") or text(found, "name"),
        driver="bitbucket",
        owner=text(found, "workspace", "slug"),
        clone_url=f"{text(found, 'links', 'html', 'href')}.git",
        api_url=f"{root}/repositories/{quote(text(found, 'full_name'))}",
        default_branch=text(found, "mainbranch", "name"),
        description=text(found, "description"),
        is_fork=isinstance(found.get("parent"), Mapping),
        parent_url=text(found, "parent", "links", "html", "href"),
        is_private=found.get("is_private") is True,
        has_issues=truth(found, "has_issues"),
        last_activity=moment(found.get("updated_on")),
        created_at=moment(found.get("created_on")),
        language=text(found, "language"),
        homepage=text(found, "website"),
    )

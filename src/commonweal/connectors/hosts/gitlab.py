"""GitLab, any installation.

Source: GitLab REST API v4: "Projects", "Groups" (list projects, `include_subgroups`), "Users" (list projects),
"Repositories" (tree with keyset pages, raw blob), "REST API pagination" (keyset by id for /projects, Link header),
"Rate limits" (RateLimit-*). https://docs.gitlab.com/api/rest/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from commonweal.connectors.answers import Row, number, page, parts_of, row, rows, text, texts, truth
from commonweal.connectors.failures import NotFound
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import MetadataFiles, Page, Repository, Target, moment
from commonweal.connectors.trees import MAX_FILE_BYTES, TRUNCATED, Choose, blobs, metadata_of

_MAX_TREE_PAGES = 5
_PLACES = ("", ".github", ".well-known")


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Walk the projects of a group with its subgroups, of a user, or of the whole installation, by id.

    A path that is no group is taken for one project.

    Raises HostUnavailable, NotFound, NotPermitted, Refused.
    """
    root = f"{target.url.rstrip('/')}/api/v4"
    if not target.group:
        return _of_installation(client, root, int(after or 0))
    return _of_namespace(client, root, target.group.strip("/"), int(after or 1))


def repository(client: Client, url: str) -> Repository:
    """Ask for one project by its address; a moved one comes back under its new path."""
    parts = parts_of(url)
    path = parts.path.partition("/-/")[0].strip("/").removesuffix(".git")
    if "/" not in path:
        raise NotFound(f"{url} names no project.")
    root = f"{parts.scheme}://{parts.netloc}/api/v4"
    return _read(root, row(client.get(f"{root}/projects/{quote(path, safe='')}")))


def metadata_files(
    client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
) -> MetadataFiles:
    """List the tree in bounded pages, then read each new blob.

    A repository too large for that is looked at in its root, `.github` and `.well-known` only, and says so.
    """
    if not repository.default_branch:
        client.get(repository.api_url)
        return MetadataFiles()
    entries, is_complete = _tree(client, repository, {"recursive": "true"}, _MAX_TREE_PAGES)
    if not is_complete:
        for place in _PLACES:
            entries += _tree(client, repository, {"path": place}, 1)[0]

    def read(blob: str) -> bytes:
        raw = f"{repository.api_url}/repository/blobs/{blob}/raw"
        return client.get(raw, max_bytes=MAX_FILE_BYTES).content

    def page_of(path: str) -> str:
        return f"{repository.url}/-/blob/{quote(repository.default_branch)}/{quote(path)}"

    return metadata_of(blobs(entries, "id"), known, read, page_of, () if is_complete else (TRUNCATED,), choose)


def _tree(client: Client, repository: Repository, asked: Mapping[str, str], max_pages: int) -> tuple[list[Any], bool]:
    """Return the entries of a tree and whether they are all there are."""
    params: dict[str, str | int] = {**asked, "ref": repository.default_branch, "per_page": 100, "pagination": "keyset"}
    entries: list[Any] = []
    for number_of_page in range(max_pages):
        answer = client.get(f"{repository.api_url}/repository/tree", params=params, also=frozenset({404}))
        if answer.status == 404:
            # A path that is not there, a branch without commits, or a project that is gone: only the last is news.
            if number_of_page == 0:
                client.get(repository.api_url)
            return entries, True
        entries += rows(answer)
        onward = _next_params(answer)
        if onward is None:
            return entries, True
        params |= onward
    return entries, False


def _next_params(answer: Answer) -> dict[str, str] | None:
    """Take the parameters of the next page, never its address: behind a proxy it often names another host."""
    link = answer.next_link()
    return dict(parse_qsl(parts_of(link).query)) if link else None


def _of_installation(client: Client, root: str, id_after: int) -> Iterator[Page]:
    asked: dict[str, str | int] = {"pagination": "keyset", "order_by": "id", "sort": "asc", "per_page": 100}
    onward: str | None = ""
    while onward is not None:
        answer = client.get(f"{root}/projects", params={**asked, "id_after": id_after})
        found = rows(answer)
        ids = [each for row_ in found if isinstance(row_, dict) and (each := number(row_, "id")) is not None]
        id_after = max(ids, default=id_after)
        onward = str(id_after) if ids and answer.next_link() else None
        yield page(found, lambda each: _read(root, each), onward)


def _of_namespace(client: Client, root: str, path: str, number_of_page: int) -> Iterator[Page]:
    asked: dict[str, str | int] = {"order_by": "id", "sort": "asc", "per_page": 100}
    address = f"{root}/groups/{quote(path, safe='')}/projects"
    of_group: dict[str, str | int] = {"include_subgroups": "true", "with_shared": "false"}
    while True:
        may_be_a_user = frozenset({404}) if of_group else frozenset[int]()
        if "/" in path and not of_group:
            # Only groups lie within groups, so a path that is none of them can only be a project.
            yield Page((_read(root, row(client.get(f"{root}/projects/{quote(path, safe='')}"))),))
            return
        answer = client.get(address, params={**asked, **of_group, "page": number_of_page}, also=may_be_a_user)
        if answer.status == 404:
            address, of_group = f"{root}/users/{quote(path, safe='')}/projects", {}
            continue
        number_of_page += 1
        has_next = bool(answer.headers.get("x-next-page") or answer.next_link())
        onward = str(number_of_page) if has_next else None
        yield page(rows(answer), lambda each: _read(root, each), onward)
        if onward is None:
            return


def _read(root: str, found: Row) -> Repository:
    return Repository(
        url=text(found, "web_url") if number(found, "id") is not None else "",
        name=text(found, "path") or text(found, "name"),
        driver="gitlab",
        owner=text(found, "namespace", "full_path"),
        clone_url=text(found, "http_url_to_repo"),
        api_url=f"{root}/projects/{number(found, 'id')}",
        default_branch="" if found.get("empty_repo") is True else text(found, "default_branch"),
        description=text(found, "description"),
        is_fork="forked_from_project" in found,
        parent_url=text(found, "forked_from_project", "web_url"),
        is_archived=found.get("archived") is True,
        is_private=text(found, "visibility") not in {"public", ""},
        is_mirror=found.get("mirror") is True,
        has_issues=_is_open_to_all(found, "issues"),
        has_changes=_is_open_to_all(found, "merge_requests"),
        last_activity=moment(found.get("last_activity_at")),
        created_at=moment(found.get("created_at")),
        topics=texts(found, "topics") or texts(found, "tag_list"),
        stars=number(found, "star_count"),
        licence=text(found, "license", "key"),
        # No revision: last_activity_at moves at most once an hour, so a push may hide behind an earlier one.
    )


def _is_open_to_all(found: Row, feature: str) -> bool | None:
    """Whether a part of a project is there for everybody; None where the host does not tell."""
    level = text(found, f"{feature}_access_level")
    return level in {"enabled", "public"} if level else truth(found, f"{feature}_enabled")

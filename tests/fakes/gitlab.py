"""GitLab's REST API v4 as far as a harvest asks."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.network import Asked, Reply
from tests.fakes.world import FakeRepository, blob_id


class FakeGitLab:
    """Pages of two; the tree comes in pages of one hundred, as asked."""

    def __init__(self, repositories: tuple[FakeRepository, ...], url: str = "", users: tuple[str, ...] = ()) -> None:
        self.repositories = repositories
        self.url = url
        self.users = users

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v4")
        if path == "/projects":
            return self._keyset(asked)
        if match := re.fullmatch(r"/(groups|users)/(.+)/projects", path):
            return self._of_namespace(asked, *match.groups())
        if match := re.fullmatch(r"/projects/(\d+)(/.*)?", path):
            return self._of_project(asked, int(match[1]) - 1, match[2] or "")
        if path.startswith("/projects/") and "%2F" in asked.raw_path:
            wanted = path.removeprefix("/projects/")
            for number, each in enumerate(self.repositories):
                if each.full_name == wanted:
                    moved = {"Location": f"/api/v4/projects/{each.renamed_to.replace('/', '%2F')}"}
                    return Reply(301, b"", moved) if each.renamed_to else Reply(body=self._row(number))
        return Reply(404, {"message": "404 Project Not Found"})

    def _keyset(self, asked: Asked) -> Reply:
        after = int(asked.query.get("id_after", 0))
        numbers = [number for number in range(len(self.repositories)) if number + 1 > after]
        headers = {}
        if len(numbers) > 2:
            query = f"id_after={numbers[1] + 1}&pagination=keyset"
            headers["Link"] = f'<https://behind.example{asked.path}?{query}>; rel="next"'
        return Reply(body=[self._row(number) for number in numbers[:2]], headers=headers)

    def _of_namespace(self, asked: Asked, kind: str, path: str) -> Reply:
        own = [n for n, each in enumerate(self.repositories) if f"{each.owner}/".startswith(f"{path}/")]
        if not own or (kind == "groups") == (path in self.users):
            return Reply(404, {"message": "404 Group Not Found"})
        if kind == "groups" and asked.query.get("include_subgroups") != "true":
            own = [n for n in own if self.repositories[n].owner == path]
        page = int(asked.query["page"])
        headers = {"X-Next-Page": str(page + 1) if page * 2 < len(own) else ""}
        return Reply(body=[self._row(number) for number in own[2 * page - 2 : 2 * page]], headers=headers)

    def _of_project(self, asked: Asked, number: int, rest: str) -> Reply:
        if number >= len(self.repositories):
            return Reply(404, {"message": "404 Project Not Found"})
        repository = self.repositories[number]
        if not rest:
            return Reply(body=self._row(number))
        if rest == "/repository/tree":
            return self._tree(asked, repository)
        blobs = {blob_id(content): content for content in repository.files.values()}
        blob = rest.removeprefix("/repository/blobs/").removesuffix("/raw")
        return Reply(body=blobs[blob]) if blob in blobs else Reply(404, {"message": "404 Blob Not Found"})

    def _tree(self, asked: Asked, repository: FakeRepository) -> Reply:
        if repository.is_empty:
            return Reply(404, {"message": "404 Tree Not Found"})
        entries = _entries(repository, asked.query.get("path", ""), is_recursive="recursive" in asked.query)
        if not entries:
            return Reply(404, {"message": "404 invalid revision or path Not Found"})
        headers = {}
        if repository.is_cut and "recursive" in asked.query:
            entries = [each for each in entries if "/" in each["path"]]
            headers["Link"] = f'<https://behind.example{asked.path}?page_token=x&recursive=true>; rel="next"'
        return Reply(body=entries, headers=headers)

    def _row(self, number: int) -> dict[str, Any]:
        repository = self.repositories[number]
        fork = {"forked_from_project": {"id": 99, "web_url": f"{self.url}/{repository.parent}"}}
        return {
            "id": number + 1,
            "name": repository.name.title(),
            "path": repository.name,
            "path_with_namespace": repository.full_name,
            "web_url": f"{self.url}/{repository.full_name}",
            "http_url_to_repo": f"{self.url}/{repository.full_name}.git",
            "namespace": {"full_path": repository.owner, "kind": "group"},
            "description": None,
            "default_branch": None if repository.is_empty else "main",
            "empty_repo": repository.is_empty,
            "archived": repository.is_archived,
            "visibility": "public",
            "last_activity_at": "2026-05-01T10:00:00.000+02:00",
            "created_at": "2020-01-01T00:00:00.000Z",
            "topics": ["esempia"],
            "star_count": 3,
            **(fork if repository.parent else {}),
        }


def _entries(repository: FakeRepository, under: str, *, is_recursive: bool) -> list[dict[str, str]]:
    prefix = f"{under}/" if under else ""
    found = []
    for path, content in sorted(repository.files.items()):
        if path.startswith(prefix) and (is_recursive or "/" not in path.removeprefix(prefix)):
            name = path.rpartition("/")[2]
            found.append({"id": blob_id(content), "name": name, "type": "blob", "path": path, "mode": "100644"})
    return found

"""The API v1 of Gitea and Forgejo as far as a harvest asks."""

from __future__ import annotations

import base64
import re
from typing import Any

from tests.fakes.network import Asked, Reply
from tests.fakes.world import FakeRepository, blob_id


class FakeGitea:
    """Pages of two; a cut tree has more pages than anyone wants."""

    def __init__(self, repositories: tuple[FakeRepository, ...], url: str = "", users: tuple[str, ...] = ()) -> None:
        self.repositories = repositories
        self.url = url
        self.users = users

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v1")
        if path == "/version":
            return Reply(body={"version": "11.0.1+gitea-1.22.0"})
        if path == "/repos/search":
            return self._page(asked, list(range(len(self.repositories))), is_search=True)
        if match := re.fullmatch(r"/(orgs|users)/([^/]+)/repos", path):
            own = [number for number, each in enumerate(self.repositories) if each.owner == match[2]]
            if not own or (match[1] == "orgs") == (match[2] in self.users):
                return Reply(404, {"message": "GetOrgByName"})
            return self._page(asked, own, is_search=False)
        if match := re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", path):
            return self._of_repository(asked, match[1], match[2] or "")
        return Reply(404, {"message": "Not Found"})

    def _page(self, asked: Asked, own: list[int], *, is_search: bool) -> Reply:
        page = int(asked.query["page"])
        rows = [self._row(number) for number in own[2 * page - 2 : 2 * page]]
        headers = {"X-Total-Count": str(len(own))}
        if page * 2 < len(own):
            headers["Link"] = f'<{self.url}{asked.path}?page={page + 1}>; rel="next"'
        return Reply(body={"ok": True, "data": rows} if is_search else rows, headers=headers)

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        number = next((n for n, each in enumerate(self.repositories) if each.full_name == full_name), None)
        if number is None:
            return Reply(404, {"message": "Not Found"})
        repository = self.repositories[number]
        if repository.renamed_to:
            return Reply(301, b"", {"Location": f"/api/v1/repos/{repository.renamed_to}"})
        if not rest:
            return Reply(body=self._row(number))
        if rest.startswith("/git/trees/"):
            tree = [
                {"path": path, "mode": "100644", "type": "blob", "size": len(content), "sha": blob_id(content)}
                for path, content in sorted(repository.files.items())
            ]
            if repository.is_empty:
                return Reply(404, {"message": "GetTree: not found"})
            return Reply(body={"sha": "0" * 40, "tree": tree, "truncated": repository.is_cut, "page": 1})
        blobs = {blob_id(content): content for content in repository.files.values()}
        content = blobs.get(rest.removeprefix("/git/blobs/"))
        if content is None:
            return Reply(404, {"message": "Not Found"})
        return Reply(body={"content": base64.b64encode(content).decode(), "encoding": "base64", "size": len(content)})

    def _row(self, number: int) -> dict[str, Any]:
        repository = self.repositories[number]
        parent = {"html_url": f"{self.url}/{repository.parent}"} if repository.parent else None
        return {
            "id": number + 1,
            "owner": {"login": repository.owner},
            "name": repository.name,
            "full_name": repository.full_name,
            "description": "",
            "empty": repository.is_empty,
            "private": False,
            "fork": bool(repository.parent),
            "parent": parent,
            "html_url": f"{self.url}/{repository.full_name}",
            "clone_url": f"{self.url}/{repository.full_name}.git",
            "default_branch": "main",
            "archived": repository.is_archived,
            "stars_count": 3,
            "language": "Python",
            "website": "",
            "topics": ["esempia"],
            "updated_at": "2026-05-01T08:00:00Z",
            "created_at": "2020-01-01T00:00:00Z",
        }

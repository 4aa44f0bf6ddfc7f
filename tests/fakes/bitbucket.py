"""Bitbucket Cloud's REST API 2.0 as far as a harvest asks."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.network import Asked, Reply
from tests.fakes.world import FakeRepository, etag_of


class FakeBitbucket:
    """Pages of two; files carry an ETag and honour it."""

    def __init__(self, repositories: tuple[FakeRepository, ...], url: str = "", users: tuple[str, ...] = ()) -> None:
        self.repositories = repositories
        self.url = url
        self.users = users

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/2.0")
        if match := re.fullmatch(r"/repositories(?:/([^/]+))?", path):
            own = [n for n, each in enumerate(self.repositories) if match[1] in {None, each.owner}]
            if not own:
                return Reply(404, {"type": "error", "error": {"message": f"No workspace {match[1]}."}})
            page = int(asked.query.get("page", 1))
            body: dict[str, Any] = {"pagelen": 2, "values": [self._row(n) for n in own[2 * page - 2 : 2 * page]]}
            if page * 2 < len(own):
                body["next"] = f"https://api.behind.example{asked.path}?page={page + 1}"
            return Reply(body=body)
        if match := re.fullmatch(r"/repositories/([^/]+/[^/]+)(/.*)?", path):
            return self._of_repository(asked, match[1], match[2] or "")
        return Reply(404, {"type": "error", "error": {"message": "Resource not found"}})

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        number = next((n for n, each in enumerate(self.repositories) if each.full_name == full_name), None)
        if number is None:
            return Reply(404, {"type": "error", "error": {"message": "Repository not found"}})
        repository = self.repositories[number]
        if repository.renamed_to:
            return Reply(301, b"", {"Location": f"/2.0/repositories/{repository.renamed_to}"})
        if not rest:
            return Reply(body=self._row(number))
        path = rest.removeprefix("/src/main/")
        if not path:
            return self._listing(asked, repository)
        if path not in repository.files:
            return Reply(404, {"type": "error", "error": {"message": "No such file"}})
        content = repository.files[path]
        etag = etag_of(content)
        if asked.headers.get("if-none-match") == etag:
            return Reply(304, headers={"ETag": etag})
        return Reply(body=content, headers={"ETag": etag})

    def _listing(self, asked: Asked, repository: FakeRepository) -> Reply:
        is_root = asked.query["max_depth"] == "1"
        assert is_root or asked.query["q"] == 'path ~ "publiccode.y"'
        values = [
            {"type": "commit_file", "path": path, "commit": {"hash": "0" * 40}, "size": len(content)}
            for path, content in sorted(repository.files.items())
            if ("/" not in path if is_root else "publiccode.y" in path)
        ]
        body: dict[str, Any] = {"pagelen": 100, "values": values}
        if repository.is_cut:
            body["next"] = f"https://api.behind.example{asked.path}?page=again"
        return Reply(body=body)

    def _row(self, number: int) -> dict[str, Any]:
        repository = self.repositories[number]
        parent = {"full_name": repository.parent, "links": {"html": {"href": f"{self.url}/{repository.parent}"}}}
        return {
            "type": "repository",
            "uuid": f"{{{number}}}",
            "full_name": repository.full_name,
            "name": repository.name,
            "slug": repository.name,
            "workspace": {"slug": repository.owner},
            "is_private": False,
            "description": "",
            "language": "python",
            "website": "",
            "links": {"html": {"href": f"{self.url}/{repository.full_name}"}},
            "mainbranch": None if repository.is_empty else {"type": "branch", "name": "main"},
            "parent": parent if repository.parent else None,
            "created_on": "2020-01-01T00:00:00.000000+00:00",
            "updated_on": "2026-05-01T08:00:00.000000+00:00",
        }

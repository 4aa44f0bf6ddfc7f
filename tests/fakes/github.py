"""GitHub Enterprise Server's REST API as far as a harvest asks: /api/v3."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.fakes.network import Asked, Reply
from tests.fakes.world import FakeRepository, blob_id, etag_of


class FakeGitHub:
    """Pages of two; account kinds are told apart as GitHub does."""

    def __init__(self, repositories: tuple[FakeRepository, ...], url: str = "", users: tuple[str, ...] = ()) -> None:
        self.repositories = repositories
        self.url = url
        self.users = users

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.removeprefix("/api/v3")
        if match := re.fullmatch(r"/(orgs|users)/([^/]+)/repos", path):
            return self._of_account(asked, *match.groups())
        if path == "/repositories":
            since = int(asked.query["since"])
            rows = [self._row(number) for number in range(len(self.repositories)) if number + 1 > since][:2]
            return Reply(body=rows)
        if path == "/meta":
            return Reply(body={"installed_version": "3.16.0"})
        if match := re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", path):
            return self._of_repository(asked, match[1], match[2] or "")
        return Reply(404, {"message": "Not Found"})

    def _of_account(self, asked: Asked, kind: str, account: str) -> Reply:
        own = [number for number, each in enumerate(self.repositories) if each.owner == account]
        if not own or (kind == "orgs") == (account in self.users):
            return Reply(404, {"message": "Not Found"})
        page = int(asked.query["page"])
        headers = {}
        if page * 2 < len(own):
            headers["Link"] = f'<{self.url}{asked.path}?page={page + 1}>; rel="next"'
        return Reply(body=[self._row(number) for number in own[2 * page - 2 : 2 * page]], headers=headers)

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        number = next((n for n, each in enumerate(self.repositories) if each.full_name == full_name), None)
        if number is None:
            return Reply(404, {"message": "Not Found"})
        repository = self.repositories[number]
        if repository.renamed_to:
            return Reply(301, {"message": "Moved Permanently"}, {"Location": f"/api/v3/repos/{repository.renamed_to}"})
        if not rest:
            parent = {"parent": {"html_url": f"{self.url}/{repository.parent}"}} if repository.parent else {}
            return Reply(body={**self._row(number), **parent})
        if rest.startswith("/git/trees/"):
            return self._tree(asked, repository)
        blobs = {blob_id(content): content for content in repository.files.values()}
        blob = rest.removeprefix("/git/blobs/")
        if blob not in blobs:
            return Reply(404, {"message": "Not Found"})
        if "raw" not in asked.headers["accept"]:
            return Reply(415, {"message": "the fake speaks raw only"})
        return Reply(body=blobs[blob])

    def _tree(self, asked: Asked, repository: FakeRepository) -> Reply:
        if repository.is_empty:
            return Reply(409, {"message": "Git Repository is empty."})
        is_recursive = "recursive" in asked.query
        tree = []
        for path, content in sorted(repository.files.items()):
            if "/" in path and not is_recursive:
                continue
            if repository.is_cut and is_recursive and path == "publiccode.yml":
                continue
            tree.append({"path": path, "mode": "100644", "type": "blob", "sha": blob_id(content), "size": len(content)})
        body: dict[str, Any] = {"sha": "0" * 40, "tree": tree, "truncated": repository.is_cut and is_recursive}
        etag = etag_of(json.dumps(body).encode())
        if asked.headers.get("if-none-match") == etag:
            return Reply(304, headers={"ETag": etag})
        return Reply(
            body=body, headers={"ETag": etag, "X-RateLimit-Remaining": "59", "X-RateLimit-Reset": "4102444800"}
        )

    def _row(self, number: int) -> dict[str, Any]:
        repository = self.repositories[number]
        return {
            "id": number + 1,
            "name": repository.name,
            "full_name": repository.full_name,
            "owner": {"login": repository.owner, "type": "Organization"},
            "private": False,
            "html_url": f"{self.url}/{repository.full_name}",
            "clone_url": f"{self.url}/{repository.full_name}.git",
            "description": None,
            "fork": bool(repository.parent),
            "archived": repository.is_archived,
            "default_branch": "main",
            "pushed_at": "2026-05-01T08:00:00Z",
            "created_at": "2020-01-01T00:00:00Z",
            "topics": ["esempia"],
            "language": "Python",
            "stargazers_count": 3,
            "homepage": "",
            "license": {"key": "eupl-1.2", "spdx_id": "EUPL-1.2"},
        }

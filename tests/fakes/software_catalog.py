"""The Italian software catalogue API, version 1, as far as a harvest asks."""

from __future__ import annotations

from typing import Any

from tests.fakes.network import Asked, Reply


class FakeSoftwareCatalog:
    """Pages of two; cursors are opaque, and come as a query the way the running service sends them."""

    def __init__(self, software: list[dict[str, Any]], publishers: list[dict[str, Any]] | None = None) -> None:
        self.lists = {"/v1/software": software, "/v1/publishers": publishers or []}

    def __call__(self, asked: Asked) -> Reply:
        if asked.path in self.lists:
            rows = self.lists[asked.path]
            start = int(asked.query.get("page[after]", "cursor-0").removeprefix("cursor-"))
            onward = f"?page[after]=cursor-{start + 2}" if start + 2 < len(rows) else None
            return Reply(body={"data": rows[start : start + 2], "links": {"prev": None, "next": onward}})
        for row in self.lists["/v1/software"]:
            if asked.path == f"/v1/software/{row['id']}":
                return Reply(body=row)
        return Reply(404, {"title": "can't get Software", "status": 404})

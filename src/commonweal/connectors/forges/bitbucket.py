"""Bitbucket Cloud, beside the files: only the last checks, since it does not tell when a request was closed.

Branch restrictions are shown to those who administer a repository, and there are no releases.

Source: Bitbucket Cloud REST API 2.0: "Pull requests" (states, and no moment of closing), "Pipelines" (list).
https://developer.atlassian.com/cloud/bitbucket/rest/
"""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.connectors.answers import rows, text
from commonweal.connectors.forges.tickets import (
    Ask,
    CiStatus,
    Kind,
    Replies,
    Standing,
    TicketPage,
    listing,
    seen,
)
from commonweal.connectors.hosts import bitbucket as host
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository


def standing(client: Client, repository: Repository) -> Standing:
    """Ask for the last pipeline and the list of files."""
    paths, problems = listing(client, repository, host.metadata_files)
    return Standing(
        is_archived=repository.is_archived,
        ci=seen(lambda: _ci(client, repository)) if repository.default_branch else None,
        paths=paths,
        problems=problems,
    )


def tickets(client: Client, repository: Repository, ask: Ask, after: str | None = None) -> Iterator[TicketPage]:
    """Tell nothing: see above."""
    del client, repository, ask, after
    return iter(())


def replies(client: Client, repository: Repository, kind: Kind, number: int) -> Replies:
    """Tell nothing: see above."""
    del client, repository, kind, number
    return Replies()


def _ci(client: Client, repository: Repository) -> CiStatus | None:
    asked: dict[str, str | int] = {"sort": "-created_on", "pagelen": 1, "target.branch": repository.default_branch}
    found = rows(client.get(f"{repository.api_url}/pipelines/", params=asked), "values")
    if not found:
        return CiStatus.ABSENT
    ended = text(found[0], "state", "result", "name")
    return _RESULTS.get(ended) if ended else CiStatus.RUNNING


_RESULTS = {"SUCCESSFUL": CiStatus.PASSING, "FAILED": CiStatus.FAILING, "ERROR": CiStatus.FAILING}

"""What git hosts know beside the files: issues, change requests, answers, reviews, releases, checks.

One module a host, all of the three functions of `Forge`. What a host does not show is None or is said to be hidden,
never zero. Bitbucket Cloud tells no moment at which a change request was closed, so its requests are not visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from commonweal.connectors.forges import bitbucket, gitea, github, gitlab
from commonweal.connectors.forges.tickets import Ask, Kind, Replies, Standing, TicketPage
from commonweal.connectors.http import Client
from commonweal.connectors.repositories import Repository


class Forge(Protocol):
    """The shape of every module here. Each function raises HostUnavailable, NotFound, NotPermitted, Refused."""

    def standing(self, client: Client, repository: Repository) -> Standing: ...

    def tickets(
        self, client: Client, repository: Repository, ask: Ask, after: str | None = None
    ) -> Iterator[TicketPage]: ...

    def replies(self, client: Client, repository: Repository, kind: Kind, number: int) -> Replies: ...


FORGES: Mapping[str, Forge] = {"github": github, "gitlab": gitlab, "gitea": gitea, "bitbucket": bitbucket}

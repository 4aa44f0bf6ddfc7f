"""Git hosts with an API, one module each, and which of them an address belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from commonweal.connectors.answers import parts_of
from commonweal.connectors.failures import HostUnavailable, NotFound, NotPermitted
from commonweal.connectors.hosts import bitbucket, gitea, github, gitlab
from commonweal.connectors.http import Client
from commonweal.connectors.metadata_paths import chosen
from commonweal.connectors.repositories import Driver, MetadataFiles, Repository
from commonweal.connectors.trees import Choose


class Host(Driver, Protocol):
    """A driver that can also be asked for one repository by its address, and for other files of it."""

    def repository(self, client: Client, url: str) -> Repository: ...

    def metadata_files(
        self, client: Client, repository: Repository, known: Mapping[str, str], choose: Choose = chosen
    ) -> MetadataFiles: ...


HOSTS: Mapping[str, Host] = {"github": github, "gitlab": gitlab, "gitea": gitea, "bitbucket": bitbucket}

_WELL_KNOWN = {
    "github.com": "github",
    "www.github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "codeberg.org": "gitea",
    "gitea.com": "gitea",
}


def host_of(client: Client, url: str) -> str | None:
    """Say which host module an address belongs to: by its name, else by asking for what only one of them answers.

    Raises Refused; a host that is down is None as well, because nothing more can be said about it.
    """
    if known := host_by_name(url):
        return known
    parts = parts_of(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if _answers(client, f"{root}/api/v4/projects?per_page=1"):
        return "gitlab"
    if _answers(client, f"{root}/api/v1/version"):
        return "gitea"
    if _answers(client, f"{root}/api/v3/meta"):
        return "github"
    return None


def host_by_name(url: str) -> str | None:
    """Say which host module an address belongs to by its name alone.

    >>> host_by_name("https://gitlab.example.org/group"), host_by_name("https://git.example.org/group")
    ('gitlab', None)
    """
    name = (parts_of(url).hostname or "").lower()
    if known := _WELL_KNOWN.get(name):
        return known
    labels = name.split(".")
    return "gitlab" if "gitlab" in labels else "gitea" if {"gitea", "forgejo"} & set(labels) else None


def _answers(client: Client, address: str) -> bool:
    try:
        answer = client.get(address)
        answer.json()
    except (HostUnavailable, NotFound, NotPermitted):
        return False
    return True

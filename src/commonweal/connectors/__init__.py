"""The network, and everything else that lies outside: git hosts, folders, lists, other catalogues.

Nouns: a *target* is where to look; a *driver* is a module that knows one kind of source; it yields *pages* of
*repositories*, and for a repository its *metadata files*. Failures are in `failures`. Knows nothing of Django.
"""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.connectors import (
    account_list,
    folder,
    foreign_json,
    local_git,
    remote_git,
    repository_list,
    software_catalog_api,
    website,
)
from commonweal.connectors.hosts import HOSTS
from commonweal.connectors.repositories import Driver

DRIVERS: Mapping[str, Driver] = {
    **HOSTS,
    "account_list": account_list,
    "folder": folder,
    "foreign_json": foreign_json,
    "local_git": local_git,
    "remote_git": remote_git,
    "repository_list": repository_list,
    "software_catalog_api": software_catalog_api,
    "website": website,
}

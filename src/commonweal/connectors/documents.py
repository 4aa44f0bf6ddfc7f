"""A list that is one document: fetched from an address, or read from this machine."""

from __future__ import annotations

from commonweal.connectors.failures import NotFound
from commonweal.connectors.http import Client
from commonweal.connectors.local_git import local_path


def content_of(client: Client, url: str) -> bytes:
    """Return the content of a document. Raises what the client raises, and NotFound for a missing file."""
    if url.startswith(("http://", "https://")):
        return client.get(url).content
    try:
        return local_path(url).read_bytes()
    except OSError as error:
        raise NotFound(f"{url} cannot be read.") from error

"""A web site that describes its software itself, at /.well-known/publiccode.yml.

Source: RFC 8615 (well-known addresses). The name is ours to look for; it is not in IANA's registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commonweal.connectors.answers import parts_of
from commonweal.connectors.failures import NotFound
from commonweal.connectors.http import Answer, Client
from commonweal.connectors.metadata_paths import NAMES
from commonweal.connectors.repositories import MetadataFile, MetadataFiles, Page, Repository, Target
from commonweal.connectors.trees import MAX_FILE_BYTES


def repositories(client: Client, target: Target, after: str | None = None) -> Iterator[Page]:
    """Yield the one page with the one site. Raises what asking for its file raises."""
    del after
    yield Page((site(client, target.url),))


def site(client: Client, url: str) -> Repository:
    """Ask a site for its file. Raises HostUnavailable, NotFound, NotPermitted, Refused."""
    parts = parts_of(url)
    root = f"{parts.scheme}://{parts.netloc}"
    answer = _found(client, root, "", "")
    file = MetadataFile("", answer.content, answer.revision, answer.url)
    return Repository(url=root, name=parts.netloc, driver="website", api_url=answer.url, files=(file,))


def metadata_files(client: Client, repository: Repository, known: Mapping[str, str]) -> MetadataFiles:
    """Ask for the file on condition that it changed."""
    answer = _found(client, repository.url, repository.api_url, known.get("", ""))
    if answer.is_unchanged:
        return MetadataFiles([MetadataFile("", None, known[""], answer.url)])
    return MetadataFiles([MetadataFile("", answer.content, answer.revision, answer.url)])


def _found(client: Client, root: str, address: str, known: str) -> Answer:
    """Try the address of last time, else every name in turn."""
    addresses = [address] if address else [f"{root}/.well-known/{name}" for name in NAMES]
    for each in addresses:
        answer = client.get(each, known=known, also=frozenset({404, 410}), max_bytes=MAX_FILE_BYTES)
        if answer.status not in {404, 410} and not is_page(answer):
            return answer
    raise NotFound(f"{root} has no /.well-known/{NAMES[0]}.")


def is_page(answer: Answer) -> bool:
    """Many sites answer everything with a page that says "not found", and call it a success."""
    return answer.headers.get("content-type", "").startswith("text/html") or answer.content[:1] == b"<"

"""Everyday needs, in everyday words, against the real corpus: somebody reads a right answer among the first five.

The needs and their right answers are in relevance.yaml, chosen before the search was tuned.
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser

from commonweal.catalogue import actions, queries
from commonweal.catalogue.actions import Finding
from commonweal.catalogue.queries import SearchRequest
from commonweal.standards.publiccode import read
from tests.catalogue.findings import NOON

NEEDS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "relevance.yaml").read_text())["needs"]
FIRST = 5


def contents(shared_data: Path) -> Iterator[bytes]:
    """The current files, then the newest version of each history."""
    for path in sorted((shared_data / "publiccode").glob("*.y*ml")):
        yield path.read_bytes()
    newest: dict[str, tuple[str, bytes]] = {}
    with tarfile.open(fileobj=io.BytesIO((shared_data / "publiccode-history.tar.xz").read_bytes())) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith((".yml", ".yaml")) else None
            if file is not None:
                folder = str(Path(member.name).parent)
                newest[folder] = max(newest.get(folder, ("", b"")), (member.name, file.read()))
    for _, content in newest.values():
        yield content


def findings(shared_data: Path) -> Iterator[Finding]:
    for content in contents(shared_data):
        document, problems = read(content)
        if document is not None and document.url:
            yield Finding(
                source="corpus",
                source_name="Corpus",
                precedence=10,
                url=document.url,
                seen_at=NOON,
                document=document,
                problems=tuple(problems),
                raw=content.decode(errors="replace"),
            )


@pytest.fixture(scope="module")
def _corpus(shared_data: Path, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The whole corpus and the starter pack, published once for all needs and rolled back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_starter(by=None)
        actions.publish_many(findings=list(findings(shared_data)), by=None)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_corpus")
@pytest.mark.parametrize("need", NEEDS, ids=[need["query"] for need in NEEDS])
def test_a_right_answer_is_among_the_first_five(need: dict[str, Any]) -> None:
    request = SearchRequest(text=need["query"], language=need["language"], size=FIRST)

    result = queries.search(AnonymousUser(), request)

    addresses = [hit.entry.address for hit in result.hits]
    assert any(right in address for address in addresses for right in need["right"]), addresses

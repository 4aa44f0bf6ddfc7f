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


@pytest.mark.django_db
def test_every_need_finds_a_right_answer_among_the_first_five(shared_data: Path) -> None:
    actions.load_starter(by=None)
    actions.load_alternatives(by=None)
    actions.publish_many(findings=list(findings(shared_data)), by=None)

    missed = {need["query"]: answers for need in NEEDS if not is_right(answers := first_answers(need), need["right"])}

    assert missed == {}
    assert len(NEEDS) >= 30


def first_answers(need: dict[str, Any]) -> list[str]:
    request = SearchRequest(text=need["query"], language=need["language"], size=FIRST)
    return [hit.entry.address for hit in queries.search(AnonymousUser(), request).hits]


def is_right(answers: list[str], right: list[str]) -> bool:
    return any(part in answer for answer in answers for part in right)

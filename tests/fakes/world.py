"""The repositories that every fake host shows in its own words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FakeRepository:
    """A repository of an account; `renamed_to` makes the host redirect, `is_cut` makes it list part of the tree."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    owner: str = "esempia"
    parent: str = ""
    is_archived: bool = False
    renamed_to: str = ""
    is_cut: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    @property
    def is_empty(self) -> bool:
        return not self.files


def blob_id(content: bytes) -> str:
    """The id git gives to a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


WORLD = (
    FakeRepository("forms", {"publiccode.yml": b"name: Forms\n", "src/main.py": b"pass\n"}),
    FakeRepository(
        "monorepo",
        {
            "README.md": b"# Two\n",
            ".github/publiccode.yaml": b"name: Monorepo\n",
            "apps/fees/publiccode.yml": b"name: Fees\n",
            "node_modules/x/publiccode.yml": b"name: Not ours\n",
            "publiccode.yml/readme": b"a directory of that name\n",
        },
    ),
    FakeRepository("nothing-here"),
    FakeRepository("registry-fork", {"publiccode.yaml": b"name: Registry\n"}, parent="dragan/registry"),
    FakeRepository("retired", {"LICENSE": b"EUPL\n"}, is_archived=True),
    FakeRepository("huge", {"publiccode.yml": b"name: Huge\n", "a/b": b"1\n"}, is_cut=True),
)

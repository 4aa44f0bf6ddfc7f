"""Whatever other packs name of guidance exists."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from commonweal.knowledge.queries.shipped import shipped_slugs
from tests.architecture.source import PACKAGE

PACKS = sorted(
    path for path in PACKAGE.rglob("packs/**/*.yaml") if "knowledge" not in path.parts and "demo" not in path.parts
)


def named_in(value: Any) -> Iterator[str]:
    """Every page that a pack names under a key `guidance`, at any depth, as one or in a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "guidance":
                yield from [inner] if isinstance(inner, str) else inner or []
            else:
                yield from named_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named_in(inner)


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pages_that_a_pack_names_exist(pack: Path) -> None:
    named = set(named_in(yaml.load(pack.read_text(), Loader=yaml.CSafeLoader)))

    assert named <= shipped_slugs()


def test_names_are_found_at_any_depth() -> None:
    pack = {"rules": [{"guidance": "one"}, {"then": {"guidance": ["two", "three"]}}], "guidance": None}

    assert set(named_in(pack)) == {"one", "two", "three"}

"""The documentation says what the code does."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE
from tests.docs import reference

PROJECT = PACKAGE.parents[1]


@pytest.mark.parametrize("page", reference.PAGES)
def test_a_reference_page_follows_from_the_code(page: str, request: pytest.FixtureRequest) -> None:
    expected, file = reference.text_of(page), reference.file_of(page)
    if request.config.getoption("--regen"):
        file.write_text(expected)

    assert file.read_text() == expected, f"{file.name} is out of date: ./commonweal test tests/docs --regen"


def test_every_model_is_in_the_glossary() -> None:
    words = {
        re.sub(r"[^a-z]", "", word.lower())
        for word in re.findall(r"^\*\*(.+?)\*\*", (PROJECT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    }

    missing = [name for name in reference.model_names() if name.lower() not in words]
    assert not missing, f"docs/glossary.md lacks {missing}"


def test_the_glossary_is_alphabetical() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", (PROJECT / "docs" / "glossary.md").read_text(), re.MULTILINE)

    assert words == sorted(words, key=str.casefold)


def test_every_setting_is_documented() -> None:
    told = (PROJECT / "docs" / "reference" / "settings.md").read_text()
    used = {
        name
        for path in [*PACKAGE.rglob("*.py"), PROJECT / "commonweal"]
        for name in re.findall(r"\bCOMMONWEAL_[A-Z_]+\b", path.read_text())
    }

    assert not {name for name in used if name not in told}


def test_the_readme_is_short_and_shows_a_picture() -> None:
    readme = (PROJECT / "README.md").read_text()

    assert len(readme.splitlines()) <= 120
    assert "![" in readme


def markdown_files() -> list[Path]:
    """The pages that people read."""
    return [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", markdown_files(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())

    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken

"""What people paste when they are asked for the address of a repository."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.pasted_address import Pasted, read

FORMS = "https://github.com/esempia/forms"


@pytest.mark.parametrize(
    ("text", "repository"),
    [
        (FORMS, FORMS),
        ("github.com/esempia/forms", FORMS),
        (f"  {FORMS}.git ", FORMS),
        (f"<{FORMS}/>", FORMS),
        ("git@github.com:esempia/forms.git", FORMS),
        ("ssh://git@github.com/esempia/forms", FORMS),
        ("git+https://github.com/esempia/forms.git", FORMS),
        (f"{FORMS}/issues/3?q=is%3Aopen", FORMS),
        ("https://aino:secret@github.com/esempia/forms", FORMS),
        ("https://gitlab.com/esempia/sub/forms/-/issues", "https://gitlab.com/esempia/sub/forms"),
        ("https://git.esempia.example/cgit/forms.git", "https://git.esempia.example/cgit/forms"),
        ("https://esempia.example/", "https://esempia.example"),
    ],
)
def test_a_repository_is_recognised(text: str, repository: str) -> None:
    pasted = read(text)

    assert pasted is not None
    assert (pasted.repository, pasted.file, pasted.directory) == (repository, "", "")
    assert "secret" not in repr(pasted)


@pytest.mark.parametrize(
    ("text", "ref", "directory"),
    [
        (f"{FORMS}/tree/main", "main", ""),
        (f"{FORMS}/tree/v1%2E0/apps/fees", "v1.0", "apps/fees"),
        (f"{FORMS}/blob/main/docs/README.md", "main", "docs"),
        ("https://gitlab.com/esempia/sub/forms/-/tree/main/apps", "main", "apps"),
        ("https://codeberg.org/esempia/forms/src/branch/main/apps", "main", "apps"),
        ("https://bitbucket.org/esempia/forms/src/main/", "main", ""),
        (f"{FORMS}/tree/refs/heads/main/apps", "main", "apps"),
    ],
)
def test_a_directory_of_a_branch_is_recognised(text: str, ref: str, directory: str) -> None:
    pasted = read(text)

    assert pasted is not None
    assert (pasted.ref, pasted.directory, pasted.file) == (ref, directory, "")


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (f"{FORMS}/blob/main/publiccode.yml#L3", f"{FORMS}/raw/main/publiccode.yml"),
        (f"{FORMS}/edit/main/a/publiccode.yaml", f"{FORMS}/raw/main/a/publiccode.yaml"),
        (
            "https://gitlab.com/e/sub/forms/-/blob/main/publiccode.yml?ref_type=heads",
            "https://gitlab.com/e/sub/forms/-/raw/main/publiccode.yml",
        ),
        (
            "https://codeberg.org/e/forms/src/branch/main/publiccode.yml",
            "https://codeberg.org/e/forms/raw/branch/main/publiccode.yml",
        ),
        (
            "https://bitbucket.org/e/forms/src/main/publiccode.yml",
            "https://bitbucket.org/e/forms/raw/main/publiccode.yml",
        ),
        (
            "https://raw.githubusercontent.com/e/forms/refs/heads/main/publiccode.yml",
            "https://raw.githubusercontent.com/e/forms/refs/heads/main/publiccode.yml",
        ),
        ("https://esempia.example/publiccode.yml?h=main", "https://esempia.example/publiccode.yml?h=main"),
    ],
)
def test_a_file_is_found_where_its_bytes_lie(text: str, file: str) -> None:
    pasted = read(text)

    assert pasted is not None
    assert pasted.file == file


def test_a_raw_file_on_github_still_names_its_repository() -> None:
    pasted = read("https://raw.githubusercontent.com/esempia/forms/main/publiccode.yml")

    assert pasted is not None
    assert (pasted.repository, pasted.ref) == (FORMS, "main")


@pytest.mark.parametrize(
    "text", ["", "forms", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b/c", "x" * 3_000]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert read(text) is None


@given(st.text(max_size=300) | st.from_regex(r"https?://[a-z.:0-9\[\]@-]{1,20}(/[-a-zA-Z%./?#@]{0,10}){0,6}"))
def test_no_text_raises_and_every_address_is_of_the_web(text: str) -> None:
    pasted = read(text)

    assert pasted is None or isinstance(pasted, Pasted)
    if pasted is not None:
        assert all(each.startswith(("https://", "http://")) for each in (pasted.url, pasted.repository))
        assert len(pasted.url) <= 2_000

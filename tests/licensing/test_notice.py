"""A NOTICE lists every part with its licence and its authors, and what is not known first."""

from importlib.metadata import PackageNotFoundError, version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.licensing.queries.own_parts import own_notice
from commonweal.licensing.rules.notice import Part, as_html, as_text, notice
from commonweal.server import paths

PARTS = [
    Part("zebra", "1.0", "MIT", ("Copyright (c) 2020 Ada",), url="https://zebra.example"),
    Part("apple", "2.0", "Apache-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0", notices=("Apple\nby Grace",)),
    Part("mystery", "3", "", stated="see <file>"),
    Part("silent", "4"),
    Part("town", "5", "LicenseRef-Town"),
]


def test_parts_stand_by_name_with_their_licence_and_authors() -> None:
    text = as_text(notice("Mensa", PARTS))

    assert text.startswith("# Mensa\n\nParts: 5.\n")
    assert text.index("apple 2.0: Apache-2.0 OR") < text.index("town 5: LicenseRef-Town") < text.index("zebra 1.0: MIT")
    assert "  - Copyright (c) 2020 Ada\n" in text
    assert "## Notice of apple 2.0\n\n    Apple\n    by Grace\n" in text


def test_what_is_not_known_is_listed_and_never_dropped() -> None:
    made = notice("Mensa", PARTS)
    text = as_text(made)

    assert [part.name for part in made.unknown] == ["mystery", "silent"]
    assert "## Licence not known (2)" in text
    assert "- mystery 3: stated as “see <file>”" in text
    assert "- silent 4: nothing stated" in text


def test_what_it_does_not_hold_is_said_before_the_parts() -> None:
    made = notice("Mensa", PARTS)
    text, html = as_text(made), as_html(made)

    assert "## Authors not named (3)" in text
    assert "\n- mystery 3\n- silent 4\n- town 5\n" in text
    assert text.index("texts of licences are not all included") < text.index("- town 5\n") < text.index("- town 5: ")
    assert "<li>town 5</li>" in html
    assert "texts of licences are not all included" in html


def test_a_notice_that_holds_everything_says_nothing_of_gaps() -> None:
    text = as_text(notice("Mensa", PARTS[:1], {"MIT": "Permission is hereby granted"}))

    assert "not named" not in text
    assert "not all included" not in text


def test_every_licence_has_its_page_or_its_text() -> None:
    made = notice("Mensa", PARTS, {"MIT": "Permission is hereby granted", "ISC": "not used"})

    assert dict(made.licences)["Classpath-exception-2.0"] == "https://spdx.org/licenses/Classpath-exception-2.0.html"
    assert dict(made.licences)["LicenseRef-Town"] == ""
    assert made.texts == (("MIT", "Permission is hereby granted"),)
    assert "    Permission is hereby granted" in as_text(made)


def test_html_escapes_all_that_comes_from_outside() -> None:
    evil = Part("<script>", "1", "MIT", ("<b>Copyright 2020</b>",), ("</pre><i>",), "javascript:alert(1)")

    html = as_html(notice("<Mensa>", [evil, Part("x", "1", stated="<u>")]))

    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html
    assert "javascript:" not in html


@given(
    st.lists(
        st.builds(Part, st.text(max_size=5), st.text(max_size=3), st.sampled_from(["MIT", "", "Odd", "("])), max_size=6
    )
)
def test_no_part_is_lost(parts: list[Part]) -> None:
    made = notice("Mensa", parts)

    assert set(made.known) | set(made.unknown) == set(parts)
    assert not set(made.known) & set(made.unknown)


def test_our_own_notice_is_current() -> None:
    made = own_notice(paths.PROJECT)
    if not paths.node_modules().is_dir() or any(_is_other(part) for part in made.known):
        pytest.skip("what the lists lock is not what is installed here")

    assert (paths.PROJECT / "NOTICE.md").read_text() == as_text(made)


def test_every_part_of_ours_has_a_licence_that_is_known() -> None:
    made = own_notice(paths.PROJECT)

    assert [part.name for part in made.unknown] == []
    assert len(made.known) > 50


def _is_other(part: Part) -> bool:
    """Whether another version of a part is installed; two versions are locked where Python's version decides."""
    try:
        return part.name != "numpy" and version(part.name) != part.version
    except PackageNotFoundError:
        return False

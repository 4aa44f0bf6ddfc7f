"""Language tags take one spelling."""

import langcodes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.language import canonical, is_valid, primary


@pytest.mark.parametrize(
    ("written", "spelt", "is_right"),
    [
        ("it", "it", True),
        ("EN", "en", True),
        ("en-gb", "en-GB", True),
        ("de-CH-1996", "de-CH-1996", True),
        ("zh-hant", "zh-Hant", True),
        ("x-klingon", "x-klingon", True),
        ("fur", "fur", True),
        ("en_US", "en-US", False),
        ("ita", "it", False),
        ("eng", "en", False),
        ("xx", None, False),
        ("English", None, False),
        ("", None, False),
    ],
)
def test_tags_are_read_tolerantly_and_judged_strictly(written: str, spelt: str | None, is_right: bool) -> None:
    assert canonical(written) == spelt
    assert is_valid(written) is is_right


def test_the_primary_language_is_the_first_subtag() -> None:
    assert [primary(tag) for tag in ("it", "de-AT", "FR_ch")] == ["it", "de", "fr"]


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}", fullmatch=True)))
def test_any_text_is_answered_and_the_canonical_tag_is_stable(text: str) -> None:
    spelt = canonical(text)

    is_valid(text)
    if spelt is not None:
        assert canonical(spelt) == spelt


def test_made_up_tags_do_not_fill_the_memory() -> None:
    for number in range(12_000):
        canonical(f"en-x-a{number}")

    assert len(langcodes.Language._PARSE_CACHE) <= 5_010

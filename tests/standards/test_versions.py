"""Version keys sort as their ecosystems sort; the orders are written here again, plainly, from their sources."""

import re
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from commonweal.standards import versions
from commonweal.standards.versions.encoding import number, words

ECOSYSTEMS = [
    *(
        "npm",
        "cargo",
        "golang",
        "hex",
        "nuget",
        "pub",
        "julia",
        "conan",
        "pypi",
        "deb",
        "opam",
        "rpm",
        "alpm",
        "apk",
        "gentoo",
    ),
    *("gem", "composer", "maven", "cran", "hackage", "intdot", "lexicographic", "datetime", "openssl", "cpan"),
    *("bitnami", "generic"),
]
# Signs that mean something in one order or another, often.
TEXTS = st.text(alphabet="0019abpz.-_~^+:!#* é²", max_size=14)

# Each line is in order; versions joined by "=" are the same.
ORDERS = """
npm       1.0.0-alpha 1.0.0-alpha.1 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0=v1.0.0=1.0=1.0.0+1 1.0.1
golang    v0.0.0-20190101000000-abcdefabcdef v0.1.0 v1.0.0 v2.0.0+incompatible=2.0.0
nuget     1.0.0-ALPHA=1.0.0-alpha 1.0=1.0.0.0 1.0.0.1 1.0.1
bitnami   1.0.0-alpha 1.0.0=1.0.0-0 1.0.0-1 1.0.0-10 1.0.1
pub       1.0.0-pre 1.0.0-pre+1 1.0.0 1.0.0+1 1.0.0+2 1.0.0+10 1.0.0+a
pypi      1.0.dev1 1.0a1.dev1 1.0a1=1.0alpha1 1.0b2 1.0rc1=1.0c1 1.0=1.0.0=v1 1.0+abc 1.0+5 1.0.post1=1.0-1 1!0.1
deb       1.0~rc1-1 1.0=1.0-0=0:1.0 1.0-1 1.0-1+b1 1.0a-1 1.0+1-1 1.10 1:0.1
opam      1.0~beta1 1.0=v1.0 1.0+1 1.1
rpm       1.0~rc1-1 1.0 1.0-1 1.0-1.el9 1.0^git1-1 1.0.a 1.0.1 1.10 1:0.1
alpm      1.0alpha-1 1.0beta-1 1.0rc-1 1.0=1.0-1 1.0-2 1.0.1 1:0.1
apk       1.0_alpha1 1.0_rc1 1.0 1.0-r1 1.0_p1 1.0a 1.0p1-r2 1.0p1-r3 1.0.0 1.0.05 1.0.050 1.0.1 1.1
gentoo    1.0_alpha1 1.0_rc1 1.0=1.0-r0 1.0-r1 1.0_p1 1.0a 1.0.05=1.0.050 1.0.1 1.1
gem       1.0.a 1.0.b1=1.0.b.1 1.0.pre.1=1.0-1 1.0.rc.2 1.0=1=1.0.0 1.0.1
composer  dev-main 1.0-dev 1.0-alpha1 1.0-beta1 1.0-RC1 1.0 1.0.0 1.0.1 1.0.1-p1 1.0.1-p2
maven     1.0-alpha-1=1.0-a1 1.0-beta-1 1.0-M1 1.0-rc1=1.0.CR1 1.0-SNAPSHOT 1=1.0=1.0.Final=1-ga 1-sp 1-jre 1-1 1.1
cran      0.9 0.75 1.0 1.0.0 1.0-2
hackage   1 1.0 1.0.1 1.1
conan     1.0-pre1 1.0=1 1.0+b1 1.0.1 1.1 1.a
openssl   0.9.8 0.9.8za 1.0.0-beta1 1.0.0 1.0.0a 1.1.1w 3.0.0-alpha1 3.0.0
cpan      1.05 1.5=1.500=v1.500 v1.500.1 2
generic   1.0alpha 1.0beta1 1.0rc1 1.0=1=v1 1.0a 1.0.1 2024.01
datetime  2024-01-01T00:00:00Z=2024-01-01T01:00:00+01:00 2024-01-01T00:00:00.5Z 2025-01-01T00:00:00Z
"""


@pytest.mark.parametrize("line", ORDERS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_versions_sort_as_their_ecosystem_does(line: str) -> None:
    ecosystem, *groups = line.split()

    keys = [{versions.key(ecosystem, version) for version in group.split("=")} for group in groups]

    assert all(len(group) == 1 for group in keys), keys
    flat = [key for group in keys for key in group]
    assert None not in flat
    assert flat == sorted(flat, key=lambda key: key or b"")
    assert len(set(flat)) == len(flat)


@given(st.sampled_from(ECOSYSTEMS), TEXTS | st.text(max_size=30))
def test_whatever_is_written_there_is_a_key_or_none(ecosystem: str, version: str) -> None:
    key = versions.key(ecosystem, version)

    assert key is None or versions.FIRST < key < versions.LAST


@given(st.integers(min_value=0, max_value=10**60), st.integers(min_value=0, max_value=10**60))
def test_numbers_of_any_size_sort_as_numbers(one: int, other: int) -> None:
    assert (number(str(one)) < number(str(other))) == (one < other)
    assert number("0" * 30 + str(one)) == number(str(one))


@given(st.text(alphabet="ab\x01~é😀"), st.text(alphabet="ab\x01~é😀"))
def test_words_sort_as_words(one: str, other: str) -> None:
    assert (words(one) < words(other)) == (one < other)


@pytest.mark.parametrize(
    "version", ["", "latest", "UNKNOWN", "NOASSERTION", "^1.2", ">=1.0", "[1,2)", "${v}", "1" * 251]
)
@pytest.mark.parametrize("ecosystem", ["npm", "pypi", "maven", "deb", "rpm", "gem"])
def test_what_is_no_version_has_no_key(ecosystem: str, version: str) -> None:
    assert versions.key(ecosystem, version) is None


def test_an_ecosystem_we_do_not_know_has_no_order() -> None:
    assert versions.key("OSS-Fuzz", "1.0") is None
    assert not versions.is_ordered("OSS-Fuzz")
    assert versions.is_ordered("Red Hat:enterprise_linux:9::appstream")


def test_commits_and_digests_have_no_order() -> None:
    assert versions.key("github", "244fd47e07d1004f0aed9c") is None
    assert versions.key("oci", "sha256:" + "0a" * 32) is None


def test_no_key_is_too_long_for_an_index() -> None:
    longest = "1a" * 125

    sizes = [len(versions.key(ecosystem, longest) or b"") for ecosystem in ECOSYSTEMS]

    assert max(sizes) < 2_704


@given(st.sampled_from(ECOSYSTEMS), TEXTS, TEXTS)
def test_the_key_after_is_the_next_one(ecosystem: str, one: str, other: str) -> None:
    first, second = versions.key(ecosystem, one) or b"", versions.key(ecosystem, other) or b""

    assert (second < versions.after(first)) == (second <= first)


# PEP 440, by the library that defines it.
PEP_440 = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "", "1!"]),
    st.lists(st.integers(0, 12).map(str), min_size=1, max_size=4).map(".".join),
    st.sampled_from(["", "", "a1", ".b2", "-rc.1", "_alpha", "preview3", "c0"]),
    st.sampled_from(["", "", ".post1", "-2", "rev3", ".r4", "post"]),
    st.sampled_from(["", "", ".dev1", "-dev2", "dev"]),
    st.sampled_from(["", "", "+abc", "+1", "+abc.1", "+1-2", "+10"]),
)


@given(PEP_440, PEP_440)
def test_python_versions_sort_as_the_reference_library_sorts_them(one: str, other: str) -> None:
    first, second = versions.key("pypi", one), versions.key("pypi", other)

    assert first is not None
    assert second is not None
    assert (first < second) == (Version(one) < Version(other))
    assert (first == second) == (Version(one) == Version(other))


def debian_order(letter: str) -> int:
    """Debian Policy 5.6.12: letters before other signs, "~" before everything, even the end of a part."""
    return -1 if letter == "~" else 0 if letter == "" else ord(letter) if letter.isalpha() else ord(letter) + 256


def compare_debian_parts(one: str, other: str) -> int:
    while one or other:
        (first, one), (second, other) = (re.match(r"([^0-9]*)(.*)", part).groups() for part in (one, other))
        for left, right in zip_longest(first, second, fillvalue=""):
            if debian_order(left) != debian_order(right):
                return debian_order(left) - debian_order(right)
        (first, one), (second, other) = (re.match(r"([0-9]*)(.*)", part).groups() for part in (one, other))
        if int(first or 0) != int(second or 0):
            return int(first or 0) - int(second or 0)
    return 0


@given(st.text(alphabet="019a~+.z", max_size=8), st.text(alphabet="019a~+.z", max_size=8))
def test_debian_versions_sort_as_its_policy_says(one: str, other: str) -> None:
    first, second = versions.key("deb", "1" + one), versions.key("deb", "1" + other)

    assert first is not None
    assert second is not None
    assert (first > second) - (first < second) == sign(compare_debian_parts("1" + one, "1" + other))


def compare_gems(one: str, other: str) -> int:
    """Gem::Version: without zeros before the first word and at the end, missing segments are zero."""
    left, right = gem_segments(one), gem_segments(other)
    for first, second in zip_longest(left, right, fillvalue=0):
        if first == second:
            continue
        if isinstance(first, str) != isinstance(second, str):
            return -1 if isinstance(first, str) else 1
        return -1 if first < second else 1
    return 0


def gem_segments(version: str) -> list[int | str]:
    found: list[int | str] = [int(part) if part.isdigit() else part for part in re.findall(r"[0-9]+|[a-z]+", version)]
    place = next((index for index, part in enumerate(found) if isinstance(part, str)), len(found))
    halves = [found[:place], found[place:]]
    for half in halves:
        while half and half[-1] == 0:
            half.pop()
    return halves[0] + halves[1]


@given(st.text(alphabet="0012ab.", max_size=12), st.text(alphabet="0012ab.", max_size=12))
def test_gems_sort_as_ruby_sorts_them(one: str, other: str) -> None:
    first, second = versions.key("gem", "1" + one), versions.key("gem", "1" + other)

    assert first is not None
    assert second is not None
    assert (first > second) - (first < second) == compare_gems("1" + one, "1" + other)


def compare_semver(one: str, other: str) -> int:
    """semver.org, clause 11."""
    for left, right in zip_longest(*(version.split("-")[0].split(".") for version in (one, other)), fillvalue="0"):
        if int(left) != int(right):
            return sign(int(left) - int(right))
    (_, _, first), (_, _, second) = one.partition("-"), other.partition("-")
    if not first or not second:
        return bool(second) - bool(first)
    for left, right in zip_longest(first.split("."), second.split("."), fillvalue=""):
        if left == right:
            continue
        if left.isdigit() and right.isdigit():
            return sign(int(left) - int(right))
        if not left or not right:
            return 1 if left else -1
        return -1 if (not left.isdigit(), left) < (not right.isdigit(), right) else 1
    return 0


SEMVER = st.builds(
    "{}{}".format,
    st.lists(st.integers(0, 300).map(str), min_size=3, max_size=3).map(".".join),
    st.just("")
    | st.lists(st.from_regex(r"[0-9]|[1-9][0-9]{1,3}|[a-z]{1,3}[0-9]?", fullmatch=True), min_size=1, max_size=4).map(
        lambda items: "-" + ".".join(items)
    ),
)


@given(SEMVER, SEMVER)
def test_semantic_versions_sort_by_clause_eleven(one: str, other: str) -> None:
    first, second = versions.key("semver", one), versions.key("semver", other)

    assert first is not None
    assert second is not None
    order = compare_semver(one, other)
    if order == 0:
        assert first == second
    else:
        assert (first < second) == (order < 0)


@given(st.lists(SEMVER, max_size=20))
def test_sorting_by_keys_is_sorting_by_comparison(found: list[str]) -> None:
    by_key = sorted(found, key=lambda version: versions.key("npm", version) or b"")

    assert all(compare_semver(one, other) <= 0 for one, other in pairwise(by_key))


def sign(value: int) -> int:
    return (value > 0) - (value < 0)

"""Version keys against the comparison vectors of others; the figures stand in docs/reference/components.md."""

import json
from collections.abc import Callable, Iterable
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

import pytest

from commonweal.standards import versions
from tests.standards import vectors
from tests.standards.vectors import Vector

ORDERS: dict[str, Callable[[bytes, bytes], bool]] = {"<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt}

OSV_SCALIBR = (
    *("alpine", "cran", "debian", "hackage", "maven", "nuget", "packagist", "pub", "pypi", "redhat", "rubygems"),
    "semver",
)
VERS = (
    *("alpm_version_cmp_test", "lexicographic-test", "maven_version_cmp_test", "nuget_version_cmp_test"),
    "openssl_version_cmp_test",
)
UNIVERS = ("conan_version_cmp", "maven_version_cmp")

# Maven 3.9 reads 2.0.a as 2-a (MNG-7644); these cases are of the time before. PHP calls 1.2.3.# equal to both 1.2.3 and
# 1.2.3.1, which no order can.
KNOWN = {"2-1 <= 2.0.a", "2-1 <= 2.0.0.a", "1.2.3.# = 1.2.3.1"}


def misses(found: Iterable[Vector]) -> tuple[int, list[str]]:
    """Count the vectors and name those that the keys do not follow."""
    count, missed = 0, []
    for vector in found:
        count += 1
        one, other = versions.key(vector.ecosystem, vector.one), versions.key(vector.ecosystem, vector.other)
        if one is None or other is None or not ORDERS[vector.order](one, other):
            missed.append(str(vector))
    return count, missed


@pytest.mark.parametrize(
    ("ecosystem", "vectors_here", "missed_here"),
    [
        *[
            ("alpine", 778, 0),
            ("cran", 21, 0),
            ("debian", 30, 0),
            ("hackage", 11, 0),
            ("maven", 102, 0),
            ("nuget", 35, 0),
        ],
        *[("packagist", 95, 1), ("pub", 100, 0), ("pypi", 37, 0), ("redhat", 165, 0), ("rubygems", 25, 0)],
        ("semver", 86, 0),
    ],
)
def test_keys_follow_the_vectors_of_osv_scalibr(
    shared_data: Path, ecosystem: str, vectors_here: int, missed_here: int
) -> None:
    path = shared_data / "conformance/osv-scalibr" / f"{ecosystem}-versions.txt"

    count, missed = misses(vectors.lines(ecosystem, path))

    assert set(missed) <= KNOWN
    assert (count, len(missed)) == (vectors_here, missed_here)


@pytest.mark.parametrize(
    ("name", "vectors_here", "missed_here"),
    [
        *[("alpm_version_cmp_test", 42, 0), ("lexicographic-test", 8, 0), ("maven_version_cmp_test", 977, 4)],
        *[("nuget_version_cmp_test", 33, 0), ("openssl_version_cmp_test", 44, 0)],
    ],
)
def test_keys_follow_the_vectors_of_vers(shared_data: Path, name: str, vectors_here: int, missed_here: int) -> None:
    count, missed = misses(vectors.cases(shared_data / f"conformance/vers-spec/tests/{name}.json"))

    assert set(missed) <= KNOWN
    assert (count, len(missed)) == (vectors_here, missed_here)


@pytest.mark.parametrize(("name", "vectors_here", "missed_here"), [("conan", 47, 0), ("maven", 977, 4)])
def test_keys_follow_the_vectors_of_univers(shared_data: Path, name: str, vectors_here: int, missed_here: int) -> None:
    path = shared_data / f"conformance/univers/tests/data/schema/{name}_version_cmp.json"

    count, missed = misses(vectors.cases(path))

    assert set(missed) <= KNOWN
    assert (count, len(missed)) == (vectors_here, missed_here)


def test_keys_follow_the_vectors_of_alpines_package_manager(shared_data: Path) -> None:
    path = shared_data / "conformance/version-compare/apk/test/unit/version.data"

    assert misses(vectors.lines("apk", path)) == (738, [])


def test_keys_follow_the_vectors_of_rpm(shared_data: Path) -> None:
    assert misses(vectors.rpm_lines(shared_data / "conformance/version-compare/rpm/tests/rpmvercmp.at")) == (91, [])


def test_openssl_releases_are_in_their_order(shared_data: Path) -> None:
    path = shared_data / "conformance/univers/tests/data/openssl/openssl_versort_expected.json"

    releases = [versions.key("openssl", release["value"]) for release in json.loads(path.read_text())]

    assert None not in releases
    assert releases == sorted(set(releases), key=lambda key: key or b"")
    assert len(releases) == 172


def test_of_all_cases_each_counted_once_no_more_than_one_in_a_thousand_is_missed(shared_data: Path) -> None:
    suites = shared_data / "conformance"
    found = [
        *(each for name in OSV_SCALIBR for each in vectors.lines(name, suites / f"osv-scalibr/{name}-versions.txt")),
        *(each for name in VERS for each in vectors.cases(suites / f"vers-spec/tests/{name}.json")),
        *(each for name in UNIVERS for each in vectors.cases(suites / f"univers/tests/data/schema/{name}.json")),
        *vectors.lines("apk", suites / "version-compare/apk/test/unit/version.data"),
        *vectors.rpm_lines(suites / "version-compare/rpm/tests/rpmvercmp.at"),
    ]
    releases = json.loads((suites / "univers/tests/data/openssl/openssl_versort_expected.json").read_text())

    count, missed = misses({(each.ecosystem, each.one, each.order, each.other): each for each in found}.values())

    assert set(missed) == KNOWN
    assert (count, len(missed)) == (2_974, 3)
    assert len(missed) <= 0.001 * (count + len(releases))

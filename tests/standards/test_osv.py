"""Advisories in the OSV format: read whatever they hold, and ask them about versions."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards import osv, purl, versions
from commonweal.standards.cvss import Band
from commonweal.standards.osv import Outcome, Reason
from commonweal.standards.problems import Severity
from commonweal.standards.purl import Purl

LOG4SHELL = {
    "schema_version": "1.7.0",
    "id": "GHSA-jfh8-c2jp-5v3q",
    "modified": "2025-01-01T00:00:00Z",
    "published": "2021-12-10T00:40:56Z",
    "aliases": ["CVE-2021-44228"],
    "summary": "Remote code injection in Log4j",
    "severity": [
        {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"},
        {"type": "CVSS_V3", "score": "no vector"},
    ],
    "affected": [
        {
            "package": {"ecosystem": "Maven", "name": "org.apache.logging.log4j:log4j-core"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": low}, {"fixed": high}]}
                for low, high in (("2.13.0", "2.15.0"), ("2.4", "2.12.2"), ("2.0-beta9", "2.3.1"))
            ],
        }
    ],
    "references": [{"type": "ADVISORY", "url": "https://example.org/log4shell"}],
    "database_specific": {"severity": "CRITICAL", "cwe_ids": ["CWE-20"]},
}
LOG4J = "pkg:maven/org.apache.logging.log4j/log4j-core@"


def record(ecosystem: str = "npm", name: str = "x", **affected: object) -> dict[str, object]:
    package = {"package": {"ecosystem": ecosystem, "name": name}, **affected}
    return {"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "affected": [package]}


def timeline(*events: dict[str, str], kind: str = "ECOSYSTEM", **more: str) -> dict[str, object]:
    return {"type": kind, "events": list(events), **more}


def read(value: object) -> osv.Advisory:
    advisory, _ = osv.read(json.dumps(value))
    assert advisory is not None
    return advisory


def package(text: str) -> Purl:
    found, _ = purl.read(text)
    assert found is not None
    return found


def verdict(value: object, text: str) -> osv.Verdict:
    return osv.affects(read(value), package(text))


def test_an_advisory_is_read_whole() -> None:
    advisory, problems = osv.read(json.dumps(LOG4SHELL))

    assert advisory is not None
    assert (advisory.id, advisory.aliases) == ("GHSA-jfh8-c2jp-5v3q", ("CVE-2021-44228",))
    assert advisory.modified == datetime(2025, 1, 1, tzinfo=UTC)
    assert advisory.withdrawn is None
    assert [span.fixed for span in advisory.affected[0].spans] == ["2.15.0", "2.12.2", "2.3.1"]
    assert len(advisory.affected[0].intervals) == 3
    assert advisory.band() is Band.CRITICAL
    assert json.loads(advisory.database_specific)["cwe_ids"] == ["CWE-20"]
    assert [(problem.path, problem.rule) for problem in problems] == [("severity[1].score", "osv-cvss")]
    assert problems[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("version", "outcome"),
    [
        *[(version, Outcome.AFFECTED) for version in ("2.0-beta9", "2.0", "2.3", "2.12.1", "2.14.1")],
        *[
            (version, Outcome.NOT_AFFECTED)
            for version in ("1.2.17", "2.0-beta8", "2.3.1", "2.12.2", "2.15.0", "2.17.1")
        ],
    ],
)
def test_log4shell_has_gaps(version: str, outcome: Outcome) -> None:
    assert verdict(LOG4SHELL, LOG4J + version).outcome is outcome


def test_a_verdict_names_the_version_that_fixes() -> None:
    found = verdict(LOG4SHELL, LOG4J + "2.14.1")

    assert found == osv.Verdict(Outcome.AFFECTED, Reason.IN_RANGE, "2.15.0")


@pytest.mark.parametrize(
    ("events", "affected", "unaffected"),
    [
        ([{"introduced": "0"}], ["0.0.0-0", "9.0.0"], []),
        ([{"introduced": "0"}, {"fixed": "1.0.0"}], ["0.0.0-alpha", "1.0.0-rc.1"], ["1.0.0"]),
        ([{"fixed": "1.0.0"}, {"introduced": "0"}], ["0.9.0"], ["1.0.0"]),
        ([{"introduced": "1.0.0"}, {"last_affected": "1.5.0"}], ["1.0.0", "1.5.0"], ["0.9.0", "1.5.1", "1.5.1-a"]),
        ([{"introduced": "0"}, {"limit": "2.0.0"}], ["1.9.9"], ["2.0.0"]),
        ([{"introduced": "0"}, {"limit": "*"}], ["9.0.0"], []),
        (
            [{"introduced": "3"}, {"fixed": "4"}, {"introduced": "1"}, {"fixed": "2"}],
            ["1.5.0", "3.0.0"],
            ["2.0.0", "4.0.0"],
        ),
        (
            [{"introduced": "1"}, {"introduced": "2"}, {"fixed": "3"}, {"fixed": "4"}],
            ["1.0.0", "2.5.0"],
            ["3.0.0", "3.5.0"],
        ),
        ([{"introduced": "1"}, {"fixed": "2"}, {"introduced": "2"}], ["2.0.0", "9.0.0"], ["0.9.0"]),
    ],
)
def test_events_are_a_timeline(events: list[dict[str, str]], affected: list[str], unaffected: list[str]) -> None:
    value = record(ranges=[timeline(*events)])

    outcomes = {version: verdict(value, f"pkg:npm/x@{version}").outcome for version in [*affected, *unaffected]}

    assert outcomes == {
        **dict.fromkeys(affected, Outcome.AFFECTED),
        **dict.fromkeys(unaffected, Outcome.NOT_AFFECTED),
    }


EVENTS = st.lists(
    st.tuples(st.just("introduced"), st.integers(0, 9))
    | st.tuples(st.sampled_from(["fixed", "last_affected", "limit"]), st.integers(1, 9)),
    max_size=7,
)


def is_affected_by_the_book(events: list[tuple[str, int]], version: int) -> bool:
    """The schema's own evaluation, on whole numbers; a 0 that introduces is before all."""
    limits = [number for kind, number in events if kind == "limit"]
    if limits and not any(version < number for number in limits):
        return False
    is_vulnerable = False
    for kind, number in sorted(events, key=lambda event: event[1]):
        if kind == "introduced" and version >= number:
            is_vulnerable = True
        elif (kind == "fixed" and version >= number) or (kind == "last_affected" and version > number):
            is_vulnerable = False
    return is_vulnerable


@given(EVENTS, st.integers(1, 10))
def test_spans_hold_what_the_evaluation_of_the_schema_holds(events: list[tuple[str, int]], version: int) -> None:
    value = record(ranges=[timeline(*({kind: f"{number}.0.0" if number else "0"} for kind, number in events))])

    affected = read(value).affected[0]

    is_inside = any(versions.key("npm", f"{version}.0.0") in span.interval for span in affected.spans)
    assert is_inside == is_affected_by_the_book(events, version)


def test_listed_versions_count_beside_ranges() -> None:
    value = record("PyPI", "Foo_Bar", versions=["1.0", "2.0"], ranges=[timeline({"introduced": "3"})])

    verdicts = {
        version: verdict(value, f"pkg:pypi/foo.bar@{version}").why for version in ("1.0.0", "2.0", "2.5", "3.1")
    }

    assert verdicts == {"1.0.0": Reason.LISTED, "2.0": Reason.LISTED, "2.5": Reason.OUTSIDE, "3.1": Reason.IN_RANGE}


@pytest.mark.parametrize(
    ("value", "text", "reason"),
    [
        (record(ranges=[timeline({"introduced": "0"})]), "pkg:npm/x", Reason.NO_VERSION),
        (record(ranges=[timeline({"introduced": "0"})]), "pkg:npm/x@latest", Reason.VERSION_WITHOUT_ORDER),
        (record(ranges=[timeline({"introduced": "oops"})]), "pkg:npm/x@1", Reason.RANGE_WITHOUT_ORDER),
        (
            record(ranges=[timeline({"introduced": "0"}, kind="GIT", repo="https://example.org")]),
            "pkg:npm/x@1",
            Reason.RANGE_WITHOUT_ORDER,
        ),
        (record(), "pkg:npm/x@1", Reason.NO_VERSIONS_STATED),
        (
            record("Debian:12", "curl", ranges=[timeline({"introduced": "0"})]),
            "pkg:deb/debian/curl@1",
            Reason.RELEASE_NOT_STATED,
        ),
        (
            record("Red Hat:rhel_eus:9.2::baseos", "curl", ranges=[timeline({"introduced": "0"})]),
            "pkg:rpm/redhat/curl@1.0-1.el9",
            Reason.RELEASE_NOT_STATED,
        ),
    ],
)
def test_what_cannot_be_said_is_unknown(value: object, text: str, reason: Reason) -> None:
    found = verdict(value, text)

    assert (found.outcome, found.why) == (Outcome.UNKNOWN, reason)


def test_commits_do_not_matter_where_versions_are_listed() -> None:
    commits = timeline({"introduced": "0"}, kind="GIT", repo="https://example.org")

    found = verdict(record(versions=["1.0.0"], ranges=[commits]), "pkg:npm/x@2.0.0")

    assert found.outcome is Outcome.NOT_AFFECTED


def test_a_withdrawn_advisory_affects_nothing() -> None:
    found = verdict({**LOG4SHELL, "withdrawn": "2026-01-01T00:00:00Z"}, LOG4J + "2.14.1")

    assert found == osv.Verdict(Outcome.NOT_AFFECTED, Reason.WITHDRAWN)


@pytest.mark.parametrize(
    ("ecosystem", "name", "text"),
    [
        ("npm", "@babel/core", "pkg:npm/%40babel/core@1.0.0"),
        ("PyPI", "zope.interface", "pkg:pypi/Zope_Interface@1.0.0"),
        ("Go", "github.com/BurntSushi/toml", "pkg:golang/github.com/burntsushi/toml@v1.0.0"),
        ("Go", "stdlib", "pkg:golang/stdlib@1.0.0"),
        ("crates.io", "serde", "pkg:cargo/serde@1.0.0"),
        ("Packagist", "Symfony/Http-Kernel", "pkg:composer/symfony/http-kernel@1.0.0"),
        ("NuGet", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json@1.0.0"),
        ("RubyGems", "rails", "pkg:gem/rails@1.0.0"),
        ("SwiftURL", "https://github.com/apple/swift-nio.git", "pkg:swift/github.com/apple/swift-nio@1.0.0"),
        ("GitHub Actions", "Actions/Checkout", "pkg:github/actions/checkout@1.0.0"),
        ("VSCode", "ms-python.python", "pkg:vscode-extension/ms-python/python@1.0.0"),
        ("Alpine:v3.18", "curl", "pkg:apk/alpine/curl@1.0.0?distro=alpine-3.18.4"),
        ("Debian:12", "curl", "pkg:deb/debian/libcurl4@1.0.0?upstream=curl&distro=debian-12"),
        ("Debian:12", "curl", "pkg:deb/debian/curl@1.0.0?distro=bookworm"),
        ("Ubuntu:Pro:18.04:LTS", "curl", "pkg:deb/ubuntu/curl@1.0.0?distro=ubuntu-18.04"),
        (
            "AlmaLinux:9",
            "curl",
            "pkg:rpm/almalinux/libcurl@1.0.0?upstream=curl-1.0.0-1.el9.src.rpm&distro=almalinux-9.3",
        ),
        ("Red Hat:enterprise_linux:8::appstream", "curl", "pkg:rpm/redhat/curl@1.0.0-1.el8_6"),
    ],
)
def test_a_package_is_found_under_both_its_names(ecosystem: str, name: str, text: str) -> None:
    value = record(ecosystem, name, ranges=[timeline({"introduced": "0"}, {"fixed": "2.0.0"})])

    assert verdict(value, text).outcome is Outcome.AFFECTED


@pytest.mark.parametrize(
    ("ecosystem", "text", "reason"),
    [
        ("Debian:12", "pkg:deb/debian/x@1?distro=debian-11", Reason.OTHER_RELEASE),
        ("Debian:12", "pkg:deb/ubuntu/x@1?distro=ubuntu-12.04", Reason.OTHER_PACKAGE),
        ("Debian:1", "pkg:deb/debian/x@1?distro=debian-12", Reason.OTHER_RELEASE),
        ("npm", "pkg:pypi/x@1", Reason.OTHER_PACKAGE),
        ("npm", "pkg:npm/y@1", Reason.OTHER_PACKAGE),
    ],
)
def test_what_is_another_is_not_affected(ecosystem: str, text: str, reason: Reason) -> None:
    value = record(ecosystem, ranges=[timeline({"introduced": "0"})])

    assert verdict(value, text) == osv.Verdict(Outcome.NOT_AFFECTED, reason)


def test_the_epoch_of_an_rpm_counts() -> None:
    value = record("Mageia:9", ranges=[timeline({"introduced": "0"}, {"fixed": "1:2.0-1.mga9"})])

    outcomes = [
        verdict(value, f"pkg:rpm/mageia/x@{rest}&distro=mageia-9").outcome
        for rest in ("3.0-1.mga9?arch=any", "1.5-1.mga9?epoch=1", "2.0-1.mga9?epoch=1", "1:2.0-1.mga9?arch=any")
    ]

    assert outcomes == [Outcome.AFFECTED, Outcome.AFFECTED, Outcome.NOT_AFFECTED, Outcome.NOT_AFFECTED]


def test_a_source_package_has_its_own_version() -> None:
    value = record("Debian:12", "gcc-12", ranges=[timeline({"introduced": "0"}, {"fixed": "12.2.0-14"})])

    outcomes = [
        verdict(value, f"pkg:deb/debian/{rest}&distro=debian-12").outcome
        for rest in ("cpp@4:12.2.0-3?upstream=gcc-12%4012.2.0-13", "cpp@4:12.2.0-3?upstream=gcc-12%4012.2.0-14")
    ]

    assert outcomes == [Outcome.AFFECTED, Outcome.NOT_AFFECTED]


def test_a_package_has_its_own_severity() -> None:
    value = record(severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"}])
    ubuntu = record(severity=[{"type": "Ubuntu", "score": "high"}])
    github = {**record(), "database_specific": {"severity": "MODERATE"}}

    bands = [(found := read(each)).band(found.affected[0]) for each in (value, ubuntu, github, record())]

    assert bands == [Band.LOW, Band.HIGH, Band.MEDIUM, Band.UNKNOWN]


def test_the_newest_cvss_counts() -> None:
    vectors = [
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N",
    ]
    value = {
        **record(),
        "severity": [{"type": "CVSS_V3", "score": vectors[0]}, {"type": "CVSS_V4", "score": vectors[1]}],
    }

    rating = read(value).rating()

    assert rating is not None
    assert rating.vector == vectors[1]


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"modified": None}, "modified", "osv-type"),
        ({"modified": "yesterday"}, "modified", "osv-time"),
        ({"modified": "2026-01-01T00:00:00"}, "modified", "osv-time"),
        ({"aliases": "CVE-1"}, "aliases", "osv-type"),
        ({"aliases": ["CVE-1", 2]}, "aliases", "osv-type"),
        ({"affected": ["x"]}, "affected[0]", "osv-type"),
        ({"affected": [{"package": {"name": "x"}}]}, "affected[0].package", "osv-required"),
        (
            {"affected": [{"package": {"ecosystem": "npm", "name": "x", "purl": "x"}}]},
            "affected[0].package.purl",
            "osv-purl",
        ),
        (
            {"affected": [{"ranges": [{"type": "X", "events": [{"introduced": "0"}]}]}]},
            "affected[0].ranges[0].type",
            "osv-range-type",
        ),
        (
            {"affected": [{"ranges": [{"type": "SEMVER", "events": [{"fixed": "1"}]}]}]},
            "affected[0].ranges[0].events",
            "osv-no-introduced",
        ),
        (
            {"affected": [{"ranges": [timeline({"introduced": "0"}, {"fixed": "1"}, {"last_affected": "2"})]}]},
            "affected[0].ranges[0].events",
            "osv-fixed-and-last",
        ),
        (
            {"affected": [{"ranges": [timeline({"introduced": "0", "fixed": "1"})]}]},
            "affected[0].ranges[0].events[0]",
            "osv-event",
        ),
        (
            {"affected": [{"ranges": [timeline({"introduced": "0"}, kind="GIT")]}]},
            "affected[0].ranges[0].repo",
            "osv-required",
        ),
        (
            {"affected": [{"ranges": [timeline({"introduced": "1.0"}, kind="GIT", repo="https://example.org")]}]},
            "affected[0].ranges[0].events",
            "osv-commit",
        ),
        ({"references": [{"type": "HEARSAY", "url": "x"}]}, "references[0]", "osv-reference"),
        ({"database_specific": "x"}, "database_specific", "osv-type"),
    ],
)
def test_what_is_wrong_has_a_place(change: dict[str, object], path: str, rule: str) -> None:
    advisory, problems = osv.read_record({"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", **change})

    assert advisory is not None
    assert [(problem.path, problem.rule) for problem in problems] == [(path, rule)]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "osv-json"),
        (b"\xff\xfe{", "osv-json"),
        (b"[" * 200_000, "osv-json"),
        (b'{"id":' * 200_000, "osv-json"),
        (b"9" * 100_000, "osv-json"),
        (b"[]", "osv-not-a-record"),
        (b"{}", "osv-required"),
        (b'{"id": 7}', "osv-type"),
        (b" " * (32 * 1024 * 1024 + 1), "osv-too-large"),
    ],
)
def test_what_is_no_advisory_is_none(content: bytes, rule: str) -> None:
    advisory, problems = osv.read(content)

    assert advisory is None
    assert problems[0].rule == rule


def test_a_time_before_all_time_is_none() -> None:
    advisory, problems = osv.read_record({"id": "x", "modified": "0001-01-01T00:00:00+23:00"})

    assert advisory is not None
    assert advisory.modified is None
    assert [problem.rule for problem in problems] == ["osv-time"]


def test_the_zero_time_of_go_is_no_time_and_no_mistake() -> None:
    advisory, problems = osv.read_record({"id": "GO-1", "modified": "0001-01-01T00:00:00Z"})

    assert advisory is not None
    assert advisory.modified is None
    assert problems == []


def test_what_no_database_stores_is_replaced() -> None:
    advisory = read({**record(), "summary": "a\x00b", "aliases": ["\ud800"]})

    assert (advisory.summary, advisory.aliases) == ("a\ufffdb", ("?",))


@pytest.mark.parametrize("depth", range(960, 1010))
def test_no_depth_makes_the_reader_fall(depth: int) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth

    advisory, problems = osv.read(
        '{"id": "TEST-1", "modified": "2026-01-01T00:00:00Z", "database_specific": ' + nested + "}"
    )

    assert advisory is None or not problems or problems[0].rule == "osv-too-deep"


def test_more_events_than_anybody_writes_are_cut_short() -> None:
    events = [{"introduced": f"{number}.0.0"} for number in range(30_000)]

    advisory, problems = osv.read_record(record(ranges=[timeline(*events)]))

    assert advisory is not None
    assert len(advisory.affected[0].spans) == 1
    assert [problem.rule for problem in problems] == ["osv-too-many"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "modified", "affected", "ranges", "events", "introduced", "fixed", "package", "severity"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_no_record_makes_the_reader_fall(value: object, inner: object) -> None:
    for each in (value, {"id": "TEST-1", "modified": "", "affected": [inner], "severity": value}):
        advisory, problems = osv.read_record(each)

        assert advisory is not None or problems
        if advisory is not None:
            osv.affects(advisory, package("pkg:npm/x@1.0.0"))

"""Package URLs: the official suite, and what SBOMs really hold."""

import gzip
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.purl import LONGEST_PURL, Purl, build, read
from commonweal.standards.purl_types import TYPES

# The suite says of this one purl in upper case that it cannot be read, and of all its likes that it can.
KNOWN = {"pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25"}


@dataclass(frozen=True)
class Outcome:
    purl: Purl | None
    problems: list[Problem]

    @property
    def is_refused(self) -> bool:
        return self.purl is None or has_errors(self.problems)

    @property
    def parts(self) -> dict[str, object]:
        assert self.purl is not None
        purl = self.purl
        return {
            "type": purl.type,
            "namespace": purl.namespace,
            "name": purl.name,
            "version": purl.version,
            "qualifiers": dict(purl.qualifiers) or None,
            "subpath": purl.subpath,
        }


def outcome(given_to_us: str | dict[str, str]) -> Outcome:
    if isinstance(given_to_us, str):
        return Outcome(*read(given_to_us))
    parts = dict(given_to_us)
    return Outcome(*build(parts.pop("type"), parts.pop("namespace"), parts.pop("name"), parts.pop("version"), **parts))


def is_passed(case: dict[str, object]) -> bool:
    found = outcome(case["input"])
    if case["expected_failure"] or found.is_refused:
        return bool(case["expected_failure"]) and found.is_refused
    return case["expected_output"] == (found.parts if case["test_type"] == "parse" else str(found.purl))


def test_purls_pass_the_official_suite(shared_data: Path) -> None:
    paths = sorted((shared_data / "conformance/purl-spec/tests/types").glob("*.json"))
    cases = [case for path in paths for case in json.loads(path.read_text(encoding="utf-8"))["tests"]]

    failed = [case["input"] for case in cases if not is_passed(case)]

    assert len(cases) == 275
    assert set(failed) <= KNOWN
    assert len(failed) == 1


def is_as_the_library_says(case: dict[str, object]) -> bool:
    found = outcome(case["purl"])
    if case["is_invalid"] or found.is_refused:
        return bool(case["is_invalid"]) and found.is_refused
    return found.parts == {key: case[key] for key in found.parts}


def test_purls_pass_the_suite_of_the_usual_library(shared_data: Path) -> None:
    path = shared_data / "conformance/packageurl-python/tests/data/test-suite-data.json"
    cases = json.loads(path.read_text(encoding="utf-8"))

    failed = [case["purl"] for case in cases if not is_as_the_library_says(case)]

    # Its namespace ends in a slash there, which the standard takes away.
    assert failed == ["pkg:golang/github.com/nats-io/nats-server/v2/server@v1.2.9"]
    assert len(cases) == 32


def test_every_official_type_has_its_rules(shared_data: Path) -> None:
    paths = sorted((shared_data / "conformance/purl-spec/types").glob("*-definition.json"))
    definitions = [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    differ = {
        definition["type"]
        for definition in definitions
        if definition["namespace_definition"]["requirement"] != TYPES[definition["type"]].namespace
    }
    refused = [
        example for definition in definitions for example in definition["examples"] if outcome(example).is_refused
    ]

    assert len(definitions) == 42
    assert differ == {"golang"}
    assert refused == []


def test_purls_of_real_images_are_read(shared_data: Path) -> None:
    with gzip.open(shared_data / "sboms-purls/bom-shelter-purls.tsv.gz", "rt", encoding="utf-8") as lines:
        texts = [line.rstrip("\n").split("\t")[-1] for line in islice(lines, 0, 200_000, 40)]

    refused = [text for text in texts if outcome(text).is_refused]

    assert len(texts) == 5_000
    assert refused == []


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("pkg:PyPI/Django_Package@1.0.RC1", "pkg:pypi/django-package@1.0.rc1"),
        ("pkg:npm/@Babel/core@7", "pkg:npm/%40Babel/core@7"),
        ("pkg:npm/%40babel/core@7", "pkg:npm/%40babel/core@7"),
        ("pkg:golang/github.com/BurntSushi/toml@v1.0#/a/../b/", "pkg:golang/github.com/BurntSushi/toml@v1.0#a/b"),
        ("pkg:golang/go.uber.org@v1", "pkg:golang/go.uber.org@v1"),
        ("pkg:GitHub/Owner/Repo@feature/x", "pkg:github/owner/repo@feature%2Fx"),
        ("pkg:deb/Debian/Curl@7.50.3-1+b1?distro=&arch=i386", "pkg:deb/debian/curl@7.50.3-1%2Bb1?arch=i386"),
        ("pkg://maven//org.apache/io@1%2E0", "pkg:maven/org.apache/io@1.0"),
        ("pkg:pub/My-Package@1", "pkg:pub/my_package@1"),
        ("pkg:hackage/a_b@1", "pkg:hackage/a-b@1"),
        ("pkg:cpan/gdt/URI-PackageURL@2", "pkg:cpan/GDT/URI-PackageURL@2"),
        (
            "pkg:mlflow/Model@1?repository_url=https://x.databricks.net",
            "pkg:mlflow/model@1?repository_url=https:%2F%2Fx.databricks.net",
        ),
        ("pkg:brew/openssl%401.1@1.1.1w", "pkg:brew/openssl%401.1@1.1.1w"),
        ("pkg:generic/caf%C3%A9@1", "pkg:generic/caf%C3%A9@1"),
        ("pkg:something-new/x@1", "pkg:something-new/x@1"),
    ],
)
def test_a_purl_takes_its_canonical_form(text: str, canonical: str) -> None:
    found = outcome(text)

    assert str(found.purl) == canonical
    assert not found.is_refused
    assert [problem.severity for problem in found.problems] == ([] if text == canonical else [Severity.WARNING])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "purl-scheme"),
        ("https://example.org", "purl-scheme"),
        ("pkg:npm", "purl-name"),
        ("pkg:npm/", "purl-name"),
        ("pkg:npm/@1.0", "purl-name"),
        ("pkg:n+p/x", "purl-type"),
        ("pkg:1npm/x", "purl-type"),
        ("pkg:generic/x@%FF", "purl-encoding"),
        ("pkg:generic/x@%00", "purl-encoding"),
        ("pkg:generic/\ud800", "purl-encoding"),
        ("pkg:generic/" + "x" * LONGEST_PURL, "purl-too-long"),
    ],
)
def test_what_is_no_purl_is_none(text: str, rule: str) -> None:
    purl, problems = read(text)

    assert purl is None
    assert [problem.rule for problem in problems] == [rule]


@pytest.mark.parametrize(
    ("text", "rule", "path"),
    [
        ("pkg:pypi/a/b@1", "purl-namespace", "namespace"),
        ("pkg:swift/Alamofire@5", "purl-namespace", "namespace"),
        ("pkg:julia/Dates", "purl-qualifier", "qualifiers.uuid"),
        ("pkg:generic/x?a=1&a=2", "purl-qualifier", "qualifiers.a"),
        ("pkg:generic/x?a%20b=1", "purl-qualifier", "qualifiers"),
        ("pkg:cpan/URI::PackageURL", "purl-name", "name"),
        ("pkg:chrome-extension/xyz@1", "purl-name", "name"),
        ("pkg:generic/100%", "purl-encoding", ""),
    ],
)
def test_a_purl_against_its_rules_is_read_with_an_error(text: str, rule: str, path: str) -> None:
    purl, problems = read(text)

    assert purl is not None
    assert [(problem.rule, problem.path) for problem in problems] == [(rule, path)]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("pkg:pypi/Zope.Interface@5", ("pypi", "zope-interface")),
        ("pkg:maven/org.apache.logging.log4j/log4j-core@2", ("maven", "org.apache.logging.log4j:log4j-core")),
        ("pkg:npm/%40angular/core", ("npm", "@angular/core")),
        ("pkg:golang/github.com/BurntSushi/toml", ("golang", "github.com/burntsushi/toml")),
        ("pkg:nuget/Newtonsoft.Json", ("nuget", "newtonsoft.json")),
        ("pkg:deb/ubuntu/curl", ("deb", "curl")),
    ],
)
def test_a_package_has_one_identity(text: str, identity: tuple[str, str]) -> None:
    purl, _ = read(text)

    assert purl is not None
    assert purl.identity == identity


PARTS = st.text(max_size=12)


@given(st.sampled_from([*TYPES, "unheard-of"]), PARTS, PARTS, PARTS, st.dictionaries(PARTS, PARTS, max_size=3), PARTS)
def test_what_is_built_and_written_reads_the_same(
    purl_type: str, namespace: str, name: str, version: str, qualifiers: dict[str, str], subpath: str
) -> None:
    purl, problems = build(purl_type, namespace, name, version, qualifiers=qualifiers, subpath=subpath)

    if purl is not None and not has_errors(problems):
        assert read(str(purl)) == (purl, [])


@given(st.text(max_size=40) | st.text(alphabet="pkg:/@?#&=%2Fan.", max_size=40).map(lambda text: "pkg:" + text))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    purl, problems = read(text)

    assert purl is not None or has_errors(problems)

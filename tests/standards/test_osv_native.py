"""Ruby and PHP advisories in the YAML of their own databases; every example here is made up."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from commonweal.standards import osv, versions
from commonweal.standards.cvss import Band
from commonweal.standards.osv import Advisory, Outcome, friendsofphp, rubysec
from commonweal.standards.purl import build
from commonweal.standards.versions.intervals import contains

GEM = """
gem: borgo-desk
cve: 2026-0001
ghsa: aaaa-bbbb-cccc
url: https://desk.esempia.example/1
title: Letters of others can be read
date: 2026-03-01
description: |
  Whoever guesses a number reads the letter.
cvss_v2: 5.0
cvss_v3: 9.8
patched_versions:
  - "~> 1.2.3"
  - ">= 2.0.1"
unaffected_versions:
  - "< 1.0"
related:
  url: [https://desk.esempia.example/1, https://desk.esempia.example/2]
"""

PACKAGE = """
title: Letters of others can be read
link: https://desk.esempia.example/1
cve: CVE-2026-0001
branches:
  1.x:
    time: 2026-03-02 10:00:00
    versions: [">=1.2", "<1.2.4"]
  2.x:
    time: 2026-03-01 9:00:00
    versions: [">=2.0.0", "<=2.1"]
reference: composer://borgo/desk
"""


def ruby(text: str, path: str = "gems/borgo-desk/CVE-2026-0001.yml") -> Advisory:
    advisory, problems = rubysec.read(text.encode(), path)
    assert advisory is not None
    assert problems == []
    return advisory


def php(text: str) -> Advisory:
    advisory, problems = friendsofphp.read(text.encode(), "borgo/desk/CVE-2026-0001.yaml")
    assert advisory is not None
    assert problems == []
    return advisory


def test_a_ruby_advisory_is_read_whole() -> None:
    advisory = ruby(GEM)

    assert advisory.id == "RUBYSEC-borgo-desk-CVE-2026-0001"
    assert advisory.aliases == ("CVE-2026-0001", "GHSA-aaaa-bbbb-cccc")
    assert str(advisory.published) == "2026-03-01 00:00:00+00:00"
    assert advisory.modified is None
    assert advisory.details.startswith("Whoever guesses")
    assert [reference.url[-1] for reference in advisory.references] == ["1", "2"]
    assert advisory.band() is Band.CRITICAL
    assert advisory.affected[0].identity == ("gem", "borgo-desk")


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        *(("0.9", False), ("1.0", True), ("1.0.rc1", False), ("1.2.2", True), ("1.2.3", False), ("1.2.99", False)),
        *(("1.3.rc1", True), ("1.3", True), ("2.0.0", True), ("2.0.1.rc1", True), ("2.0.1", False), ("3", False)),
    ],
)
def test_a_gem_is_affected_by_what_no_requirement_allows(version: str, is_affected: bool) -> None:
    purl, _ = build("gem", None, "borgo-desk", version)
    assert purl is not None

    verdict = osv.affects(ruby(GEM), purl)

    assert verdict.outcome is (Outcome.AFFECTED if is_affected else Outcome.NOT_AFFECTED)


def test_one_safe_version_leaves_what_lies_beside_it() -> None:
    advisory = ruby('gem: x\ndate: 2026-03-01\npatched_versions: ["= 1.5"]\n')

    assert [found for found in ("1.4.9", "1.5", "1.5.0", "1.5.1") if is_in(advisory, "gem", found)] == [
        "1.4.9",
        "1.5.1",
    ]


def test_a_gem_that_nobody_mended_is_affected_in_every_version() -> None:
    advisory = ruby("gem: x\ndate: 2026-03-01\n")

    assert [str(event.kind) for each in advisory.affected[0].ranges for event in each.events] == ["introduced"]


def test_an_advisory_by_which_everything_is_safe_has_a_warning_and_no_answer() -> None:
    content = b'gem: x\ndate: 2026-03-01\npatched_versions: [">= 2"]\nunaffected_versions: ["< 2"]\n'

    advisory, problems = rubysec.read(content, "gems/x/CVE-2026-0003.yml")

    purl, _ = build("gem", None, "x", "1")
    assert [problem.rule for problem in problems] == ["osv-nothing-affected"]
    assert advisory is not None
    assert purl is not None
    assert osv.affects(advisory, purl).outcome is Outcome.UNKNOWN


def test_an_advisory_about_the_interpreter_is_of_no_gem() -> None:
    advisory = ruby(
        'engine: jruby\ndate: 2026-03-01\npatched_versions: [">= 9.4.1"]\n', "rubies/jruby/CVE-2026-0002.yml"
    )

    assert advisory.affected[0].identity == ("generic", "jruby")
    assert is_in(advisory, "generic", "9.4.0")


def test_a_php_advisory_is_read_whole() -> None:
    advisory = php(PACKAGE)

    assert advisory.id == "FOP-borgo-desk-CVE-2026-0001"
    assert advisory.aliases == ("CVE-2026-0001",)
    assert str(advisory.published) == "2026-03-01 09:00:00+00:00"
    assert advisory.affected[0].identity == ("composer", "borgo/desk")
    assert json.loads(advisory.database_specific) == {"branches": ["1.x", "2.x"]}


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        *(("1.1.9", False), ("1.2.0-alpha1", True), ("1.2", True), ("1.2.3", True), ("1.2.4", False)),
        *(("1.2.4-beta1", True), ("2.0", True), ("2.0.0-rc1", True), ("2.1.0", True), ("2.1.1", False)),
    ],
)
def test_a_php_package_is_affected_as_composer_compares(version: str, is_affected: bool) -> None:
    purl, _ = build("composer", "borgo", "desk", version)
    assert purl is not None

    verdict = osv.affects(php(PACKAGE), purl)

    assert verdict.outcome is (Outcome.AFFECTED if is_affected else Outcome.NOT_AFFECTED)


@pytest.mark.parametrize("read", [rubysec.read, friendsofphp.read])
@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"- a list", "osv-not-a-record"),
        (b"a: [", "osv-yaml"),
        (b"title: nameless", "osv-required"),
        (b"a: &a [1]\nb: [" + b"*a, " * 30_000 + b"]", "osv-yaml"),
        (b"x" * 1_000_001, "osv-too-large"),
    ],
)
def test_what_is_no_advisory_is_none(read: Callable[..., object], content: bytes, rule: str) -> None:
    advisory, problems = read(content, "x.yml")  # type: ignore[misc]

    assert advisory is None
    assert [problem.rule for problem in problems] == [rule]


def test_a_requirement_that_is_not_understood_makes_nothing_safe() -> None:
    advisory, problems = rubysec.read(b'gem: x\ndate: 2026-03-01\npatched_versions: ["later", ">= 2"]\n', "x.yml")

    assert [problem.path for problem in problems] == ["patched_versions[0]"]
    assert advisory is not None
    assert is_in(advisory, "gem", "1")


def test_a_constraint_that_is_not_understood_makes_nothing_safe() -> None:
    advisory, problems = friendsofphp.read(
        b'reference: composer://a/b\nbranches: {1.x: {versions: ["dev-main", "<2"]}, 2.x: {}, 3.x: soon}', "x.yaml"
    )

    paths = [problem.path for problem in problems]
    assert paths == ["branches.3.x", "branches.1.x.versions[0]", "branches.2.x.versions"]
    assert advisory is not None
    assert is_in(advisory, "composer", "0.1")


def is_in(advisory: Advisory, order: str, version: str) -> bool:
    key = versions.key(order, version)
    assert key is not None
    return contains(advisory.affected[0].intervals, key)


def test_every_ruby_advisory_says_what_its_requirements_say(shared_data: Path) -> None:
    """Asked requirement by requirement, as RubyGems does, for every version that is named and one beside it."""
    wrong, refused, asked, count = [], [], 0, 0
    for path, record in raw_records(shared_data / "osv/rubysec/rubysec.jsonl"):
        count += 1
        advisory, problems = rubysec.read(as_yaml(record), path)
        if advisory is None or problems:
            refused.append(advisory.id if advisory else path)
            continue
        requirements = [*record.get("patched_versions", []), *record.get("unaffected_versions", [])]
        if "gem" not in record:
            continue
        for version in {
            found + more for text in requirements for found in numbers(text) for more in ("", ".1", ".rc1")
        }:
            asked += 1
            is_safe = any(all(satisfies(version, part) for part in each.split(",")) for each in requirements)
            if is_in(advisory, "gem", version) is is_safe:
                wrong.append((path, version))

    assert (count, refused) == (1381, ["RUBYSEC-ckeditor-CVE-2021-32808", "RUBYSEC-cron_parser-CVE-2019-15224"])
    assert asked > 5_000
    assert wrong == []


def satisfies(version: str, requirement: str) -> bool:
    """Evaluate one requirement as `Gem::Requirement` documents it."""
    sign, _, bound = requirement.strip().rpartition(" ")
    one, other = versions.key("gem", version), versions.key("gem", bound)
    assert one is not None
    assert other is not None
    if sign.strip() != "~>":
        return {"=": one == other, "": one == other, ">": one > other, ">=": one >= other, "<": one < other}.get(
            sign.strip(), one <= other
        )
    release = versions.key("gem", re.split(r"[.-]?[A-Za-z-]", version)[0])
    parts = [int(part) for part in re.split(r"[.-]?[A-Za-z-]", bound)[0].split(".")]
    parts = parts[:-1] or parts
    bumped = versions.key("gem", ".".join(map(str, [*parts[:-1], parts[-1] + 1])))
    assert release is not None
    assert bumped is not None
    return one >= other and release < bumped


def test_every_php_advisory_says_what_its_constraints_say(shared_data: Path) -> None:
    """Asked constraint by constraint, on versions of four numbers as Composer makes them."""
    wrong, refused, asked, count = [], [], 0, 0
    for path, record in raw_records(shared_data / "osv/friendsofphp/friendsofphp.jsonl"):
        count += 1
        advisory, problems = friendsofphp.read(as_yaml(record), path)
        if advisory is None or problems:
            refused.append(path)
            continue
        branches = [branch["versions"] for branch in record["branches"].values()]
        bounds = " ".join(text for branch in branches for text in branch)
        named = re.findall(r"(?<![\d.a-z])\d+(?:\.\d+)*", bounds)
        for version in {found + more for found in named for more in ("", ".1", ".0")[: 1 if "-" in bounds else 3]}:
            asked += 1
            meant = any(all(holds(version, text) for text in branch) for branch in branches)
            if is_in(advisory, "composer", version) is not meant:
                wrong.append((path, version))

    assert (count, refused) == (1592, [])
    assert asked > 10_000
    assert wrong == []


def holds(version: str, constraint: str) -> bool:
    sign, bound = re.split(r"(?=\d)", constraint, maxsplit=1)
    stability = (1 if "-p" in bound else -1) if "-" in bound else 0
    one, other = (*four(version), 0), (*four(re.split(r"-", bound)[0]), stability)
    return {">": one > other, ">=": one >= other, "<": one < other, "<=": one <= other}[sign.strip()]


def four(version: str) -> tuple[int, ...]:
    return tuple([*map(int, version.split(".")), 0, 0, 0, 0, 0][:5])


def raw_records(path: Path) -> list[tuple[str, dict]]:
    with path.open(encoding="utf-8") as lines:
        return [(found["_path"], found["_data"]) for found in map(json.loads, lines)]


def as_yaml(record: dict) -> bytes:
    return yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\w.]*", text)

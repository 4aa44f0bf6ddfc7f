"""The reader against advisories of thirteen databases, its schema, and an oracle free of range logic."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import jsonschema_rs
import pytest

from commonweal.standards import osv
from commonweal.standards.osv import Advisory, Affected, Outcome
from commonweal.standards.problems import has_errors
from commonweal.standards.purl import build

PIN = re.compile(r"\s*([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*==\s*([^\s;#\\,]+)")
# Databases, and how many records are taken: of the large ones every fifth.
SOURCES = {
    "almalinux": 1136,
    "bitnami": 1489,
    "go": 859,
    "haskell": 35,
    "julia": 1703,
    "ocaml": 26,
    "oss-fuzz": 806,
    "pypa": 2661,
    "rconsortium": 14,
    "rustsec": 1206,
}
# A nightly build is the first affected version there: "nightly.2026-03-10.0".
NAMELESS = {"BIT-mastodon-2026-47777"}
LARGE = {"almalinux", "bitnami", "go", "oss-fuzz"}


def records(folder: Path) -> Iterator[dict]:
    for path in sorted(folder.glob("*.jsonl*")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from map(json.loads, islice(lines, 0, None, 5 if folder.name in LARGE else 1))


@pytest.mark.parametrize("source", SOURCES)
def test_what_the_schema_accepts_is_read_without_errors(shared_data: Path, source: str) -> None:
    schema = json.loads((shared_data / "conformance/osv-schema/validation/schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)

    found = list(records(shared_data / "osv" / source))

    differ = [record["id"] for record in found if validator.is_valid(record) == has_errors(osv.read_record(record)[1])]
    assert len(found) == SOURCES[source]
    assert differ == []


@pytest.mark.parametrize("source", sorted(SOURCES.keys() - {"oss-fuzz"}))
def test_every_version_in_a_range_has_its_order(shared_data: Path, source: str) -> None:
    advisories = [osv.read_record(record)[0] for record in records(shared_data / "osv" / source)]

    unordered = [advisory.id for advisory in advisories if advisory for each in advisory.affected if has_no_order(each)]

    assert set(unordered) <= NAMELESS


def has_no_order(affected: Affected) -> bool:
    return affected.has_unordered_ranges and any(each.type != "GIT" for each in affected.ranges)


def test_the_examples_of_the_schema_are_read(shared_data: Path) -> None:
    tools = shared_data / "conformance/osv-schema/tools"
    paths = [
        *tools.glob("ghsa/testdata/*.osv.json"),
        *tools.glob("osv-linter/testdata/*.json"),
        *tools.glob("redhat/**/OSV/*.json"),
    ]

    refused = [path.name for path in paths if has_errors(osv.read(path.read_bytes())[1])]

    assert len(paths) == 11
    assert refused == []


def test_the_oracle_of_pinned_python_packages_is_matched_exactly(shared_data: Path) -> None:
    by_package: dict[tuple[str, str], list[Advisory]] = defaultdict(list)
    for record in records(shared_data / "osv/pypa"):
        advisory, _ = osv.read_record(record)
        assert advisory is not None
        for identity in {affected.identity for affected in advisory.affected}:
            by_package[identity].append(advisory)
    expected = json.loads((shared_data / "osv/expected_pypi_matches.json").read_text(encoding="utf-8"))

    found, wanted, pins = {}, {}, 0
    for file in expected["files"]:
        path = shared_data / "sboms" / file["file"]
        if path.is_file():
            pinned = pins_of(path)
            assert len(pinned) == file["pins"]
            pins += len(pinned)
            found[file["file"]] = matches(pinned, by_package)
            wanted[file["file"]] = {(match["package"], match["version"], match["id"]) for match in file["matches"]}

    assert found == wanted
    assert pins > 0


def pins_of(path: Path) -> set[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {(match[1], match[2]) for line in lines if (match := PIN.match(line))}


def matches(
    pinned: set[tuple[str, str]], by_package: dict[tuple[str, str], list[Advisory]]
) -> set[tuple[str, str, str]]:
    """Give package, version and advisory of each that is affected; nothing may stay unknown."""
    found = set()
    for name, version in pinned:
        purl, _ = build("pypi", None, name, version)
        assert purl is not None
        for advisory in by_package[purl.identity]:
            verdict = osv.affects(advisory, purl)
            assert verdict.outcome is not Outcome.UNKNOWN
            if verdict.outcome is Outcome.AFFECTED:
                found.add((name, version, advisory.id))
    return found

"""The official documents of CycloneDX and SPDX, and real lists of parts, are read as they should be."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from commonweal.standards.problems import has_errors
from commonweal.standards.sbom import Format, read
from commonweal.standards.sbom.cyclonedx_words import VERSIONS

# Documents whose only fault is one that a JSON Schema cannot see (a reference used twice) or that we only warn of
# (an address with characters that addresses do not have).
MAY_DIFFER = {"repeated-reference", "wrong-address", "wrong-date"}
# Why a file of the corpus may be refused; everything else must be read.
REASONS = {"json-syntax", "xml-syntax", "yaml-syntax", "unknown-format", "empty"}


def official(shared_data: Path, version: str, kind: str) -> Iterator[Path]:
    folder = shared_data / "conformance/cyclonedx-specification/tools/src/test/resources" / version
    return (path for path in sorted(folder.glob(f"{kind}*")) if path.suffix in (".json", ".xml"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_valid_document_of_cyclonedx_is_read_without_error(shared_data: Path, version: str) -> None:
    wrong = []
    for path in official(shared_data, version, "valid"):
        sbom, problems = read(path.read_bytes(), path.name)
        if sbom is None or sbom.format is not Format.CYCLONEDX or sbom.version != version or has_errors(problems):
            wrong.append((path.name, problems[:2]))

    assert wrong == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_invalid_document_of_cyclonedx_is_told_to_be_wrong(shared_data: Path, version: str) -> None:
    passed = [
        path.name
        for path in official(shared_data, version, "invalid")
        if not has_errors(read(path.read_bytes(), path.name)[1])
    ]

    assert passed == []


def test_our_verdict_is_that_of_the_schemas(shared_data: Path) -> None:
    schemas = shared_data / "conformance/cyclonedx-specification/schema"
    texts = {
        f"http://cyclonedx.org/schema/{path.name}": json.loads(path.read_text()) for path in schemas.glob("*.json")
    }
    registry = jsonschema_rs.Registry(list(texts.items()))
    validators = {
        version: jsonschema_rs.validator_for(
            texts[f"http://cyclonedx.org/schema/bom-{version}.schema.json"], registry=registry
        )
        for version in VERSIONS[2:]
    }
    counts: Counter[bool] = Counter()
    for path in sorted((shared_data / "sboms").glob("*/*/*.json")):
        sbom, problems = read(path.read_bytes(), path.name)
        if sbom and sbom.format is Format.CYCLONEDX and sbom.version in validators:
            document = json.loads(path.read_bytes().decode("utf-8-sig"))
            is_valid = validators[sbom.version].is_valid(document)
            counts[is_valid is not has_errors(problems) or bool({each.rule for each in problems} & MAY_DIFFER)] += 1

    assert counts[True] >= 0.98 * counts.total()


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("spdx-examples/software", "**/spdx[23]*/*.spdx*"),
        ("spdx-examples", "**/spdx3.0/*.json"),
        ("spdx-spec/examples/jsonld", "*.json"),
        ("spdx-tools-python/tests/spdx/data", "*.*"),
    ],
)
def test_the_documents_of_spdx_are_read_in_every_encoding(shared_data: Path, folder: str, pattern: str) -> None:
    for path in sorted((shared_data / "conformance" / folder).glob(pattern)):
        if path.suffix == ".sha256" or not path.is_file():
            continue
        sbom, problems = read(path.read_bytes(), path.name)

        assert sbom is not None, (path.name, problems)
        assert sbom.format is Format.SPDX
        assert sbom.components or sbom.subject or "SPDXLite" in path.name, path.name


def test_every_real_list_is_read_or_refused_with_a_reason(shared_data: Path) -> None:
    counts: Counter[bool] = Counter()
    for path in sorted((shared_data / "sboms").glob("*/*/*")):
        sbom, problems = read(path.read_bytes(), path.name)
        counts[sbom is not None] += 1

        if sbom is None:
            assert problems[-1].rule in REASONS, (path.name, problems[-1])
            assert problems[-1].message

    assert counts[True] >= 0.98 * counts.total()


def test_real_lists_have_the_components_that_others_counted(shared_data: Path) -> None:
    manifest = (shared_data / "sboms/manifest.dev.csv").read_text().splitlines()
    columns = manifest[0].split(",")
    counts: Counter[bool] = Counter()
    for line in manifest[1:]:
        row = dict(zip(columns, line.split(","), strict=False))
        path = shared_data / "sboms" / row["file"]
        if row.get("parse") == "ok" and path.is_file() and row["components"].isdigit():
            sbom, _ = read(path.read_bytes(), path.name)
            every = len(sbom.components) + (sbom.subject is not None) if sbom else 0
            packages = len(sbom.packages) + (sbom.subject is not None) if sbom else 0
            # Whether files and the subject count is a matter of taste.
            counts[packages - 1 <= int(row["components"]) <= every] += 1

    assert counts[True] >= 0.98 * counts.total()


def test_every_real_lock_file_is_read(shared_data: Path) -> None:
    for path in sorted((shared_data / "sboms/lockfiles").glob("*/*")):
        sbom, problems = read(path.read_bytes(), path.name.rpartition("__")[2])

        assert sbom is not None, (path.name, problems)
        assert sbom.format is Format.LOCK_FILE
        assert not has_errors(problems), (path.name, problems)

"""The published schema is what the model says, and agrees with the checker."""

import json
from pathlib import Path

import jsonschema_rs

from commonweal.standards.publiccode import check
from commonweal.standards.publiccode.document import parse, to_json
from commonweal.standards.publiccode.schema import schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "publiccode.schema.json"
# What a schema cannot say: registers, encodings, and one key beside another spelling of itself.
BEYOND_A_SCHEMA = {
    "description_invalid_language.yml", "file_encoding.yml", "it_IT_duplicated.yml", "legal_license_invalid.yml",
    "logo_unsupported_extension.yml",
}  # fmt: skip


def test_the_published_schema_is_the_one_made_from_the_model() -> None:
    assert json.loads(PUBLISHED.read_text()) == schema(), (
        "run `python -m commonweal.standards.publiccode.schema > docs/publiccode.schema.json`"
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema_rs.meta.validate(schema())


def test_the_standards_examples_and_all_real_files_are_judged_alike(shared_data: Path) -> None:
    standard = shared_data / "conformance" / "publiccodeyml-standard" / "docs"
    files = [*(shared_data / "publiccode").glob("*.yml"), *standard.rglob("*.yml")]

    assert len(files) > 100
    assert {file.name for file in files if not is_judged_alike(file)} == set()


def test_the_references_cases_are_judged_alike_but_for_what_no_schema_can_say(shared_data: Path) -> None:
    suite = shared_data / "conformance" / "publiccode-parser-go" / "testdata" / "v0"

    assert {file.name for file in suite.rglob("*.yml") if not is_judged_alike(file)} == BEYOND_A_SCHEMA


def is_judged_alike(file: Path) -> bool:
    validator = jsonschema_rs.validator_for(schema(), validate_formats=True)
    root = parse(file.read_bytes()).root
    return root is None or validator.is_valid(to_json(root)) == check(file.read_bytes()).is_valid

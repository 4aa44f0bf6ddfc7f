"""A product proposed as a digital public good: licences against real nominees, the file against the real schema."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from commonweal.assessments.documents.dpg import nominee_of
from commonweal.assessments.queries.dpg import checks_of, licence_will_do
from commonweal.assessments.rules.dpg import Asset, is_accepted, licences_in
from commonweal.assessments.rules.frozen import Evidence
from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.standards.licences import read_expression
from tests.catalogue.findings import finding

SAID = {"1.1": [Evidence(note="goals 11 and 16")], "1.2": [Evidence("https://mense.example/impact", "Fewer queues.")]}


def product(**changes: Any) -> Entry:
    """A product of the catalogue, described in English, with links and an owner."""
    told = "organisation: {name: Borgo}\nlandingURL: https://mense.example\n"
    more = changes.pop("more", told)
    published = catalogue.publish(
        finding=finding(language="en", short="School meals for towns", more=more, **changes), by=None
    )
    assert published.entry is not None
    return published.entry


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-NC-4.0 OR MIT", True),
        ("CC-BY-NC-4.0 AND MIT", False),
        ("LicenseRef-ours", False),
        ("Ours OR MIT", True),
        ("Ours AND MIT", None),
        ("Ours AND CC-BY-NC-4.0", False),
    ],
)
def test_a_choice_needs_one_accepted_licence_and_a_combination_all(licence: str, expected: bool | None) -> None:
    expression = read_expression(licence)
    assert expression is not None

    assert is_accepted(expression, lambda identifier: identifier == "MIT") is expected


def test_the_registry_calls_gnu_licences_by_their_old_names() -> None:
    expression = read_expression("GPL-3.0-or-later OR (EUPL-1.2 AND GPL-3.0-only)")
    assert expression is not None

    assert licences_in(expression) == ("GPL-3.0", "EUPL-1.2")


@pytest.mark.parametrize(
    ("licence", "asset", "expected"),
    [
        ("EUPL-1.2", Asset.SOFTWARE, True),
        ("CC-BY-4.0", Asset.SOFTWARE, False),
        ("CC-BY-4.0", Asset.CONTENT, True),
        ("CC-BY-ND-4.0", Asset.CONTENT, False),
        ("ODbL-1.0", Asset.DATA, True),
        ("ODbL-1.0", Asset.MODEL, True),
        ("MIT", Asset.DATA, False),
        ("as you like it", Asset.SOFTWARE, None),
    ],
)
def test_which_licence_will_do_hangs_on_what_it_is_for(licence: str, asset: Asset, expected: bool | None) -> None:
    assert licence_will_do(licence, [asset]) is expected


def test_recognised_goods_have_licences_that_will_do_but_for_one(shared_data: Path) -> None:
    nominees = json.loads((shared_data / "practice" / "dpg-nominees-2024.json").read_text())

    judged = [
        (row["stage"], row["name"], licence, licence_will_do(licence, [Asset(each) for each in row["type"]]))
        for row in nominees
        for licence in row["licenses"]
    ]

    assert Counter((stage, holds) for stage, _, _, holds in judged) == {
        ("DPG", True): 181,
        ("DPG", False): 1,
        ("nominee", True): 68,
        ("nominee", False): 1,
    }
    # Looked at by hand, and told in docs/reference/instruments.md.
    assert [(name, licence) for _, name, licence, holds in judged if not holds] == [
        ("Antura and the Letters", "CC-BY-4.0"),
        ("Project Catalog Management Tool", "CC-BY-SA-4.0"),
    ]


@pytest.mark.django_db
def test_a_nominee_has_the_shape_of_the_registry(shared_data: Path) -> None:
    schema = json.loads((shared_data / "practice" / "dpg-nominee-schema.json").read_text())

    nominee = nominee_of(product(), SAID)

    written = json.loads(nominee.as_json())
    assert nominee.is_complete
    assert faults(written, schema) == []
    assert written["SDGs"][0] == {
        "SDGNumber": 11,
        "evidenceText": "Fewer queues.",
        "evidenceURL": "https://mense.example/impact",
    }
    assert written["license"] == [{"spdx": "EUPL-1.2", "licenseURL": "https://git.example/borgo/mense-facili"}]


@pytest.mark.django_db
def test_what_a_nominee_lacks_is_named_and_the_schema_lacks_the_same(shared_data: Path) -> None:
    schema = json.loads((shared_data / "practice" / "dpg-nominee-schema.json").read_text())

    nominee = nominee_of(product(more="", licence="as you like it"), {})

    found = {fault.split("/")[1].partition(":")[0] for fault in faults(json.loads(nominee.as_json()), schema)}
    assert set(nominee.missing) == {"license", "organizations", "SDGs"}
    assert found == {"license", "SDGs"}  # an empty list of organisations is fine by the schema, not by its standard


@pytest.mark.django_db
def test_the_catalogue_tells_what_it_sees_and_nothing_more() -> None:
    seen = {check.question: (check.holds, check.key) for check in checks_of(product())}
    bare = {
        check.question: (check.holds, check.key)
        for check in checks_of(product(name="Other", more="", licence="CC-BY-4.0"))
    }

    assert seen == {
        "2.1": (True, "accepted"),
        "2.2": (None, "reachable"),
        "3.1": (True, "owner"),
        "5.1": (None, "no-docs"),
        "6.2": (None, "no-interface"),
    }
    assert (bare["2.1"], bare["3.1"]) == ((False, "not-accepted"), (None, "no-owner"))


def test_the_check_of_the_schema_sees_faults() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"b": {"type": "array", "minItems": 1, "items": {"enum": [1]}}},
    }

    assert faults({"b": [2]}, schema) == ["/a: missing", "/b/0: not one of those allowed"]
    assert faults({"a": 1, "b": []}, schema) == ["/b: too few"]
    assert faults([], schema) == [": not an object"]


def faults(value: Any, schema: Mapping[str, Any], path: str = "") -> list[str]:
    """What a value lacks by a JSON schema, as far as that of nominees goes."""
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{path}: not one of those allowed"]
    if schema.get("type") == "object":
        return _faults_of_object(value, schema, path)
    if schema.get("type") == "array":
        return _faults_of_array(value, schema, path)
    kinds: dict[str, type | tuple[type, ...]] = {"string": str, "number": (int, float)}
    fits = "type" not in schema or isinstance(value, kinds[schema["type"]])
    return [] if fits else [f"{path}: not a {schema['type']}"]


def _faults_of_object(value: Any, schema: Mapping[str, Any], path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    found = [f"{path}/{name}: missing" for name in schema.get("required", ()) if name not in value]
    for name, of in schema.get("properties", {}).items():
        found += faults(value[name], of, f"{path}/{name}") if name in value else []
    return found


def _faults_of_array(value: Sequence[Any], schema: Mapping[str, Any], path: str) -> list[str]:
    found = [f"{path}: too few"] if len(value) < schema.get("minItems", 0) else []
    if schema.get("uniqueItems") and any(each in value[:place] for place, each in enumerate(value)):
        found.append(f"{path}: twice there")
    return found + [
        fault for place, each in enumerate(value) for fault in faults(each, schema.get("items", {}), f"{path}/{place}")
    ]

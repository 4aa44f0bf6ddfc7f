"""Statements about weaknesses are understood in each format, and hostile documents cost little."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards.problems import Problem, Severity, has_errors
from commonweal.standards.sbom import Limits
from commonweal.standards.vex import Format, Justification, Response, State, VexDocument, read

CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "version": 3,
    "metadata": {
        "timestamp": "2026-11-21T10:00:00Z",
        "authors": [{"name": "Aino"}],
        "component": {"type": "application", "bom-ref": "desk", "name": "Borgo Desk", "version": "2"},
    },
    "components": [
        {"type": "library", "bom-ref": "log", "name": "log", "version": "2.4", "purl": "pkg:npm/log@2.4"},
    ],
    "vulnerabilities": [
        {
            "id": "CVE-2021-44228",
            "source": {"url": "https://example.org/CVE-2021-44228"},
            "references": [{"id": "GHSA-jfh8-c2jp-5v3q", "source": {"name": "GitHub"}}],
            "recommendation": "Update to 2.17.",
            "analysis": {
                "state": "not_affected",
                "justification": "code_not_reachable",
                "response": ["update", "will_not_fix"],
                "detail": "Nothing calls it.",
                "firstIssued": "2026-11-20T10:00:00Z",
            },
            "affects": [{"ref": "log"}, {"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#other"}],
        }
    ],
}

CYCLONEDX_XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <components>
    <component type="library" bom-ref="log">
      <name>log</name><version>2.4</version><purl>pkg:npm/log@2.4</purl>
    </component>
  </components>
  <vulnerabilities>
    <vulnerability>
      <id>CVE-2021-44228</id>
      <references><reference><id>GHSA-jfh8-c2jp-5v3q</id><source><name>GitHub</name></source></reference></references>
      <recommendation>Update to 2.17.</recommendation>
      <analysis>
        <state>exploitable</state>
        <responses><response>update</response></responses>
        <detail>It is called.</detail>
      </analysis>
      <affects>
        <target><ref>log</ref><versions>
          <version><range>vers:npm/&gt;=2.0|&lt;2.17.0</range><status>affected</status></version>
          <version><version>2.17.1</version><status>unaffected</status></version>
        </versions></target>
      </affects>
    </vulnerability>
  </vulnerabilities>
</bom>"""

OPENVEX: dict[str, Any] = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://example.org/vex/1",
    "author": "Aino",
    "role": "vendor",
    "timestamp": "2026-11-21T10:00:00Z",
    "version": 1,
    "statements": [
        {
            "vulnerability": {"name": "CVE-2021-44228", "aliases": ["GHSA-jfh8-c2jp-5v3q"]},
            "products": [
                {
                    "@id": "pkg:oci/desk@sha256%3Aabc",
                    "identifiers": {"cpe23": "cpe:2.3:a:borgo:desk:2:*:*:*:*:*:*:*"},
                    "subcomponents": [{"@id": "pkg:npm/log@2.4"}],
                }
            ],
            "status": "not_affected",
            "justification": "component_not_present",
            "impact_statement": "It is not shipped.",
        }
    ],
}

CSAF: dict[str, Any] = {
    "document": {
        "category": "csaf_vex",
        "csaf_version": "2.0",
        "title": "Log4Shell",
        "publisher": {"category": "vendor", "name": "Borgo", "namespace": "https://borgo.example"},
        "tracking": {
            "id": "BORGO-1",
            "status": "final",
            "version": "2",
            "initial_release_date": "2026-11-20T10:00:00Z",
            "current_release_date": "2026-11-21T10:00:00Z",
            "revision_history": [{"date": "2026-11-20T10:00:00Z", "number": "1", "summary": "First."}],
        },
    },
    "product_tree": {
        "branches": [
            {
                "category": "vendor",
                "name": "Borgo",
                "branches": [
                    {
                        "category": "product_name",
                        "name": "Desk",
                        "branches": [
                            {
                                "category": "product_version_range",
                                "name": "vers:npm/<2.0.0",
                                "product": {"name": "Borgo Desk before 2", "product_id": "old"},
                            },
                            {
                                "category": "product_version",
                                "name": "2.1.0",
                                "product": {
                                    "name": "Borgo Desk 2.1.0",
                                    "product_id": "new",
                                    "product_identification_helper": {"purl": "pkg:npm/desk@2.1.0"},
                                },
                            },
                        ],
                    }
                ],
            }
        ],
        "full_product_names": [
            {
                "name": "log 2.4",
                "product_id": "log",
                "product_identification_helper": {"purl": "pkg:npm/log@2.4"},
            }
        ],
        "relationships": [
            {
                "category": "default_component_of",
                "full_product_name": {"name": "log 2.4 in Borgo Desk 2.1.0", "product_id": "log-in-new"},
                "product_reference": "log",
                "relates_to_product_reference": "new",
            }
        ],
        "product_groups": [{"group_id": "all", "product_ids": ["old", "log-in-new"]}],
    },
    "vulnerabilities": [
        {
            "cve": "CVE-2021-44228",
            "ids": [{"system_name": "GitHub", "text": "GHSA-jfh8-c2jp-5v3q"}],
            "notes": [{"category": "description", "text": "A weakness."}],
            "product_status": {"known_affected": ["old"], "known_not_affected": ["log-in-new"], "recommended": ["new"]},
            "flags": [{"label": "vulnerable_code_not_present", "product_ids": ["log-in-new"]}],
            "threats": [{"category": "impact", "details": "For all of them.", "group_ids": ["all"]}],
            "remediations": [{"category": "vendor_fix", "details": "Take 2.1.0.", "product_ids": ["old"]}],
        }
    ],
}


def reading(document: dict[str, Any]) -> tuple[VexDocument, list[Problem]]:
    found, problems = read(json.dumps(document, indent=1).encode())
    assert found is not None
    return found, problems


def changed(document: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Give the document with fields of its only statement changed."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    key = "statements" if "statements" in copy else "vulnerabilities"
    copy[key][0] |= fields
    return copy


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def test_a_cyclonedx_statement_is_read_with_the_parts_it_is_about() -> None:
    document, problems = reading(CYCLONEDX)

    (statement,) = document.statements
    log, link = statement.products
    assert problems == []
    assert (document.format, document.author, document.revision) == (Format.CYCLONEDX, "Aino", 3)
    assert (statement.vulnerability, statement.aliases) == ("CVE-2021-44228", ("GHSA-jfh8-c2jp-5v3q",))
    assert statement.state is State.NOT_AFFECTED
    assert statement.justification is Justification.CODE_NOT_REACHABLE
    assert statement.responses == (Response.UPDATE, Response.WILL_NOT_FIX)
    assert (statement.detail, statement.action) == ("Nothing calls it.", "Update to 2.17.")
    assert statement.evidence == ("https://example.org/CVE-2021-44228",)
    assert (str(log.purl), log.version) == ("pkg:npm/log@2.4", "2.4")
    assert link.identity == "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#other"


def test_single_versions_may_stand_otherwise_than_the_analysis() -> None:
    document, _ = read(CYCLONEDX_XML)

    assert document is not None
    found = {each.products[0].identity: each.state for each in document.singly()}
    assert found == {
        "pkg:npm/log?vers=vers:npm%2F%3E%3D2.0%7C%3C2.17.0": State.EXPLOITABLE,
        "pkg:npm/log@2.17.1": State.NOT_AFFECTED,
    }
    assert document.statements[0].aliases == ("GHSA-jfh8-c2jp-5v3q",)
    assert document.statements[0].responses == (Response.UPDATE,)
    assert document.statements[0].products[0].range is not None


def test_a_bom_link_that_ends_with_a_package_url_is_that_package() -> None:
    link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Flog%402.4"

    document, _ = reading(changed(CYCLONEDX, affects=[{"ref": link}]))

    assert str(document.statements[0].products[0].purl) == "pkg:npm/log@2.4"


def test_what_nobody_looked_at_is_unknown_and_not_exploitable() -> None:
    versions = [{"version": "2.4", "status": "affected"}, {"version": "2.5", "status": "unaffected"}]

    document, _ = reading(changed(CYCLONEDX, analysis={}, affects=[{"ref": "log", "versions": versions}]))

    assert [each.state for each in document.singly()] == [State.UNKNOWN, State.NOT_AFFECTED]


def test_a_statement_that_names_no_part_is_about_the_subject_of_its_document() -> None:
    document, problems = reading(changed(CYCLONEDX, affects=[]))

    assert document.statements[0].products[0].identity == "pkg:generic/Borgo%20Desk@2"
    assert rules(problems) == ["statement-without-product"]
    assert not has_errors(problems)


def test_a_reference_to_nothing_is_told() -> None:
    _, problems = reading(changed(CYCLONEDX, affects=[{"ref": "nothing"}]))

    assert rules(problems) == ["dangling-reference"]
    assert problems[0].path == "vulnerabilities[0].affects[0]"


def test_an_openvex_statement_is_read_with_the_nearest_word() -> None:
    document, problems = reading(OPENVEX)

    (statement,) = document.statements
    (product,) = statement.products
    assert statement.justification is Justification.CODE_NOT_PRESENT
    assert statement.detail == "[component_not_present] It is not shipped."
    assert [(each.rule, each.severity) for each in problems] == [("nearest-word", Severity.INFO)]
    assert problems[0].path == "statements[0].justification"
    assert problems[0].line is not None
    assert (product.cpe, str(product.subcomponents[0].purl)) == (
        "cpe:2.3:a:borgo:desk:2:*:*:*:*:*:*:*",
        "pkg:npm/log@2.4",
    )


def test_openvex_before_0_2_names_products_by_text() -> None:
    old = {
        **OPENVEX,
        "@context": "https://openvex.dev/ns",
        "statements": [
            {
                "vulnerability": "CVE-2021-44228",
                "products": ["pkg:npm/desk@1", "nginx"],
                "subcomponents": ["pkg:npm/log@2.4"],
                "status": "under_investigation",
            }
        ],
    }

    document, problems = reading(old)

    assert (document.version, problems) == ("0.0.1", [])
    assert [each.products[0].identity for each in document.singly()] == [
        "pkg:npm/log@2.4 < pkg:npm/desk@1",
        "pkg:npm/log@2.4 < pkg:generic/nginx",
    ]


def test_statements_of_an_attestation_are_about_its_subject() -> None:
    inner = json.loads(json.dumps(OPENVEX))
    del inner["statements"][0]["products"]
    around = {
        "predicateType": "https://openvex.dev/ns/v0.2.0",
        "subject": [{"name": "pkg:oci/desk@sha256%3Aabc"}],
        "predicate": inner,
    }

    document, problems = reading(around)

    assert str(document.statements[0].products[0].purl).startswith("pkg:oci/desk@")
    assert not has_errors(problems)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"status": "affected"}, "missing-action-statement"),
        ({"status": "maybe"}, "wrong-word"),
        ({"justification": "because"}, "wrong-word"),
        ({"products": []}, "statement-without-product"),
        ({"vulnerability": {}}, "no-vulnerability"),
        ({"timestamp": "yesterday"}, "wrong-date"),
        ({"colour": "red"}, "unknown-field"),
    ],
)
def test_a_wrong_openvex_statement_is_told(fields: dict[str, Any], rule: str) -> None:
    _, problems = reading(changed(OPENVEX, **fields))

    assert rule in rules(problems)
    assert has_errors(problems)


def test_what_is_not_affected_must_say_why() -> None:
    silent = json.loads(json.dumps(OPENVEX))
    del silent["statements"][0]["justification"], silent["statements"][0]["impact_statement"]

    _, problems = reading(silent)

    assert rules(problems) == ["missing-justification"]


def test_a_csaf_statement_is_read_through_the_product_tree() -> None:
    document, problems = reading(CSAF)

    found = {each.products[0].identity: each for each in document.singly()}
    old = found["pkg:generic/Borgo%20Desk?vers=vers:npm%2F%3C2.0.0"]
    inner = found["pkg:npm/log@2.4 < pkg:npm/desk@2.1.0"]
    assert not has_errors(problems)
    assert (document.author, document.role, document.namespace) == ("Borgo", "vendor", "https://borgo.example")
    assert (old.state, old.responses, old.action) == (State.EXPLOITABLE, (Response.UPDATE,), "Take 2.1.0.")
    assert (inner.state, inner.justification) == (State.NOT_AFFECTED, Justification.CODE_NOT_PRESENT)
    assert inner.detail == "For all of them."
    assert found["pkg:npm/desk@2.1.0"].state is State.RESOLVED
    assert found["pkg:npm/desk@2.1.0"].detail == "[recommended]"


def test_csaf_2_1_has_paths_of_products_and_names_for_some_products_only() -> None:
    new = changed(
        CSAF,
        cve=None,
        ids=[
            {"system_name": "A", "text": "A-1", "product_ids": ["old"]},
            {"system_name": "B", "text": "B-1", "product_ids": ["log-in-new", "new"]},
        ],
    )
    del new["vulnerabilities"][0]["cve"], new["product_tree"]["relationships"]
    new["document"]["csaf_version"] = "2.1"
    new["product_tree"]["product_paths"] = [
        {
            "beginning_product_reference": "log",
            "full_product_name": {"name": "log in Desk", "product_id": "log-in-new"},
            "subpaths": [{"category": "default_component_of", "next_product_reference": "new"}],
        }
    ]

    document, problems = reading(new)

    found = {each.products[0].identity: each.vulnerability for each in document.singly()}
    assert not has_errors(problems)
    assert found == {
        "pkg:generic/Borgo%20Desk?vers=vers:npm%2F%3C2.0.0": "A-1",
        "pkg:npm/log@2.4 < pkg:npm/desk@2.1.0": "B-1",
        "pkg:npm/desk@2.1.0": "B-1",
    }


def test_a_range_that_nobody_understands_is_not_every_version() -> None:
    vague = json.loads(json.dumps(CSAF))
    vague["product_tree"]["branches"][0]["branches"][0]["branches"][0]["name"] = "all before the flood"

    document, problems = reading(vague)

    product = next(each.products[0] for each in document.singly() if each.state is State.EXPLOITABLE)
    assert (product.range, product.stated_range) == (None, "all before the flood")
    assert "wrong-range" in rules(problems)


def test_a_circle_of_products_ends() -> None:
    circle = json.loads(json.dumps(CSAF))
    circle["product_tree"]["relationships"][0]["product_reference"] = "log-in-new"

    _, problems = reading(circle)

    assert "csaf-6-1-3" in rules(problems)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b"{}", "unknown-format"),
        (b"[]", "unknown-format"),
        (b"plain", "unknown-format"),
        (b"{", "json-syntax"),
        (b"<bom", "xml-syntax"),
        (b"<html/>", "unknown-format"),
        (b'<!DOCTYPE bom [<!ENTITY a "a">]><bom>&a;</bom>', "document-type"),
        (b'{"a":' * 50_000, "too-deep"),
        (b'{"document": {"csaf_version": []}}', "unknown-version"),
    ],
)
def test_what_is_no_vex_document_is_refused_with_a_reason(content: bytes, rule: str) -> None:
    _, problems = read(content)

    assert rule in rules(problems)


def test_a_document_that_is_too_large_is_refused() -> None:
    document, problems = read(json.dumps(OPENVEX).encode(), limits=Limits(size_bytes=100))

    assert document is None
    assert rules(problems) == ["too-large"]


def test_groups_of_products_do_not_multiply_without_end() -> None:
    hostile = json.loads(json.dumps(CSAF))
    hostile["product_tree"]["product_groups"][0]["product_ids"] = [f"p{number}" for number in range(1_000)]
    flag = {"label": "component_not_present", "group_ids": ["all"]}
    hostile["vulnerabilities"][0]["flags"] = [flag] * 1_000

    document, problems = read(json.dumps(hostile).encode())

    assert document is None
    assert "too-many-statements" in rules(problems)


def mutations() -> st.SearchStrategy[bytes]:
    bases = [json.dumps(each) for each in (CYCLONEDX, OPENVEX, CSAF)]
    odd = st.sampled_from(["null", "7", "[]", "{}", '""', '"\\ud800"', "true", '[[{"a": 1}]]'])

    def replaced(base: str, place: float, value: str) -> bytes:
        starts = [at for at, letter in enumerate(base) if letter in '"[{' and base[:at].rstrip()[-1:] == ":"]
        start = starts[int(place * (len(starts) - 1))]
        _, end = json.JSONDecoder().raw_decode(base, start)
        return (base[:start] + value + base[end:]).encode()

    return st.builds(replaced, st.sampled_from(bases), st.floats(0, 1), odd)


@settings(max_examples=100, deadline=None)
@given(mutations())
def test_a_document_with_any_value_replaced_is_read_or_refused(content: bytes) -> None:
    document, problems = read(content)

    assert document is not None or has_errors(problems)

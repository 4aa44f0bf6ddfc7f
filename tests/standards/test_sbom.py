"""Lists of software parts are understood in every format, and hostile ones cost little."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards.problems import Severity, has_errors
from commonweal.standards.sbom import Format, Hash, Limits, Links, Scope, read
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.places import placed

CYCLONEDX: dict[str, object] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "version": 2,
    "metadata": {
        "timestamp": "2026-11-21T10:00:00+01:00",
        "tools": {"components": [{"type": "application", "name": "maker", "version": "1.0", "group": "Acme"}]},
        "authors": [{"name": "Aino", "email": "aino@example.org"}],
        "component": {"type": "application", "bom-ref": "app", "name": "app", "version": "2"},
    },
    "components": [
        {
            "type": "library",
            "bom-ref": "log",
            "group": "org.example",
            "name": "log",
            "version": "2.17.1",
            "purl": "pkg:maven/org.example/log@2.17.1",
            "scope": "optional",
            "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "Apache-2.0"}}],
            "hashes": [{"alg": "SHA-256", "content": "AB" * 32}],
            "externalReferences": [
                {"type": "vcs", "url": "git@example.org:log.git"},
                {"type": "website", "url": "https://example.org/log"},
            ],
            "components": [{"type": "file", "bom-ref": "inner", "name": "inner.jar"}],
        }
    ],
    "dependencies": [{"ref": "app", "dependsOn": ["log"]}, {"ref": "log", "dependsOn": ["app"]}],
    "vulnerabilities": [{"id": "CVE-2021-44228", "affects": [{"ref": "log"}], "analysis": {"state": "not_affected"}}],
}

XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <components>
    <component type="library" bom-ref="log"><name>log</name><version>1</version>
      <licenses><license><id>MIT</id></license></licenses>
      <hashes><hash alg="MD5">9a0364b9e99bb480dd25e1f0284c8555</hash></hashes>
      <components><component type="file"><name>inner.jar</name></component></components>
    </component>
  </components>
  <dependencies><dependency ref="log"/></dependencies>
</bom>"""

TAG_VALUE = b"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: app
DocumentNamespace: https://example.org/app
Creator: Tool: maker-1.2
Creator: Organization: Acme ()
Created: 2026-11-21T10:00:00Z

PackageName: app
SPDXID: SPDXRef-app
PackageDownloadLocation: NOASSERTION
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app

PackageName: log
SPDXID: SPDXRef-log
PackageVersion: 2.17.1
PackageDownloadLocation: https://example.org/log.tgz
PackageLicenseDeclared: MIT OR Apache-2.0
PackageCopyrightText: <text>Copyright
Acme</text>
PackageChecksum: SHA1: 85ed0817af83a24ad8da68c2b5094de69833983c
ExternalRef: PACKAGE-MANAGER purl pkg:npm/log@2.17.1
Relationship: SPDXRef-log DEV_DEPENDENCY_OF SPDXRef-app
"""

SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {
            "type": "CreationInfo",
            "@id": "_:c",
            "specVersion": "3.0.1",
            "created": "2026-11-21T10:00:00Z",
            "createdBy": ["urn:acme"],
        },
        {"type": "Organization", "spdxId": "urn:acme", "creationInfo": "_:c", "name": "Acme"},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "creationInfo": "_:c", "rootElement": ["urn:app"]},
        {"type": "software_Package", "spdxId": "urn:app", "creationInfo": "_:c", "name": "app"},
        {
            "type": "software_Package",
            "spdxId": "urn:log",
            "creationInfo": "_:c",
            "name": "log",
            "software_packageVersion": "1",
            "software_packageUrl": "pkg:npm/log@1",
            "suppliedBy": "urn:acme",
        },
        {
            "type": "LifecycleScopedRelationship",
            "spdxId": "urn:r1",
            "creationInfo": "_:c",
            "from": "urn:app",
            "to": ["urn:log"],
            "relationshipType": "dependsOn",
            "scope": "test",
        },
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:l",
            "creationInfo": "_:c",
            "simplelicensing_licenseExpression": "MIT",
        },
        {
            "type": "Relationship",
            "spdxId": "urn:r2",
            "creationInfo": "_:c",
            "from": "urn:log",
            "to": ["urn:l"],
            "relationshipType": "hasConcludedLicense",
        },
    ],
}


def written(document: object) -> bytes:
    return json.dumps(document).encode()


def rules(content: bytes, **options: Limits) -> set[str]:
    return {problem.rule for problem in read(content, **options)[1]}


def test_a_cyclonedx_document_says_what_it_is_and_who_made_it() -> None:
    sbom, problems = read(written(CYCLONEDX))

    assert problems == []
    assert sbom is not None
    assert (sbom.format, sbom.version, sbom.encoding, sbom.revision) == (Format.CYCLONEDX, "1.6", "JSON", 2)
    assert sbom.created == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert sbom.authors == ("Aino <aino@example.org>",)
    assert [(tool.name, tool.version, tool.vendor) for tool in sbom.tools] == [("maker", "1.0", "Acme")]
    assert sbom.subject is not None
    assert sbom.subject.name == "app"


def test_a_component_keeps_its_identity_licences_and_hashes() -> None:
    sbom, _ = read(written(CYCLONEDX))

    assert sbom is not None
    log = sbom.components[0]
    assert (log.group, log.name, log.version, log.purl) == (
        "org.example",
        "log",
        "2.17.1",
        "pkg:maven/org.example/log@2.17.1",
    )
    assert log.licence_expression == "MIT AND Apache-2.0"
    assert log.hashes == (Hash("SHA-256", "ab" * 32),)
    assert log.scope is Scope.OPTIONAL


def test_only_web_addresses_come_through() -> None:
    sbom, _ = read(written(CYCLONEDX))

    assert sbom is not None
    assert [reference.url for reference in sbom.components[0].external_references] == ["https://example.org/log"]


def test_what_stands_inside_is_flat_and_remembered() -> None:
    sbom, _ = read(written(CYCLONEDX))

    assert sbom is not None
    assert [component.name for component in sbom.components] == ["log", "inner.jar"]
    assert [component.name for component in sbom.packages] == ["log"]
    assert sbom.contains == (Links("log", ("inner",)),)


def test_dependencies_may_go_in_circles() -> None:
    sbom, _ = read(written(CYCLONEDX))

    assert sbom is not None
    assert sbom.dependencies == (Links("app", ("log",)), Links("log", ("app",)))


def test_statements_about_vulnerabilities_are_kept_as_they_are() -> None:
    sbom, _ = read(written(CYCLONEDX))

    assert sbom is not None
    statement = sbom.vulnerabilities[0]
    assert (statement.id, statement.affects) == ("CVE-2021-44228", ("log",))
    assert statement.statement["analysis"] == {"state": "not_affected"}


def test_xml_says_the_same_as_json() -> None:
    sbom, problems = read(XML)

    assert problems == []
    assert sbom is not None
    assert (sbom.version, sbom.encoding) == ("1.4", "XML")
    assert [component.name for component in sbom.components] == ["log", "inner.jar"]
    assert sbom.components[0].licence_expression == "MIT"


def test_tag_value_is_read_with_long_texts_and_backward_relationships() -> None:
    sbom, problems = read(TAG_VALUE)

    assert problems == []
    assert sbom is not None
    assert (sbom.format, sbom.version, sbom.encoding) == (Format.SPDX, "2.3", "tag-value")
    assert (sbom.authors, [(tool.name, tool.version) for tool in sbom.tools]) == (("Acme",), [("maker", "1.2")])
    assert sbom.subject is not None
    log = sbom.components[0]
    assert (log.copyright, log.purl, log.scope) == ("Copyright\nAcme", "pkg:npm/log@2.17.1", Scope.EXCLUDED)
    assert sbom.dependencies == (Links("SPDXRef-app", ("SPDXRef-log",)),)


def test_spdx_3_is_read_from_its_graph() -> None:
    sbom, problems = read(written(SPDX3))

    assert problems == []
    assert sbom is not None
    assert (sbom.version, sbom.encoding, sbom.authors) == ("3.0.1", "JSON-LD", ("Acme",))
    assert sbom.subject is not None
    log = sbom.components[0]
    assert (log.purl, log.supplier, log.scope) == ("pkg:npm/log@1", "Acme", Scope.EXCLUDED)
    assert log.licences[0].is_concluded


def test_a_byte_order_mark_and_utf_16_are_understood() -> None:
    text = json.dumps(CYCLONEDX)

    assert rules(text.encode("utf-8-sig")) == set()
    assert rules(text.encode("utf-16")) == set()
    assert rules(text.encode("utf-16-le")) == set()


def test_an_sbom_inside_an_envelope_is_taken_out() -> None:
    sbom, _ = read(written({"sbom": {"spdxVersion": "SPDX-2.3", "packages": []}}))

    assert sbom is not None
    assert sbom.format is Format.SPDX


def test_problems_name_the_path() -> None:
    component = {"type": "liberry", "name": "x", "hashes": [{"alg": "MD4", "content": "no"}]}

    _, problems = read(written({**CYCLONEDX, "components": [component], "dependencies": [], "vulnerabilities": []}))

    assert {(problem.path, problem.rule) for problem in problems} == {
        ("components[0].type", "wrong-component-type"),
        ("components[0].hashes[0].alg", "wrong-hash-algorithm"),
        ("components[0].hashes[0].content", "wrong-hash"),
    }


def test_syntax_errors_name_line_and_column() -> None:
    sbom, problems = read(b'{"bomFormat": "CycloneDX",\n  oops}')

    assert sbom is None
    assert [(problem.line, problem.column, problem.rule) for problem in problems] == [(2, 3, "json-syntax")]


def test_problems_of_json_find_their_lines() -> None:
    content = (
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6",\n "metadata": {"a\\u0041": [1, {"x": 2}]},\n'
        b' "components": [\n  {"type": "library", "name": "a"},\n  {"name": "b", "purl": 5}\n]}'
    )

    found = placed(content, read(content)[1])

    assert {(problem.path, problem.line, problem.column) for problem in found} == {
        ("metadata.aA", 2, 15),
        ("components[1].type", 5, 3),
        ("components[1].purl", 5, 17),
    }


def test_repeated_and_dangling_references_are_told_and_harmless() -> None:
    part = {"type": "library", "bom-ref": "a", "name": "a"}
    dependencies = [{"ref": "a", "dependsOn": ["nowhere"]}]

    sbom, problems = read(
        written({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [part, {**part, "name": "b"}],
                 "dependencies": dependencies})
    )  # fmt: skip

    assert sbom is not None
    assert len(sbom.components) == 2
    assert {(problem.rule, problem.severity) for problem in problems} == {
        ("repeated-reference", Severity.ERROR),
        ("dangling-reference", Severity.WARNING),
    }


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b"\x00" * 100, "unknown-format"),
        (b"hello", "unknown-format"),
        (b"{}", "unknown-format"),
        (b'{"a": NaN}', "json-syntax"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "json-syntax"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "too-deep"),
        (b"<bom><unclosed>", "xml-syntax"),
        (b'<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aaaa">]><bom>&a;</bom>', "document-type"),
        (b'<!-- x --><!DOCTYPE bom SYSTEM "file:///etc/passwd"><bom/>', "document-type"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE bom><bom/>'.encode("utf-16"), "document-type"),
        (b"spdxVersion: SPDX-2.3\na: " + b"[" * 1_000, "too-deep"),
        (b"spdxVersion: SPDX-2.3\na: [", "yaml-syntax"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, rule: str) -> None:
    sbom, problems = read(content)

    assert sbom is None
    assert problems[-1].rule == rule


def test_entities_of_other_encodings_stay_closed() -> None:
    document = '<?xml version="1.0" encoding="cp037"?><!DOCTYPE bom [<!ENTITY a "b">]><bom>&a;</bom>'

    sbom, problems = read(document.encode("cp037"))

    assert sbom is None
    assert has_errors(problems)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["spdxVersion: SPDX-2.3", "a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    assert "too-many-values" in rules("\n".join(lines).encode())


def test_every_limit_is_a_parameter() -> None:
    content = written(CYCLONEDX)

    assert rules(content, limits=Limits(size_bytes=100)) == {"too-large"}
    assert rules(content, limits=Limits(values=10)) == {"too-many-values"}
    assert rules(content, limits=Limits(components=1)) == {"too-many-components"}


def test_a_hundred_thousand_components_in_a_circle_are_read() -> None:
    count = 100_000
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [{"type": "library", "bom-ref": str(n), "name": f"part{n}"} for n in range(count)],
        "dependencies": [{"ref": str(n), "dependsOn": [str((n + 1) % count)]} for n in range(count)],
    }

    sbom, problems = read(written(document))

    assert problems == []
    assert sbom is not None
    assert len(sbom.components) == count


def test_components_inside_each_other_many_times_are_read() -> None:
    inner: dict[str, object] = {"type": "library", "name": "innermost"}
    for level in range(300):
        inner = {"type": "library", "name": str(level), "components": [inner]}

    sbom, _ = read(written({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [inner]}))

    assert sbom is not None
    assert len(sbom.components) == 301


def test_problems_do_not_grow_with_the_document() -> None:
    components = [{"type": "wrong", "name": 1} for _ in range(5_000)]

    _, problems = read(written({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}))

    assert len(problems) == 501
    assert problems[-1].rule == "more-problems"


def test_an_address_like_text_costs_no_seconds() -> None:
    # A grammar of addresses tried on every prefix of this takes minutes; looking at the characters takes none.
    reference = {"type": "website", "url": "https://example.org/" + "a" * 100_000 + "("}
    component = {"type": "library", "name": "x", "externalReferences": [reference] * 50}

    sbom, _ = read(written({"bomFormat": "CycloneDX", "specVersion": "1.3", "version": 1, "components": [component]}))

    assert sbom is not None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T10:00:00Z", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("2026-11-21T10:00:00.123456789+02:00", datetime(2026, 11, 21, 8, 0, 0, 123456, tzinfo=UTC)),
        ("2026-02-30T10:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (5, None),
    ],
)
def test_moments_are_read_in_utc(text: object, moment: datetime | None) -> None:
    assert read_moment(text) == moment


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([CYCLONEDX, SPDX3]), st.data())
@settings(max_examples=150, deadline=None)
def test_reading_never_raises_whatever_stands_in_a_field(
    value: object, document: dict[str, object], data: st.DataObject
) -> None:
    changed = json.loads(json.dumps(document))
    whole = changed
    for _ in range(data.draw(st.integers(0, 4))):
        inner = list(whole.values()) if isinstance(whole, dict) else whole
        deeper = [each for each in inner if isinstance(each, dict | list) and each]
        if not deeper:
            break
        whole = data.draw(st.sampled_from(deeper))
    key = data.draw(st.sampled_from(list(whole) if isinstance(whole, dict) else range(len(whole))))
    whole[key] = value

    _, problems = read(written(changed))

    assert isinstance(problems, list)


@given(st.sampled_from([written(CYCLONEDX), XML, TAG_VALUE, written(SPDX3)]), st.data())
@settings(max_examples=150, deadline=None)
def test_reading_never_raises_whatever_bytes_are_changed(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))

    _, problems = read(content[:start] + data.draw(st.binary(max_size=20)) + content[end:])

    assert isinstance(problems, list)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("UTF-16", "utf-16"), ("UTF-16", "utf-16-le"), ("ISO-8859-1", "latin-1"), ("UTF-8", "utf-8-sig")],
)
def test_xml_is_read_in_the_encoding_that_it_declares(declared: str, encoding: str) -> None:
    document = XML.decode().replace("<?xml version", f'<?xml version="1.0" encoding="{declared}"?><!-- ', 1)
    document = document.replace('="1.0"?>\n<bom', " -->\n<bom", 1).replace("<name>log<", "<name>lög<", 1)

    sbom, problems = read(document.encode(encoding))

    assert problems == []
    assert sbom is not None
    assert sbom.components[0].name == "lög"


def test_to_need_nothing_is_something_that_can_be_said() -> None:
    said = TAG_VALUE + b"Relationship: SPDXRef-log DEPENDS_ON NONE\nRelationship: SPDXRef-app DEPENDS_ON NOASSERTION\n"

    sbom, problems = read(said)

    assert problems == []
    assert sbom is not None
    assert sbom.dependencies == (Links("SPDXRef-app", ("SPDXRef-log",)), Links("SPDXRef-log", ()))

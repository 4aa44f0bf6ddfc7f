"""What is written says again what was read, and follows the formats' own schemas."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards.problems import has_errors
from commonweal.standards.sbom import (
    FORMS,
    Component,
    ExternalReference,
    Format,
    Hash,
    Links,
    Sbom,
    Scope,
    StatedLicence,
    Tool,
    Vulnerability,
    read,
    write,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORDS = st.text("abcdefghij", min_size=1, max_size=8)
SOME = st.none() | WORDS
LICENCES = st.sampled_from(["MIT", "EUPL-1.2", "MIT OR Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"])
STATED = st.builds(StatedLicence, LICENCES) | st.builds(StatedLicence, WORDS, st.just(True))
HASHES = st.builds(Hash, st.just("SHA-256"), st.text("0123456789abcdef", min_size=64, max_size=64))
REFERENCES = st.builds(
    ExternalReference,
    st.sampled_from(["website", "distribution", "vcs", "issue-tracker"]),
    WORDS.map("https://x.example/{}".format),
)
TOOLS = st.builds(Tool, WORDS, st.just("1.0"))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
COMPONENTS = st.builds(
    Component,
    ref=WORDS,
    name=WORDS,
    version=WORDS,
    type=st.sampled_from(
        ["library", "application", "framework", "container", "operating-system", "firmware", "device"]
    ),
    group=SOME,
    purl=WORDS.map("pkg:npm/{}@1".format),
    cpe=st.none() | WORDS.map("cpe:2.3:a:{}:x:1:*:*:*:*:*:*:*".format),
    licences=st.lists(STATED, max_size=1).map(tuple),
    copyright=SOME,
    hashes=st.lists(HASHES, max_size=2, unique=True).map(tuple),
    supplier=WORDS,
    originator=SOME,
    contact=st.none() | st.just("mail@acme.example") | st.just("https://acme.example"),
    description=SOME,
    external_references=st.lists(REFERENCES, max_size=3, unique_by=lambda each: each.type).map(tuple),
    properties=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
)


@st.composite
def sboms(draw: st.DrawFn) -> Sbom:
    """An SBOM whose subject needs its first part, whose parts need those after them."""
    parts = draw(st.lists(COMPONENTS, min_size=2, max_size=6, unique_by=lambda each: each.ref))
    refs = [part.ref for part in parts]
    needs = [Links(refs[0], (refs[1],))]
    needs += [Links(ref, tuple(refs[place + 1 :][:2])) for place, ref in enumerate(refs[1:-1], start=1)]
    scopes = [draw(st.none() | st.sampled_from(Scope)) for _ in parts[1:]]
    statement = {"id": "CVE-2021-44228", "affects": [{"ref": refs[1]}]}
    inside = (Links(refs[1], (refs[2],)),) if len(refs) > 2 else ()
    return Sbom(
        format=Format.CYCLONEDX,
        version="1.6",
        encoding="JSON",
        serial="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        revision=draw(st.integers(1, 9)),
        created=draw(MOMENTS).replace(microsecond=0),
        authors=tuple(draw(st.lists(WORDS, min_size=1, max_size=2, unique=True))),
        tools=tuple(draw(st.lists(TOOLS, max_size=2, unique_by=lambda tool: tool.name))),
        subject=parts[0],
        components=tuple(replace(part, scope=scope) for part, scope in zip(parts[1:], scopes, strict=True)),
        dependencies=tuple(needs),
        contains=inside,
        vulnerabilities=(Vulnerability("CVE-2021-44228", (refs[1],), statement),),
    )


def again(sbom: Sbom, form: str) -> Sbom:
    found, problems = read(write(sbom, form, made=NOON))
    assert not has_errors(problems), problems
    assert found is not None
    return found


def by_name(sbom: Sbom) -> dict[str, str]:
    every = (*((sbom.subject,) if sbom.subject else ()), *sbom.components)
    return {part.ref: f"{part.name} {part.purl} {part.cpe} {part.copyright} {part.description}" for part in every}


def arrows(sbom: Sbom, links: tuple[Links, ...]) -> list[tuple[str, str]]:
    names = by_name(sbom)
    return sorted((names[each.ref], names[to]) for each in links for to in each.to)


def bare(part: Component, *, of_spdx: bool) -> Component:
    """Give a part without what the format has no place for."""
    if not of_spdx:
        return part
    references = tuple(sorted(part.external_references, key=lambda each: each.type))
    return replace(part, ref="", group=None, contact=None, properties=(), external_references=references)


@pytest.mark.parametrize("form", ["cyclonedx-1.6", "cyclonedx-1.7"])
@given(sbom=sboms())
@settings(max_examples=25, deadline=None)
def test_everything_survives_cyclonedx(form: str, sbom: Sbom) -> None:
    found = again(sbom, form)

    assert sorted(found.components, key=lambda part: part.ref) == sorted(sbom.components, key=lambda part: part.ref)
    assert (found.subject, found.created, found.authors, found.serial) == (
        sbom.subject, sbom.created, sbom.authors, sbom.serial)  # fmt: skip
    assert (found.revision, found.tools) == (sbom.revision, sbom.tools)
    assert arrows(found, found.dependencies) == arrows(sbom, sbom.dependencies)
    assert found.contains == sbom.contains
    assert found.vulnerabilities == sbom.vulnerabilities


@pytest.mark.parametrize("form", ["spdx-2.3", "spdx-3.0.1"])
@given(sbom=sboms())
@settings(max_examples=25, deadline=None)
def test_all_but_groups_and_properties_survives_spdx(form: str, sbom: Sbom) -> None:
    found = again(sbom, form)

    assert [bare(part, of_spdx=True) for part in found.components] == [
        bare(part, of_spdx=True) for part in sbom.components
    ]
    assert (found.created, found.authors) == (sbom.created, sbom.authors)
    assert [tool.name.split()[0] for tool in found.tools] == [tool.name for tool in sbom.tools]
    assert arrows(found, found.dependencies) == arrows(sbom, sbom.dependencies)
    assert arrows(found, found.contains) == arrows(sbom, sbom.contains)


def test_the_same_sbom_gives_the_same_bytes() -> None:
    sbom, _ = read(
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "a"}]}'
    )

    assert sbom is not None
    for form in FORMS:
        assert write(sbom, form, made=NOON) == write(sbom, form, made=NOON)


def test_expressions_beside_others_become_names_where_the_version_demands_it() -> None:
    stated = (StatedLicence("MIT OR Apache-2.0"), StatedLicence("MIT", is_concluded=True))
    sbom = Sbom(Format.SPDX, "2.3", "JSON", components=(Component("a", "a", licences=stated),))

    older = json.loads(write(sbom, "cyclonedx-1.6", made=NOON))["components"][0]["licenses"]
    newer = json.loads(write(sbom, "cyclonedx-1.7", made=NOON))["components"][0]["licenses"]

    assert older[0] == {"license": {"name": "MIT OR Apache-2.0"}}
    assert newer == [{"expression": "MIT OR Apache-2.0"}, {"license": {"id": "MIT", "acknowledgement": "concluded"}}]


def test_circles_and_deep_nests_are_written_flat() -> None:
    parts = tuple(Component(str(number), str(number)) for number in range(100))
    inside = (*(Links(str(number), (str(number + 1),)) for number in range(98)), Links("99", ("99",)))
    sbom = Sbom(Format.CYCLONEDX, "1.6", "JSON", components=parts, contains=inside)

    found = again(sbom, "cyclonedx-1.6")

    assert len(found.components) == 100


def test_parts_with_one_reference_are_all_written() -> None:
    sbom = Sbom(
        Format.CYCLONEDX, "1.6", "JSON", components=(Component("a", "a"), Component("a", "b"), Component("", "c"))
    )

    for form in FORMS:
        assert len(again(sbom, form).packages) + (again(sbom, form).subject is not None) == 3


def test_a_statement_that_breaks_the_rules_is_reduced_to_what_it_is_about() -> None:
    wrong = {"id": "CVE-1", "analysis": {"state": "perhaps"}, "affects": [{"ref": "a"}]}
    sbom = Sbom(Format.CYCLONEDX, "1.4", "JSON", components=(Component("a", "a"),),
                vulnerabilities=(Vulnerability("CVE-1", ("a",), wrong),))  # fmt: skip

    written = json.loads(write(sbom, "cyclonedx-1.6", made=NOON))["vulnerabilities"]

    assert written == [{"id": "CVE-1", "affects": [{"ref": "a"}]}]


def test_real_documents_are_written_as_the_schemas_of_cyclonedx_demand(shared_data: Path) -> None:
    schemas = shared_data / "conformance/cyclonedx-specification/schema"
    documents = {
        f"http://cyclonedx.org/schema/{path.name}": json.loads(path.read_text()) for path in schemas.glob("*.json")
    }
    registry = jsonschema_rs.Registry(list(documents.items()))
    files = sorted((shared_data / "sboms").glob("*/*/*"))[::12]

    wrong = []
    for version in ("1.6", "1.7"):
        schema = documents[f"http://cyclonedx.org/schema/bom-{version}.schema.json"]
        validator = jsonschema_rs.validator_for(schema, registry=registry)
        for file in files:
            sbom, _ = read(file.read_bytes(), file.name)
            if sbom and not validator.is_valid(json.loads(write(sbom, f"cyclonedx-{version}", made=NOON))):
                wrong.append((version, file.name))

    assert wrong == []

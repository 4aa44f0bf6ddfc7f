"""What is written says the same when it is read again, in all three formats, and is valid by their schemas."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.standards import purl as purls
from commonweal.standards import vers
from commonweal.standards.problems import has_errors
from commonweal.standards.vex import (
    FORMS,
    Format,
    Justification,
    Product,
    Response,
    State,
    Statement,
    VexDocument,
    read,
    write,
)
from commonweal.standards.vex.words import CSAF_RESPONSES, CSAF_STATES, JUSTIFICATIONS, KNOWN, OPENVEX_STATES, parted

WHEN = datetime(2026, 11, 21, 10, tzinfo=UTC)
SCHEMAS = {
    "cyclonedx-1.6": "cyclonedx-specification/schema/bom-1.6.schema.json",
    "openvex-0.2.0": "openvex/openvex_json_schema.json",
    "csaf-2.0": "csaf/csaf_2.0/json_schema/csaf_json_schema.json",
}
NAMES = st.text("abcdefghijklmnopqrstuvwxyzäß-_ 0123456789", min_size=1, max_size=12).map(str.strip).filter(bool)
VERSIONS = st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}", fullmatch=True)
RANGES = st.sampled_from(["vers:npm/>=1.0.0|<2.0.0", "vers:deb/<1.2.3-1", "before the flood"])
TEXTS = st.none() | st.text("abc xyz.,[]{}<>é\n", min_size=1, max_size=40).map(str.strip).filter(bool)
MOMENTS = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def products(draw: st.DrawFn, *, may_have_parts: bool = True) -> Product:
    kind = draw(st.sampled_from(["purl", "name", "cpe", "link"]))
    name = draw(NAMES)
    stated = draw(st.none() | RANGES)
    version = None if stated else draw(st.none() | VERSIONS)
    package = None
    if kind == "purl":
        package = purls.build("npm", draw(st.sampled_from([None, "@borgo"])), name, version)[0]
    parts = draw(st.lists(products(may_have_parts=False), max_size=2)) if may_have_parts else []
    return Product(
        identifier=f"urn:cdx:{draw(st.uuids())}/1#part" if kind == "link" else name,
        purl=package,
        name=name if kind == "name" else None,
        version=version,
        cpe="cpe:2.3:a:borgo:desk:2:*:*:*:*:*:*:*" if kind == "cpe" and not stated else None,
        range=vers.read(stated)[0] if stated and stated.startswith("vers:") else None,
        stated_range=stated,
        subcomponents=tuple({part.identity: part for part in parts}.values()),
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    number = draw(st.integers(1, 9_999))
    return Statement(
        vulnerability=draw(st.sampled_from([f"CVE-2026-{number:04}", f"GHSA-{number:04}", f"BORGO {number}"])),
        aliases=tuple(draw(st.lists(st.sampled_from(["OSV-1", "USN-2", "GHSA-x"]), unique=True, max_size=2))),
        state=draw(st.sampled_from(list(State))),
        products=tuple(draw(st.lists(products(), min_size=1, max_size=3))),
        justification=draw(st.none() | st.sampled_from(list(Justification))),
        responses=tuple(draw(st.lists(st.sampled_from(list(Response)), unique=True, max_size=3))),
        detail=draw(TEXTS),
        action=draw(TEXTS),
        issued=draw(MOMENTS),
        updated=draw(MOMENTS),
        evidence=tuple(draw(st.lists(st.just("https://example.org/1"), max_size=1))),
    )


@st.composite
def documents(draw: st.DrawFn) -> VexDocument:
    """Give a document that says one thing only of each product."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for statement in draw(st.lists(statements(), min_size=1, max_size=5)):
        for one in statement.singly():
            key = (one.vulnerability, one.products[0].identity)
            if key not in seen:
                seen.add(key)
                kept.append(one)
    return VexDocument(
        format=Format.CYCLONEDX,
        version="1.6",
        id=draw(st.sampled_from([None, "BORGO-1", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"])),
        revision=draw(st.none() | st.integers(1, 9)),
        author=draw(st.sampled_from([None, "Borgo"])),
        role=draw(st.sampled_from([None, "vendor", "user", "friend"])),
        issued=draw(st.none() | st.just(WHEN)),
        statements=tuple(kept),
    )


def said(document: VexDocument) -> set[tuple[object, ...]]:
    """Give what no format may lose: of which part, which state, and why."""
    return {
        (each.vulnerability, each.products[0].identity, each.state, each.justification) for each in document.singly()
    }


def again(document: VexDocument, form: str) -> VexDocument:
    found, problems = read(write(document, form))
    assert found is not None
    assert not has_errors(problems), problems
    return found


@cache
def validator(folder: Path, form: str) -> Any:
    path = folder / "conformance" / SCHEMAS[form]
    schema = json.loads(path.read_text())
    others = {
        f"http://cyclonedx.org/schema/{each.name}": json.loads(each.read_text())
        for each in path.parent.glob("*.schema.json")
    }
    # Scores are not written, so what they look like need not be known.
    scores = ("cvss-v2.0", "cvss-v3.0", "cvss-v3.1")
    others |= {f"https://www.first.org/cvss/{name}.json": {} for name in scores}
    registry = jsonschema_rs.Registry(list(others.items()))
    return jsonschema_rs.validator_for(schema, registry=registry)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(document=documents())
def test_written_and_read_again_it_says_the_same(form: str, document: VexDocument) -> None:
    found = again(document, form)

    assert said(found) == said(document)


@settings(max_examples=15, deadline=None)
@given(document=documents())
def test_it_says_the_same_after_all_three_formats(document: VexDocument) -> None:
    found = document
    for form in (*FORMS, *reversed(FORMS)):
        found = again(found, form)

    assert said(found) == said(document)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_valid_by_the_schema(form: str, shared_data: Path) -> None:
    schema = validator(shared_data, form)

    @settings(max_examples=15, deadline=None)
    @given(document=documents())
    def check(document: VexDocument) -> None:
        written = json.loads(write(document, form))

        assert [error.message for error in schema.iter_errors(written)] == []

    check()


@pytest.mark.parametrize("form", FORMS)
def test_each_component_has_a_statement_of_its_own(form: str) -> None:
    names = ("one", "two", "three")
    many = tuple(Product(name, purls.build("npm", None, name, "1.0.0")[0]) for name in names)
    document = VexDocument(
        Format.OPENVEX, "0.2.0", statements=(Statement("CVE-2026-0001", State.EXPLOITABLE, many, action="Wait."),)
    )

    written = json.loads(write(document, form))

    if form == "csaf-2.0":
        assert len(written["vulnerabilities"][0]["product_status"]["known_affected"]) == len(names)
        assert len(written["vulnerabilities"][0]["remediations"]) == len(names)
    else:
        statements = written["vulnerabilities" if form == "cyclonedx-1.6" else "statements"]
        assert [len(each["affects" if form == "cyclonedx-1.6" else "products"]) for each in statements] == [1, 1, 1]
    assert all(f"pkg:npm/{name}@1.0.0" in json.dumps(written) for name in names)


def test_of_two_statements_about_one_product_csaf_says_the_newer() -> None:
    product = Product("desk", purls.read("pkg:npm/desk@1.0.0")[0])
    later = WHEN.replace(day=22)
    document = VexDocument(
        Format.OPENVEX,
        "0.2.0",
        statements=(
            Statement("CVE-2026-0001", State.RESOLVED, (product,), issued=later),
            Statement("CVE-2026-0001", State.EXPLOITABLE, (product,), issued=WHEN),
        ),
    )

    assert [each.state for each in again(document, "csaf-2.0").singly()] == [State.RESOLVED]
    assert [each.state for each in again(document, "openvex-0.2.0").singly()] == [State.RESOLVED, State.EXPLOITABLE]


@pytest.mark.parametrize("form", FORMS)
def test_a_document_without_statements_is_written(form: str) -> None:
    document = VexDocument(Format.OPENVEX, "0.2.0", author="Borgo")

    assert again(document, form).statements == ()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_document_gives_the_same_bytes(form: str) -> None:
    product = Product("desk", name="Desk", version="1.0.0")
    document = VexDocument(Format.CSAF, "2.0", statements=(Statement("CVE-2026-0001", State.IN_TRIAGE, (product,)),))

    assert write(document, form) == write(document, form)


def test_a_word_of_another_format_comes_back() -> None:
    product = Product("desk", purls.read("pkg:npm/desk@1.0.0")[0])
    statement = Statement(
        "CVE-2026-0001",
        State.NOT_AFFECTED,
        (product,),
        justification=Justification.CODE_NOT_PRESENT,
        detail="[component_not_present] It is not shipped.",
    )
    through_cyclonedx = again(VexDocument(Format.OPENVEX, "0.2.0", statements=(statement,)), "cyclonedx-1.6")

    written = json.loads(write(through_cyclonedx, "openvex-0.2.0"))["statements"][0]

    assert written["justification"] == "component_not_present"
    assert written["impact_statement"] == "It is not shipped."


@pytest.mark.parametrize("words", [OPENVEX_STATES, CSAF_STATES, JUSTIFICATIONS, CSAF_RESPONSES])
def test_every_word_has_a_partner_and_comes_back(words: Any) -> None:
    for ours in words.out:
        marks: list[str] = []
        theirs = words.to_theirs(ours, marks)

        assert words.to_ours(theirs, marks) == ours
        assert marks == []
    for theirs in words.back:
        marks = []
        ours = words.to_ours(theirs, marks)

        assert ours in words.out
        assert words.to_theirs(ours, marks) == theirs or words is CSAF_STATES


def test_every_word_of_ours_is_in_the_tables() -> None:
    assert set(OPENVEX_STATES.out) == set(CSAF_STATES.out) == set(State)
    assert set(JUSTIFICATIONS.out) == set(Justification)
    assert set(CSAF_RESPONSES.out) == set(Response)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_only_known_words_are_marks(text: str) -> None:
    marks, rest = parted(text)

    assert set(marks) <= KNOWN
    assert text.endswith(rest or "")


@pytest.mark.parametrize("form", FORMS)
def test_a_version_that_stands_beside_a_package_url_stays(form: str) -> None:
    product = Product("x", purls.read("pkg:npm/left-pad")[0], version="1.3.0")
    statement = Statement("CVE-2026-1", State.RESOLVED, (product,))

    again, _ = read(write(VexDocument(Format.OPENVEX, "0.2.0", statements=(statement,)), form))

    assert again is not None
    assert [each.products[0].version for each in again.singly()] == ["1.3.0"]

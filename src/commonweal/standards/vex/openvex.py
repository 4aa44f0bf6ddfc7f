"""OpenVEX 0.0.1 to 0.2.0 into a VexDocument.

Source: OpenVEX specification 0.2.0, "Document Struct Fields", "Statement Fields", "Data Inheritance"; its JSON Schema.
Until 0.0.2 vulnerabilities and products are plain texts.
"""

import re
from dataclasses import replace
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.limits import TooMuch
from commonweal.standards.sbom.moments import is_moment, read_moment
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts, web_reference
from commonweal.standards.sbom.shapes import ANYTHING, TEXT, Each, Either, Plain, Rule, Shape, Text, check, vocabulary
from commonweal.standards.vex import products, words
from commonweal.standards.vex.gathering import MOST_ADDRESSES, Gathering
from commonweal.standards.vex.model import Format, Product, State, Statement, VexDocument

_CONTEXT = re.compile(r"https://openvex\.dev/ns(?:/v?(\d+\.\d+\.\d+))?/?")
_VERSIONS = ("0.0.1", "0.0.2", "0.2.0")
_MOMENT = Text(is_right=is_moment, meaning="a date with time and zone", rule="wrong-date")
_VERSION = Plain((int,), "a whole number from 1", least=1)


def is_openvex(document: dict[str, Any]) -> bool:
    """Say whether the document names OpenVEX as what it is."""
    return any(_CONTEXT.fullmatch(name) for name in texts(document.get("@context")))


def read_document(document: dict[str, Any], problems: Problems, subjects: list[Any]) -> VexDocument:
    """Give what the document says; subjects are those of an attestation around it."""
    named = [_CONTEXT.fullmatch(name) for name in texts(document.get("@context"))]
    version = next((found.group(1) for found in named if found and found.group(1)), "0.0.1")
    if version not in _VERSIONS:
        message = f"OpenVEX {version} is not known here; it is read as {_VERSIONS[-1]}"
        problems.warning((None, "@context"), message, "unknown-version")
    check(document, _document_shape(is_old=version < "0.2.0"), problems)
    return _Reading(document, Gathering(problems), subjects).document(version)


class _Reading:
    """One document on its way in."""

    def __init__(self, document: dict[str, Any], gathering: Gathering, subjects: list[Any]) -> None:
        self.written = document
        self.gathering = gathering
        self.problems = gathering.problems
        self.author = text(document.get("author"))
        self.issued = read_moment(document.get("timestamp"))
        self.updated = read_moment(document.get("last_updated"))
        self.inherited = [name for subject in mappings(subjects) if (name := text(subject.get("name")))]

    def document(self, version: str) -> VexDocument:
        get = self.written.get
        revision = text(get("version"))
        every = enumerate(items(get("statements")))
        return VexDocument(
            format=Format.OPENVEX,
            version=version,
            id=text(get("@id")),
            revision=int(revision) if revision and revision.isdecimal() and len(revision) < 10 else None,
            author=self.author,
            role=text(get("role")),
            issued=self.issued,
            updated=self.updated,
            statements=tuple(
                self.statement(each, ((None, "statements"), place)) for place, each in every if isinstance(each, dict)
            ),
        )

    def statement(self, value: dict[str, Any], path: Path) -> Statement:
        get = value.get
        vulnerability, aliases, evidence = self.vulnerability(get("vulnerability"), (path, "vulnerability"))
        impact, notes = text(get("impact_statement")), text(get("status_notes"))
        marks, detail = words.parted("\n\n".join(dict.fromkeys(each for each in (impact, notes) if each)))
        stated, reason = text(get("status")), text(get("justification"))
        state = self.gathering.word(words.OPENVEX_STATES, stated, marks, (path, "status")) if stated else None
        justification = (
            self.gathering.word(words.JUSTIFICATIONS, reason, marks, (path, "justification")) if reason else None
        )
        orders, action = words.parted(text(get("action_statement")))
        responses = [response for response in words.CSAF_RESPONSES.out if response.value in orders]
        rest = [mark for mark in orders if mark not in {response.value for response in responses}]
        return Statement(
            vulnerability=vulnerability,
            aliases=aliases,
            state=state or State.UNKNOWN,
            products=self.products(value, path),
            justification=justification,
            responses=tuple(responses),
            detail=words.joined(marks, detail if detail != words.NO_REASON else None),
            action=words.joined(rest, action if action != words.NO_ACTION else None),
            author=self.author,
            issued=read_moment(get("timestamp")) or self.issued,
            updated=read_moment(get("last_updated")) or self.updated,
            evidence=evidence,
        )

    def vulnerability(self, value: object, path: Path) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Give its name, its other names, and the page about it."""
        if isinstance(value, str):
            return text(value) or "", (), ()
        found = mapping(value)
        name = text(found.get("name")) or text(found.get("@id")) or ""
        if not name:
            self.problems.error(path, "the statement does not say about which vulnerability it is", "no-vulnerability")
        page = web_reference("other", found.get("@id"))
        aliases = tuple(alias for alias in texts(found.get("aliases") or []) if alias != name)[:MOST_ADDRESSES]
        return name, aliases, (page.url,) if page else ()

    def products(self, value: dict[str, Any], path: Path) -> tuple[Product, ...]:
        stated = items(value.get("products")) or self.inherited
        # Until 0.0.2 the parts stand beside the products.
        beside = [
            part
            for place, each in enumerate(items(value.get("subcomponents")))
            if (part := self.product(each, ((path, "subcomponents"), place), ()))
        ]
        found = [
            product
            for place, each in enumerate(stated)
            if (product := self.product(each, ((path, "products"), place), beside))
        ]
        self.gathering.count(1 + sum(1 + len(product.subcomponents) for product in found))
        if not found:
            message = "the statement names no product, so nobody can tell what it is about"
            self.problems.error((path, "products"), message, "statement-without-product")
        return tuple(dict.fromkeys(found))

    def product(self, value: object, path: Path, parts: "list[Product] | tuple[()]") -> Product | None:
        found = {"@id": value} if isinstance(value, str) else mapping(value)
        identifiers = mapping(found.get("identifiers"))
        cpe = text(identifiers.get("cpe23")) or text(identifiers.get("cpe22"))
        purl, identifier = text(identifiers.get("purl")), text(found.get("@id"))
        if not (identifier or purl or cpe):
            self.problems.warning(path, f"{quoted(value)} has neither @id nor identifiers", "product-without-name")
            return None
        own = [
            part
            for place, each in enumerate(items(found.get("subcomponents")))
            if (part := self.product(each, ((path, "subcomponents"), place), ()))
        ]
        if len(own) + len(parts) > 10_000:
            raise TooMuch("a product names more than 10,000 parts", "too-many-statements")
        made = products.make(identifier or purl or cpe or "", path, self.problems, purl=purl, cpe=cpe)
        return _with_parts(made, tuple(dict.fromkeys([*own, *parts])))


def _with_parts(product: Product, parts: tuple[Product, ...]) -> Product:
    return (
        replace(product, subcomponents=tuple(replace(part, subcomponents=()) for part in parts)) if parts else product
    )


def _check_status(value: dict[str, Any], path: Path, problems: Problems) -> None:
    status = value.get("status")
    if status == "not_affected" and "justification" not in value and "impact_statement" not in value:
        message = "what is not affected needs a justification or an impact statement that says why"
        problems.error(path, message, "missing-justification")
    if status == "affected" and "action_statement" not in value:
        message = "what is affected needs an action statement that says what to do"
        problems.error(path, message, "missing-action-statement")


def _document_shape(*, is_old: bool) -> Shape:
    is_closed = not is_old
    identifiers = Shape("identifiers", {"purl": TEXT, "cpe22": TEXT, "cpe23": TEXT}, is_closed=is_closed)
    part: dict[str, Rule] = {"@id": TEXT, "identifiers": identifiers, "hashes": ANYTHING}
    subcomponent = Shape("a subcomponent", part, is_closed=is_closed)
    product = Shape("a product", {**part, "subcomponents": Each(subcomponent)}, is_closed=is_closed)
    vulnerability = Shape(
        "a vulnerability",
        {"@id": TEXT, "name": TEXT, "description": TEXT, "aliases": Each(TEXT, is_unique=True)},
        ("name",),
        is_closed=is_closed,
    )
    statement = Shape(
        "a statement",
        {
            "@id": TEXT,
            "version": _VERSION,
            "vulnerability": Either((TEXT, vulnerability)) if is_old else vulnerability,
            "vuln_description": TEXT,
            "timestamp": _MOMENT,
            "last_updated": _MOMENT,
            "products": Each(Either((TEXT, product)) if is_old else product, is_unique=True),
            "subcomponents": Each(TEXT),
            "status": Text(words=vocabulary("not_affected affected fixed under_investigation")),
            "supplier": TEXT,
            "status_notes": TEXT,
            "justification": Text(words=dict.fromkeys(words.JUSTIFICATIONS.back)),
            "impact_statement": TEXT,
            "action_statement": TEXT,
            "action_statement_timestamp": _MOMENT,
        },
        ("vulnerability", "status"),
        is_closed=is_closed,
        also=_check_status,
    )
    if not is_old:
        del statement.fields["vuln_description"], statement.fields["subcomponents"]
    required = ("@context", "@id", "author", "timestamp", "statements")
    return Shape(
        "the document",
        {
            "@context": ANYTHING,
            "@id": TEXT,
            "author": TEXT,
            "role": TEXT,
            "timestamp": _MOMENT,
            "last_updated": _MOMENT,
            "version": ANYTHING if is_old else _VERSION,
            "tooling": TEXT,
            "statements": Each(statement, is_unique=True),
        },
        required if is_old else (*required, "version"),
        is_closed=is_closed,
    )

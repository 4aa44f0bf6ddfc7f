"""The statements about weaknesses in a CycloneDX document into a VexDocument.

Source: CycloneDX 1.7 (ECMA-424), vulnerabilities with their analysis; BOM-Link. The parts are read by
`commonweal.standards.sbom`, which also holds the document against its schema.
"""

from dataclasses import replace
from typing import Any

from commonweal.standards.sbom import cyclonedx as sboms
from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.limits import Limits
from commonweal.standards.sbom.model import Component, Sbom
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts, web_reference
from commonweal.standards.vex import products
from commonweal.standards.vex.gathering import MOST_ADDRESSES, Gathering
from commonweal.standards.vex.model import Format, Justification, Product, Response, State, Statement, VexDocument

# Properties of ours, for what CycloneDX has no field for.
AUTHOR = "commonweal:author"
SUBCOMPONENT = "commonweal:subcomponent"

_STATES = {state.value: state for state in State if state is not State.UNKNOWN}
_JUSTIFICATIONS = {each.value: each for each in Justification}
_RESPONSES = {each.value: each for each in Response}
_UNDECIDED = (State.EXPLOITABLE, State.IN_TRIAGE, State.UNKNOWN)


def read_document(document: dict[str, Any], encoding: str, problems: Problems, limits: Limits) -> VexDocument:
    """Give what the document says of weaknesses; one that says nothing of them has no statements."""
    sbom = sboms.read_document(document, encoding, problems, limits)
    if not sbom.vulnerabilities:
        message = "the document says nothing of vulnerabilities; it is a list of parts only"
        problems.warning((None, "vulnerabilities"), message, "no-statements")
    return _Reading(document, sbom, Gathering(problems)).document()


class _Reading:
    """One document on its way in."""

    def __init__(self, document: dict[str, Any], sbom: Sbom, gathering: Gathering) -> None:
        self.written = document
        self.sbom = sbom
        self.gathering = gathering
        self.problems = gathering.problems
        self.author = next(iter(sbom.authors), None) or sbom.supplier
        self.parts: dict[str, Component] = {}
        for part in (*((sbom.subject,) if sbom.subject else ()), *sbom.components, *_services(document)):
            self.parts.setdefault(part.ref, part)

    def document(self) -> VexDocument:
        sbom = self.sbom
        statements: list[Statement] = []
        for place, each in enumerate(items(self.written.get("vulnerabilities"))):
            if isinstance(each, dict):
                statements += self.statements(each, ((None, "vulnerabilities"), place))
        return VexDocument(
            format=Format.CYCLONEDX,
            version=sbom.version,
            id=sbom.serial,
            revision=sbom.revision,
            author=self.author,
            issued=sbom.created,
            statements=tuple(statements),
        )

    def statements(self, value: dict[str, Any], path: Path) -> list[Statement]:
        """Give a statement for each state: single versions may stand otherwise than the others."""
        said = self.statement(value, path)
        by_state: dict[State, dict[Product, None]] = {}
        for place, each in enumerate(items(value.get("affects"))):
            for product, status in self.affected(mapping(each), ((path, "affects"), place)):
                by_state.setdefault(_of_version(said.state, status), {})[product] = None
        parts = self.subcomponents(value, path)
        self.gathering.count(1 + sum(len(found) * (1 + len(parts)) for found in by_state.values()))
        if not by_state:
            by_state = self.about_subject(said.state, path)
        return [
            replace(said, state=state, products=tuple(replace(each, subcomponents=parts) for each in found))
            for state, found in by_state.items()
        ]

    def about_subject(self, state: State, path: Path) -> dict[State, dict[Product, None]]:
        """Take a statement that names no part to be about what the document is about."""
        subject = self.sbom.subject
        if subject is None:
            message = "the statement names no part, so nobody can tell what it is about"
            self.problems.warning((path, "affects"), message, "statement-without-product")
            return {state: {}}
        message = f"the statement names no part; it is taken to be about {quoted(subject.name)}"
        self.problems.warning((path, "affects"), message, "statement-without-product")
        return {state: {self.product(subject.ref, path): None}}

    def statement(self, value: dict[str, Any], path: Path) -> Statement:
        analysis = mapping(value.get("analysis"))
        properties = {text(each.get("name")): text(each.get("value")) for each in mappings(value.get("properties"))}
        advice = (text(value.get("recommendation")), text(value.get("workaround")))
        identifier = text(value.get("id")) or ""
        if not identifier:
            message = "the statement does not say about which vulnerability it is"
            self.problems.warning((path, "id"), message, "no-vulnerability")
        return Statement(
            vulnerability=identifier,
            aliases=tuple(
                dict.fromkeys(
                    alias
                    for each in mappings(value.get("references"))
                    if (alias := text(each.get("id"))) and alias != identifier
                )
            )[:MOST_ADDRESSES],
            state=_STATES.get(text(analysis.get("state")) or "", State.UNKNOWN),
            justification=_JUSTIFICATIONS.get(text(analysis.get("justification")) or ""),
            responses=tuple(_RESPONSES[word] for word in texts(analysis.get("response") or []) if word in _RESPONSES),
            detail=text(analysis.get("detail")),
            action="\n\n".join(dict.fromkeys(each for each in advice if each)) or None,
            author=properties.get(AUTHOR) or self.author,
            issued=read_moment(analysis.get("firstIssued")) or self.sbom.created,
            updated=read_moment(analysis.get("lastUpdated")),
            evidence=_evidence(value),
        )

    def affected(self, value: dict[str, Any], path: Path) -> list[tuple[Product, str | None]]:
        """Give the product, or each of its versions with what is said of it."""
        ref = text(value.get("ref"))
        if ref is None:
            return []
        found: list[tuple[Product, str | None]] = []
        for place, each in enumerate(items(value.get("versions"))):
            here: Path = ((path, "versions"), place)
            version, stated = text(mapping(each).get("version")), text(mapping(each).get("range"))
            if version or stated:
                status = text(mapping(each).get("status")) or "affected"
                found.append((self.product(ref, here, version, stated), status))
        return found or [(self.product(ref, path), None)]

    def product(self, ref: str, path: Path, version: str | None = None, stated: str | None = None) -> Product:
        part = self.parts.get(ref)
        if part is None:
            if not products.is_address(ref):
                self.problems.warning(path, f"no part has the reference {quoted(ref)}", "dangling-reference")
            return products.make(ref, path, self.problems, version=version, stated_range=stated)
        name = f"{part.group}/{part.name}" if part.group and not part.purl else part.name
        return products.make(
            ref,
            path,
            self.problems,
            purl=part.purl,
            name=name or None,
            version=version or part.version,
            cpe=part.cpe,
            stated_range=stated,
        )

    def subcomponents(self, value: dict[str, Any], path: Path) -> tuple[Product, ...]:
        refs = [
            ref
            for each in mappings(value.get("properties"))
            if each.get("name") == SUBCOMPONENT and (ref := text(each.get("value")))
        ]
        return tuple(dict.fromkeys(self.product(ref, (path, "properties")) for ref in refs))


def _of_version(state: State, status: str | None) -> State:
    """Let a version that is said to be unaffected, or unknown, be so where the analysis did not look closer."""
    if status == "unaffected" and state in _UNDECIDED:
        return State.NOT_AFFECTED
    return State.UNKNOWN if status == "unknown" and state is State.EXPLOITABLE else state


def _evidence(value: dict[str, Any]) -> tuple[str, ...]:
    addresses = [
        mapping(value.get("source")).get("url"),
        *(each.get("url") for each in mappings(value.get("advisories"))),
    ]
    found = (web_reference("other", address) for address in addresses[:MOST_ADDRESSES])
    return tuple(dict.fromkeys(reference.url for reference in found if reference))


def _services(document: dict[str, Any]) -> list[Component]:
    """Give the services, which statements may be about as well, as parts."""
    found: list[Component] = []
    waiting = list(mappings(document.get("services")))
    while waiting:
        service = waiting.pop()
        ref, name = text(service.get("bom-ref")), text(service.get("name"))
        if ref and name:
            group, version = text(service.get("group")), text(service.get("version"))
            found.append(Component(ref, name, version, type="service", group=group))
        waiting += mappings(service.get("services"))
    return found

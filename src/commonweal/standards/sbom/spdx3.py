"""SPDX 3.0 as JSON-LD into an Sbom.

Source: SPDX specification 3.0.1. The graph is read by the compact names of its context; no context is ever fetched.
Documents of the drafts of 3.0, whose names lack the profile, are read as well.
"""

from collections.abc import Iterator
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, quoted
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.model import (
    Component,
    ExternalReference,
    Format,
    Hash,
    Sbom,
    Scope,
    StatedLicence,
    Tool,
    Vulnerability,
)
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts, web_reference
from commonweal.standards.sbom.spdx3_shape import check_graph, kind_of
from commonweal.standards.sbom.spdx_terms import REFERENCES_FROM_SPDX_3, Arrows, component_type, hash_algorithm

_PACKAGES = frozenset({"Package", "AIPackage", "DatasetPackage", "SoftwareArtifact"})
_TYPES = {
    "AIPackage": "machine-learning-model",
    "DatasetPackage": "data",
    "File": "file",
    "SoftwareArtifact": "file",  # abstract in the model; tools write it for archives and sources
}
_DEPENDENCIES = {
    "dependsOn": None,
    "hasOptionalDependency": Scope.OPTIONAL,
    "hasProvidedDependency": None,
    "hasPrerequisite": None,
    "hasStaticLink": None,
    "hasDynamicLink": None,
}
_SCOPES = {"runtime": Scope.REQUIRED, "development": Scope.EXCLUDED, "build": Scope.EXCLUDED, "test": Scope.EXCLUDED}
_STATEMENTS = frozenset({"affects", "doesNotAffect", "fixedIn", "underInvestigationFor", "hasAssociatedVulnerability"})
_IDENTIFIERS = {"packageURL": "purl", "packageUrl": "purl", "purl": "purl", "cpe23": "cpe23", "cpe22": "cpe22"}
_LICENCES = "spdx.org/licenses/"
_NOTHING = ("NoAssertion", "NoAssertionLicense", "NoAssertionElement", "NoneElement")
_MOST_LEVELS = 20


def read_document(document: dict[str, Any], problems: Problems, limits: Limits) -> Sbom:
    """Give what the document says; what is wrong with it goes to the problems."""
    graph = items(document.get("@graph")) or ([document] if "type" in document else [])
    check_graph(document, graph, problems)
    return _Reading(graph, problems, limits).sbom()


class _Reading:
    """One graph on its way into an Sbom."""

    def __init__(self, graph: list[Any], problems: Problems, limits: Limits) -> None:
        self.problems = problems
        self.limits = limits
        self.elements = list(mappings(graph))
        self.by_id: dict[str, dict[str, Any]] = {}
        for place, element in enumerate(self.elements):
            identifier = _id(element)
            if identifier in self.by_id:
                path: Path = (((None, "@graph"), place), "spdxId")
                problems.error(path, f"the identifier {quoted(identifier)} is used twice", "repeated-reference")
            elif identifier:
                self.by_id[identifier] = element
        self.arrows = Arrows("")
        self.declared: dict[str, list[StatedLicence]] = {}
        self.stated: dict[str, dict[str, None]] = {}

    def sbom(self) -> Sbom:
        creation = next((each for each in self.elements if kind_of(each) == "CreationInfo"), None)
        head = next((each for each in self.elements if kind_of(each) == "SpdxDocument"), {})
        creation = creation or mapping(head.get("creationInfo"))
        for element in self.elements:
            if "relationshipType" in element:
                self.relationship(element)
        components = self.components()
        subject = self.subject(components)
        version = text(creation.get("specVersion"))
        return Sbom(
            format=Format.SPDX,
            version=version or "3.0",
            encoding="JSON-LD",
            serial=_id(head) or None,
            name=text(head.get("name")),
            created=read_moment(creation.get("created")),
            authors=tuple(name for ref in _refs(creation.get("createdBy")) if (name := self.named(ref))),
            tools=tuple(Tool(name) for ref in _refs(creation.get("createdUsing")) if (name := self.named(ref))),
            subject=subject,
            components=tuple(component for component in components if component is not subject),
            dependencies=self.arrows.dependencies.links(),
            contains=self.arrows.contains.links(),
            vulnerabilities=tuple(self.vulnerabilities()),
        )

    def relationship(self, element: dict[str, Any]) -> None:
        kind = text(element.get("relationshipType"))
        for first in _refs(element.get("from"))[:1]:
            for second in _refs(element.get("to")):
                if kind in ("hasDeclaredLicense", "hasConcludedLicense"):
                    self.licence(first, second, is_concluded=kind == "hasConcludedLicense")
                elif second.endswith(("NoneElement", "NoAssertionElement")):
                    if second.endswith("NoneElement") and kind in _DEPENDENCIES:
                        self.arrows.dependencies.place(first)
                elif kind == "describes":
                    self.arrows.described[second] = None
                elif kind == "contains":
                    self.arrows.contains.join(first, second)
                elif kind in _DEPENDENCIES:
                    scope = _SCOPES.get(str(element.get("scope"))) or _DEPENDENCIES[kind]
                    self.arrows.need(first, second, scope)
                elif kind in _STATEMENTS:
                    weak, part = (second, first) if kind == "hasAssociatedVulnerability" else (first, second)
                    self.stated.setdefault(weak, {})[part] = None

    def licence(self, ref: str, licence: str, *, is_concluded: bool) -> None:
        expression, is_name = self.expression(licence, 0)
        if expression:
            self.declared.setdefault(ref, []).append(StatedLicence(expression, is_name, is_concluded))

    def expression(self, ref: str, level: int) -> tuple[str | None, bool]:
        """Give the expression of a licence element or of an address of the SPDX list, and whether it is a name."""
        element = self.by_id.get(ref, {})
        stated = text(element.get("simplelicensing_licenseExpression")) or text(element.get("licenseExpression"))
        if stated:
            return (None if stated == "NOASSERTION" else stated), False
        if _LICENCES in ref:
            return ref.rpartition("/")[2], False
        kind = kind_of(element)
        if kind in ("ConjunctiveLicenseSet", "DisjunctiveLicenseSet") and level < _MOST_LEVELS:
            members = [
                self.expression(member, level + 1)[0] for member in _refs(element.get("expandedlicensing_member"))
            ]
            joined = (" AND " if kind.startswith("C") else " OR ").join(sorted(member for member in members if member))
            return (f"({joined})" if level else joined) or None, False
        name = text(element.get("name"))
        if name or ref.endswith(_NOTHING):
            return name, True
        return ("NONE", False) if ref.endswith(("Licensing/None", "NoneLicense")) else (None, True)

    def components(self) -> list[Component]:
        wanted = [each for each in self.elements if kind_of(each) in _PACKAGES or kind_of(each) == "File"]
        if len(wanted) > self.limits.components:
            raise TooMuch(f"the document has more than {self.limits.components:,} components", "too-many-components")
        found: dict[str, Component] = {}
        for place, element in enumerate(wanted):
            component = self.component(element, _id(element) or f"#{place}")
            found.setdefault(component.ref, component)
        return list(found.values())

    def subject(self, components: list[Component]) -> Component | None:
        """Follow the roots: a document's root is a list of parts, whose root is the subject."""
        roots = dict.fromkeys(self.arrows.described)
        for element in self.elements:
            if kind_of(element) in ("SpdxDocument", "Sbom", "Bom"):
                roots.update(dict.fromkeys(_refs(element.get("rootElement"))))
        named = [component for component in components if component.ref in roots]
        return named[0] if len(named) == 1 else None

    def component(self, element: dict[str, Any], ref: str) -> Component:
        kind = kind_of(element)
        identifiers = self.identifiers(element)
        supplier = next((name for each in _refs(element.get("suppliedBy")) if (name := self.named(each))), None)
        originator = next((name for each in _refs(element.get("originatedBy")) if (name := self.named(each))), None)
        return Component(
            ref=ref,
            name=text(element.get("name")) or "",
            version=_said(_field(element, "software_packageVersion")),
            type=_TYPES.get(kind) or component_type(text(_field(element, "software_primaryPurpose"))),
            purl=text(_field(element, "software_packageUrl")) or identifiers.get("purl"),
            cpe=identifiers.get("cpe23") or identifiers.get("cpe22"),
            licences=tuple(dict.fromkeys(self.declared.get(ref, ()))),
            copyright=_said(_field(element, "software_copyrightText")),
            hashes=_hashes(element.get("verifiedUsing")),
            supplier=supplier,
            originator=originator,
            description=text(element.get("description")) or text(element.get("summary")),
            scope=self.arrows.scope(ref),
            external_references=_references(element),
        )

    def identifiers(self, element: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        every = [*items(element.get("externalIdentifier")), *items(element.get("externalIdentifiers"))]
        for item in mappings(every):
            kind, identifier = text(item.get("externalIdentifierType")), text(item.get("identifier"))
            if identifier and kind in _IDENTIFIERS:
                found.setdefault(_IDENTIFIERS[kind], identifier)
            elif identifier and kind == "cve":
                found.setdefault("cve", identifier)
        return found

    def named(self, ref: str) -> str | None:
        """Give the name of a person, organisation or tool; None for those that assert nothing."""
        return text(self.by_id.get(ref, {}).get("name"))

    def vulnerabilities(self) -> Iterator[Vulnerability]:
        for element in self.elements:
            if kind_of(element) == "Vulnerability":
                ref = _id(element)
                name = self.identifiers(element).get("cve") or text(element.get("name")) or ref
                yield Vulnerability(name, tuple(self.stated.get(ref, ())), element)


def _id(element: dict[str, Any]) -> str:
    return text(element.get("spdxId")) or text(element.get("@id")) or ""


def _refs(value: object) -> list[str]:
    """Give the identifiers of one or several elements, named or standing in place."""
    every = value if isinstance(value, list) else [value]
    found = (_id(item) if isinstance(item, dict) else text(item) for item in every)
    return [ref for ref in found if ref]


def _field(element: dict[str, Any], name: str) -> object:
    return element.get(name, element.get(name.partition("_")[2]))


def _said(value: object) -> str | None:
    said = text(value)
    return None if said in ("NOASSERTION", "") else said


def _hashes(value: object) -> tuple[Hash, ...]:
    pairs = ((text(item.get("algorithm")), text(item.get("hashValue"))) for item in mappings(value))
    return tuple(Hash(hash_algorithm(name), content.lower()) for name, content in pairs if name and content)


def _references(element: dict[str, Any]) -> tuple[ExternalReference, ...]:
    pages = [
        web_reference("website", _field(element, "software_homePage")),
        web_reference("distribution", _field(element, "software_downloadLocation")),
    ]
    for item in mappings(element.get("externalRef")):
        stated = text(item.get("externalRefType")) or "other"
        kind = REFERENCES_FROM_SPDX_3.get(stated, stated)
        pages += [web_reference(kind, locator) for locator in texts(item.get("locator") or [])]
    return tuple(dict.fromkeys(page for page in pages if page is not None))

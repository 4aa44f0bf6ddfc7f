"""An Sbom as SPDX 3.0.1 JSON-LD.

Source: SPDX specification 3.0.1: Core, Software and SimpleLicensing profiles; the compact names are those of its
JSON-LD context. Groups and properties have no place there; the group is part of the package URL.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from commonweal.standards import licences
from commonweal.standards.sbom.model import Component, Links, Sbom, Scope, StatedLicence
from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.spdx_terms import HASHES_OF_SPDX_3, REFERENCES_OF_SPDX_3
from commonweal.standards.sbom.writing.cyclonedx import said
from commonweal.standards.sbom.writing.identifiers import Identifiers, document_name, namespace

Json = dict[str, Any]

_CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_CREATION = "_:creationinfo"
_PURPOSES = {
    "application": "application",
    "framework": "framework",
    "library": "library",
    "container": "container",
    "operating-system": "operatingSystem",
    "device": "device",
    "device-driver": "deviceDriver",
    "firmware": "firmware",
    "file": "file",
    "platform": "platform",
    "machine-learning-model": "model",
    "data": "data",
}
_SCOPES = {Scope.REQUIRED: "runtime", Scope.EXCLUDED: "development"}


def document(sbom: Sbom, made: datetime) -> Json:
    """Give the document as plain values."""
    return {"@context": _CONTEXT, "@graph": list(_Writing(sbom).graph(made))}


class _Writing:
    """One Sbom on its way into a graph."""

    def __init__(self, sbom: Sbom) -> None:
        self.sbom = sbom
        self.base = namespace(sbom)
        self.identifiers = Identifiers(sbom, lambda _ref, number: f"{self.base}#part-{number}")
        self.every = (*((sbom.subject,) if sbom.subject else ()), *sbom.components)
        self.scopes = {self.identifiers.of(component): component.scope for component in self.every}
        self.agents: dict[str, Json] = {}
        self.licences: dict[StatedLicence, Json] = {}
        self.arrows = 0

    def graph(self, made: datetime) -> Iterator[Json]:
        authors = [self.agent(author) for author in self.sbom.authors] or [self.agent("Commonweal", "SoftwareAgent")]
        tools = [
            self.element("Tool", f"tool-{number}", name=f"{tool.name} {tool.version or ''}".strip())
            for number, tool in enumerate(self.sbom.tools, start=1)
        ]
        parts = [self.part(component) for component in self.every]
        arrows = [*self.relationships(), *self.licence_arrows()]
        weaknesses = list(self.vulnerabilities())
        listed = [*self.agents.values(), *tools, *parts, *self.licences.values(), *arrows, *weaknesses]
        yield said(
            {
                "type": "CreationInfo",
                "@id": _CREATION,
                "specVersion": "3.0.1",
                "created": write_moment(self.sbom.created or made),
                "createdBy": authors,
                "createdUsing": [tool["spdxId"] for tool in tools],
            }
        )
        yield self.document(listed)
        yield self.list_of_parts(parts)
        yield from listed

    def document(self, listed: list[Json]) -> Json:
        profiles = ["core", "software", "simpleLicensing"] + (["security"] if self.sbom.vulnerabilities else [])
        return {
            **self.element("SpdxDocument", "document", name=document_name(self.sbom)),
            "spdxId": self.base,
            "profileConformance": profiles,
            "rootElement": [f"{self.base}#sbom"],
            "element": [f"{self.base}#sbom", *(each["spdxId"] for each in listed)],
        }

    def list_of_parts(self, parts: list[Json]) -> Json:
        roots = [self.identifiers.of(self.sbom.subject)] if self.sbom.subject else [each["spdxId"] for each in parts]
        element = self.element("software_Sbom", "sbom")
        return said({**element, "rootElement": roots, "element": [each["spdxId"] for each in parts]})

    def element(self, kind: str, name_of_id: str, **fields: object) -> Json:
        return said({"type": kind, "spdxId": f"{self.base}#{name_of_id}", "creationInfo": _CREATION, **fields})

    def agent(self, name: str, kind: str = "Organization") -> str:
        if name not in self.agents:
            self.agents[name] = self.element(kind, f"agent-{len(self.agents) + 1}", name=name)
        return str(self.agents[name]["spdxId"])

    def part(self, component: Component) -> Json:
        is_file = component.type == "file" and not (component.version or component.purl)
        kind = "software_File" if is_file else "software_Package"
        pages = {each.type: each.url for each in reversed(component.external_references)}
        own = {} if is_file else _package_fields(component, pages)
        return said(
            {
                **self.element(kind, "part"),
                "spdxId": self.identifiers.of(component),
                "description": component.description,
                "software_copyrightText": component.copyright,
                "software_primaryPurpose": _PURPOSES.get(component.type, "other"),
                "suppliedBy": self.agent(component.supplier) if component.supplier else None,
                "originatedBy": [self.agent(component.originator)] if component.originator else None,
                "verifiedUsing": [
                    {"type": "Hash", "algorithm": HASHES_OF_SPDX_3[each.algorithm], "hashValue": each.value}
                    for each in component.hashes
                    if each.algorithm in HASHES_OF_SPDX_3
                ],
                "externalIdentifier": _identifiers(component),
                "externalRef": list(_references(component, is_file=is_file)),
                **own,
            }
        ) | {"name": component.name}

    def relationships(self) -> Iterator[Json]:
        for whole, part in self.joined(self.sbom.dependencies):
            scope = self.scopes[part]
            if scope is Scope.OPTIONAL:
                yield self.arrow(whole, "hasOptionalDependency", part)
            elif scope is None:
                yield self.arrow(whole, "dependsOn", part)
            else:
                arrow = self.arrow(whole, "dependsOn", part)
                yield {**arrow, "type": "LifecycleScopedRelationship", "scope": _SCOPES[scope]}
        for whole, part in self.joined(self.sbom.contains):
            yield self.arrow(whole, "contains", part)

    def joined(self, every: tuple[Links, ...]) -> Iterator[tuple[str, str]]:
        for links in every:
            whole = self.identifiers.to(links.ref)
            for ref in links.to:
                part = self.identifiers.to(ref)
                if whole and part:
                    yield whole, part

    def arrow(self, first: str, kind: str, second: str) -> Json:
        self.arrows += 1
        arrow = self.element("Relationship", f"relationship-{self.arrows}")
        return {**arrow, "from": first, "relationshipType": kind, "to": [second]}

    def licence_arrows(self) -> Iterator[Json]:
        for component in self.every:
            for stated in component.licences:
                kind = "hasConcludedLicense" if stated.is_concluded else "hasDeclaredLicense"
                yield self.arrow(self.identifiers.of(component), kind, self.licence(stated))

    def licence(self, stated: StatedLicence) -> str:
        key = StatedLicence(stated.text, stated.is_name)
        if key not in self.licences:
            self.licences[key] = self.licence_element(key, f"licence-{len(self.licences) + 1}")
        return str(self.licences[key]["spdxId"])

    def licence_element(self, stated: StatedLicence, name_of_id: str) -> Json:
        if not stated.is_name and licences.read_expression(stated.text) is not None:
            kind = "simplelicensing_LicenseExpression"
            return self.element(kind, name_of_id, simplelicensing_licenseExpression=stated.text)
        kind = "simplelicensing_SimpleLicensingText"
        return self.element(kind, name_of_id, name=stated.text, simplelicensing_licenseText=stated.text)

    def vulnerabilities(self) -> Iterator[Json]:
        for number, each in enumerate(self.sbom.vulnerabilities, start=1):
            weakness = self.element("security_Vulnerability", f"vulnerability-{number}", name=each.id)
            if each.id.startswith("CVE-"):
                identifier = {"type": "ExternalIdentifier", "externalIdentifierType": "cve", "identifier": each.id}
                weakness["externalIdentifier"] = [identifier]
            yield weakness
            for ref in each.affects:
                part = self.identifiers.to(ref)
                if part:
                    yield self.arrow(part, "hasAssociatedVulnerability", str(weakness["spdxId"]))


def _package_fields(component: Component, pages: dict[str, str]) -> Json:
    return {
        "software_packageVersion": component.version,
        "software_packageUrl": component.purl,
        "software_homePage": pages.get("website"),
        "software_downloadLocation": pages.get("distribution"),
    }


def _identifiers(component: Component) -> list[Json]:
    if not component.cpe:
        return []
    kind = "cpe23" if component.cpe.startswith("cpe:2.3:") else "cpe22"
    return [{"type": "ExternalIdentifier", "externalIdentifierType": kind, "identifier": component.cpe}]


def _references(component: Component, *, is_file: bool) -> Iterator[Json]:
    seen: set[str] = set()
    for each in component.external_references:
        # The first website and distribution of a package have fields of their own.
        if not is_file and each.type in ("website", "distribution") and each.type not in seen:
            seen.add(each.type)
            continue
        kind = REFERENCES_OF_SPDX_3.get(each.type, "other")
        yield {"type": "ExternalRef", "externalRefType": kind, "locator": [each.url]}

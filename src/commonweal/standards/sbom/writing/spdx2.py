"""An Sbom as SPDX 2.3 JSON.

Source: SPDX specification 2.3 and its JSON schema. Groups and properties have no place there; the group is part of the
package URL.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from commonweal.standards import licences
from commonweal.standards.sbom.model import Component, Sbom, Scope, StatedLicence
from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.spdx2_shape import DIGITS
from commonweal.standards.sbom.spdx_terms import HASHES_OF_SPDX_2
from commonweal.standards.sbom.writing.cyclonedx import said
from commonweal.standards.sbom.writing.identifiers import Identifiers, document_name, namespace

Json = dict[str, Any]

_DOCUMENT = "SPDXRef-DOCUMENT"
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_HEXADECIMAL = re.compile(r"[0-9a-f]+")
# NISTIR 7695: ten parts after the first, of letters, digits and signs that are escaped; the older form is an address.
_CPE_2_3 = re.compile(r"cpe:2\.3:[aho*-](?::(?:[\w.?*-]|\\[^\w\s])+){10}", re.ASCII)
_CPE_2_2 = re.compile(r"cpe:/[AHOaho]?(?::[\w.~%-]*){0,6}", re.ASCII)
_LICENCE_REFERENCE = re.compile(r"(?<![:\w-])LicenseRef-[A-Za-z0-9.-]+")
_UNKNOWN = "NOASSERTION"
_PURPOSES = {
    "application": "APPLICATION",
    "framework": "FRAMEWORK",
    "library": "LIBRARY",
    "container": "CONTAINER",
    "operating-system": "OPERATING-SYSTEM",
    "device": "DEVICE",
    "firmware": "FIRMWARE",
    "file": "FILE",
}
_RELATIONSHIPS = {
    Scope.EXCLUDED: "DEV_DEPENDENCY_OF",
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
    Scope.REQUIRED: "RUNTIME_DEPENDENCY_OF",
}


def document(sbom: Sbom, made: datetime) -> Json:
    """Give the document as plain values."""
    return _Writing(sbom).document(made)


class _Writing:
    """One Sbom on its way into a document."""

    def __init__(self, sbom: Sbom) -> None:
        self.sbom = sbom
        self.identifiers = Identifiers(sbom, _spelt)
        self.names: dict[str, str] = {}
        self.every = (*((sbom.subject,) if sbom.subject else ()), *sbom.components)
        self.contained = {ref for links in sbom.contains for ref in links.to}
        self.scopes = {self.identifiers.of(component): component.scope for component in self.every}

    def document(self, made: datetime) -> Json:
        files = [component for component in self.every if self.is_file(component)]
        packages = [self.package(component) for component in self.every if not self.is_file(component)]
        written_files = [self.file(component) for component in files]
        return said(
            {
                "spdxVersion": "SPDX-2.3",
                "dataLicense": "CC0-1.0",
                "SPDXID": _DOCUMENT,
                "name": document_name(self.sbom),
                "documentNamespace": namespace(self.sbom),
                "creationInfo": {
                    "created": write_moment(self.sbom.created or made),
                    "creators": list(self.creators()) or ["Tool: commonweal"],
                },
                "packages": packages,
                "files": written_files,
                "hasExtractedLicensingInfos": [
                    {"licenseId": ref, "name": name, "extractedText": name} for name, ref in self.names.items()
                ],
                "relationships": list(self.relationships()),
            }
        )

    def is_file(self, component: Component) -> bool:
        """Say whether this is written as a file; one in a package is not: then all of them would be due."""
        return _is_plain_file(component) and component.ref not in self.contained

    def creators(self) -> Iterator[str]:
        for tool in self.sbom.tools:
            yield f"Tool: {tool.name}-{tool.version}" if tool.version else f"Tool: {tool.name}"
        for author in self.sbom.authors:
            yield f"Organization: {author}"

    def package(self, component: Component) -> Json:
        declared = tuple(each for each in component.licences if not each.is_concluded)
        concluded = tuple(each for each in component.licences if each.is_concluded)
        pages = {each.type: each.url for each in reversed(component.external_references)}
        return said(
            {
                "versionInfo": component.version,
                "supplier": f"Organization: {component.supplier}" if component.supplier else None,
                "originator": f"Organization: {component.originator}" if component.originator else None,
                "filesAnalyzed": False,
                "homepage": pages.get("website"),
                "checksums": _checksums(component),
                "licenseConcluded": self.expression(concluded),
                "licenseDeclared": self.expression(declared),
                "copyrightText": component.copyright or _UNKNOWN,
                "description": component.description,
                "externalRefs": list(_references(component)),
                "primaryPackagePurpose": _PURPOSES.get(component.type, "OTHER"),
            }
        ) | {
            "SPDXID": self.identifiers.of(component),
            "name": component.name,
            "downloadLocation": pages.get("distribution", _UNKNOWN),
        }

    def file(self, component: Component) -> Json:
        return said(
            {
                "SPDXID": self.identifiers.of(component),
                "fileName": f".{component.name}" if component.name.startswith("/") else component.name,
                "checksums": _checksums(component),
                "licenseConcluded": self.expression(component.licences),
                "licenseInfoInFiles": [_UNKNOWN],
                "copyrightText": component.copyright or _UNKNOWN,
            }
        )

    def expression(self, stated: tuple[StatedLicence, ...]) -> str:
        """Join to one expression; what is no expression gets an identifier of the document's own."""
        parts = [self.identifier(each) for each in stated]
        if len(parts) < 2:
            return parts[0] if parts else _UNKNOWN
        return " AND ".join(f"({part})" if " " in part else part for part in parts)

    def identifier(self, stated: StatedLicence) -> str:
        expression = licences.read_expression(stated.text)
        if stated.text == "NONE" or (expression is not None and expression.is_known and not stated.is_name):
            for reference in _LICENCE_REFERENCE.findall(stated.text):
                self.names[reference] = reference
            return stated.text
        return self.names.setdefault(stated.text, f"LicenseRef-commonweal-{len(self.names) + 1}")

    def relationships(self) -> Iterator[Json]:
        to = {ref for links in (*self.sbom.dependencies, *self.sbom.contains) for ref in links.to}
        own = (self.sbom.subject,) if self.sbom.subject else ()
        # Where all are needed in a circle, the document describes them all.
        for root in own or [each for each in self.every if each.ref not in to] or self.every:
            yield _relationship(_DOCUMENT, "DESCRIBES", self.identifiers.of(root))
        for links in self.sbom.dependencies:
            needing = self.identifiers.to(links.ref)
            if needing and not links.to:
                yield _relationship(needing, "DEPENDS_ON", "NONE")
            for ref in links.to:
                whole, part = needing, self.identifiers.to(ref)
                if whole and part:
                    scope = self.scopes[part]
                    named = _RELATIONSHIPS.get(scope) if scope else None
                    yield _relationship(part, named, whole) if named else _relationship(whole, "DEPENDS_ON", part)
        for links in self.sbom.contains:
            for ref in links.to:
                whole, part = self.identifiers.to(links.ref), self.identifiers.to(ref)
                if whole and part:
                    yield _relationship(whole, "CONTAINS", part)


def _spelt(ref: str, number: int) -> str:
    return ref if _ID.fullmatch(ref) and ref != _DOCUMENT else f"SPDXRef-{number}"


def _is_plain_file(component: Component) -> bool:
    """Say whether this can be a file of SPDX: those must have a SHA-1, and cannot have a version or package URL."""
    has_sha_1 = any(each.algorithm == "SHA-1" and _is_checksum("SHA1", each.value) for each in component.hashes)
    is_bare = not (component.version or component.purl or component.cpe or component.external_references)
    return component.type == "file" and has_sha_1 and is_bare and not component.supplier and not component.description


def _checksums(component: Component) -> list[Json]:
    return [
        {"algorithm": HASHES_OF_SPDX_2[each.algorithm], "checksumValue": each.value}
        for each in component.hashes
        if each.algorithm in HASHES_OF_SPDX_2 and _is_checksum(HASHES_OF_SPDX_2[each.algorithm], each.value)
    ]


def _is_checksum(algorithm: str, value: str) -> bool:
    digits = DIGITS.get(algorithm)
    return _HEXADECIMAL.fullmatch(value) is not None and digits in (None, len(value))


def _references(component: Component) -> Iterator[Json]:
    if component.purl:
        yield _reference("PACKAGE-MANAGER", "purl", component.purl)
    if component.cpe:
        kind = "cpe23Type" if _CPE_2_3.fullmatch(component.cpe) else "cpe22Type"
        is_right = kind == "cpe23Type" or _CPE_2_2.fullmatch(component.cpe) is not None
        yield _reference("SECURITY" if is_right else "OTHER", kind if is_right else "cpe", component.cpe)
    seen: set[str] = set()
    for each in component.external_references:
        # The first website and distribution have fields of their own.
        if each.type in ("website", "distribution") and each.type not in seen:
            seen.add(each.type)
            continue
        yield _reference("OTHER", each.type, each.url)


def _reference(category: str, kind: str, locator: str) -> Json:
    return {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}


def _relationship(first: str, kind: str, second: str) -> Json:
    return {"spdxElementId": first, "relationshipType": kind, "relatedSpdxElement": second}

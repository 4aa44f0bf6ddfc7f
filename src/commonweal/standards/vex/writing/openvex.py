"""A VexDocument as OpenVEX 0.2.0.

Source: OpenVEX specification 0.2.0. Ranges of versions stand in the qualifier `vers` of the package URL (ECMA-427).
"""

from datetime import datetime
from typing import Any

from commonweal.standards.sbom.moments import write_moment
from commonweal.standards.sbom.writing.cyclonedx import said
from commonweal.standards.vex import words
from commonweal.standards.vex.model import Product, State, Statement, VexDocument
from commonweal.standards.vex.writing.identifiers import document_address

Json = dict[str, Any]


def document(found: VexDocument, issued: datetime) -> Json:
    """Give the document as plain values."""
    statements = {repr(each): each for each in (_statement(one) for one in found.singly())}
    return said(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": document_address(found),
            "author": found.author or "unknown",
            "role": found.role,
            "timestamp": write_moment(issued),
            "last_updated": write_moment(found.updated) if found.updated else None,
            "version": max(found.revision or 1, 1),
        }
    ) | {"statements": list(statements.values())}


def _statement(statement: Statement) -> Json:
    marks, detail = words.parted(statement.detail)
    status = words.OPENVEX_STATES.to_theirs(statement.state, marks)
    reason = words.JUSTIFICATIONS.to_theirs(statement.justification, marks) if statement.justification else None
    text = words.joined(marks, detail)
    is_clear = statement.state in (State.NOT_AFFECTED, State.FALSE_POSITIVE)
    action = words.joined([response.value for response in statement.responses], statement.action)
    return said(
        {
            "vulnerability": said(
                {
                    "@id": next(iter(statement.evidence), None),
                    "name": statement.vulnerability,
                    "aliases": list(statement.aliases),
                }
            ),
            "timestamp": write_moment(statement.issued) if statement.issued else None,
            "last_updated": write_moment(statement.updated) if statement.updated else None,
            "products": [_product(product) for product in statement.products],
            "status": status,
            "status_notes": None if is_clear else text,
            "justification": reason,
            "impact_statement": (text or (None if reason else words.NO_REASON)) if is_clear else None,
            "action_statement": action or (words.NO_ACTION if statement.state is State.EXPLOITABLE else None),
        }
    )


def _product(product: Product) -> Json:
    return _part(product) | said({"subcomponents": [_part(part) for part in product.subcomponents]})


def _part(product: Product) -> Json:
    """Name by package URL; by CPE alone only where that says everything."""
    cpe = product.cpe
    kind = {"cpe23": cpe} if cpe and cpe.startswith("cpe:2.3:") else {"cpe22": cpe} if cpe else {}
    if product.purl is None and kind and not product.stated_range:
        return {"identifiers": kind}
    address = product.address
    name = str(address) if address else product.identifier
    return said({"@id": name, "identifiers": said({"purl": name if address else None, **kind})})

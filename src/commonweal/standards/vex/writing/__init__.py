"""Writes a VexDocument as CycloneDX 1.6 JSON, OpenVEX 0.2.0 or CSAF 2.0 (profile VEX).

The same document gives the same bytes: nothing here asks the clock or chance. Each statement is about one component,
which is written with it, so that the document can be understood alone. What a format has no place for is left out
(docs/reference/vex.md lists it); no format widens a statement: a range is always written.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime

from commonweal.standards.vex.model import VexDocument
from commonweal.standards.vex.writing import csaf, cyclonedx, openvex

FORMS: dict[str, Callable[[VexDocument, datetime], dict[str, object]]] = {
    "cyclonedx-1.6": cyclonedx.document,
    "openvex-0.2.0": openvex.document,
    "csaf-2.0": csaf.document,
}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write(document: VexDocument, form: str, *, made: datetime | None = None) -> bytes:
    """Write in one of FORMS; `made` stands as date of issue where neither document nor statements have one."""
    latest = max((statement.when for statement in document.statements if statement.when), default=made)
    issued = document.issued or latest or _NEVER
    return json.dumps(FORMS[form](document, issued), ensure_ascii=False, indent=2).encode() + b"\n"

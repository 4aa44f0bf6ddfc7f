"""Writes an Sbom as CycloneDX JSON, SPDX 2.3 JSON or SPDX 3.0.1 JSON-LD.

The same Sbom gives the same bytes: nothing here asks the clock or chance. What a format has no place for is left out
(docs/reference/sbom.md lists it); what it demands and the Sbom lacks is said to be unknown where the format allows.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

from commonweal.standards.sbom.model import Sbom
from commonweal.standards.sbom.writing import cyclonedx, spdx2, spdx3

FORMS: dict[str, Callable[[Sbom, datetime], dict[str, object]]] = {
    "cyclonedx-1.6": partial(cyclonedx.document, version="1.6"),
    "cyclonedx-1.7": partial(cyclonedx.document, version="1.7"),
    "spdx-2.3": spdx2.document,
    "spdx-3.0.1": spdx3.document,
}


def write(sbom: Sbom, form: str, *, made: datetime) -> bytes:
    """Write in one of FORMS; `made` stands as date of creation where the Sbom has none."""
    return json.dumps(FORMS[form](sbom, made), ensure_ascii=False, indent=2).encode() + b"\n"

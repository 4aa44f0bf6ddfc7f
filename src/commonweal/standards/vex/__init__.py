"""VEX: what somebody who looked says of a weakness in a product - exploitable, not affected, resolved, in triage.

`read(bytes)` gives what a document says and what is wrong with it: CycloneDX 1.4 to 1.7, OpenVEX 0.0.1 to 0.2.0, CSAF
2.0 and 2.1. `write(document, form)` gives CycloneDX 1.6, OpenVEX 0.2.0 and CSAF 2.0 back, one statement for each
component. What each word of the three becomes in the others: docs/reference/vex.md. Nouns: VexDocument, Statement,
Product, State, Justification, Response.
"""

from commonweal.standards.vex.model import (
    Format,
    Justification,
    Product,
    Response,
    State,
    Statement,
    VexDocument,
)
from commonweal.standards.vex.reader import read
from commonweal.standards.vex.writing import FORMS, write

__all__ = [
    "FORMS",
    "Format",
    "Justification",
    "Product",
    "Response",
    "State",
    "Statement",
    "VexDocument",
    "read",
    "write",
]

"""Names that documents need and a VexDocument may lack; the same document always gets the same."""

import uuid

from commonweal.standards.vex.model import VexDocument
from commonweal.standards.vex.products import is_address


def document_uuid(document: VexDocument) -> str:
    """Give a UUID of what the document says, or of its own name."""
    said = document.id or "\n".join(
        [document.author or "", *(repr(statement) for statement in document.statements)],
    )
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


def document_address(document: VexDocument) -> str:
    """Give an address that names the document alone."""
    return document.id if document.id and is_address(document.id) else document_uuid(document)


def author_address(document: VexDocument) -> str:
    """Give an address that stands for the author."""
    if document.namespace:
        return document.namespace
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, document.author or '')}"

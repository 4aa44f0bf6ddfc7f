"""Identifiers for what is written: one for each component, as the format spells them."""

import re
import uuid
from collections.abc import Callable

from commonweal.standards.sbom.model import Component, Sbom

_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\s<>\"{}|\\^`]+")


class Identifiers:
    """Gives each component an identifier that no other has; of components with one ref, arrows lead to the first."""

    def __init__(self, sbom: Sbom, spell: Callable[[str, int], str]) -> None:
        self._used: set[str] = set()
        self._by_ref: dict[str, str] = {}
        self._by_place: dict[int, str] = {}
        every = (*((sbom.subject,) if sbom.subject else ()), *sbom.components)
        for number, component in enumerate(every, start=1):
            spelt = spell(component.ref, number)
            identifier = spelt if spelt not in self._used else f"{spelt}-{number}"
            while identifier in self._used:
                identifier += "-"
            self._used.add(identifier)
            self._by_ref.setdefault(component.ref, identifier)
            self._by_place[id(component)] = identifier

    def of(self, component: Component) -> str:
        """Give the identifier of a component of the Sbom."""
        return self._by_place[id(component)]

    def to(self, ref: str) -> str | None:
        """Give the identifier that a ref leads to; None where it leads nowhere."""
        return self._by_ref.get(ref)


def serial_number(sbom: Sbom) -> str | None:
    """Give the serial number as CycloneDX wants it; one of another kind always becomes the same UUID."""
    if not sbom.serial:
        return None
    known = sbom.serial.lower()
    return known if _SERIAL.fullmatch(known) else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, sbom.serial)}"


def namespace(sbom: Sbom) -> str:
    """Give an address that names the document alone, as SPDX wants it."""
    if sbom.serial and _NAMESPACE.fullmatch(sbom.serial):
        return sbom.serial
    said = "\n".join([sbom.serial or "", sbom.name or "", *(f"{part.ref} {part.version}" for part in sbom.components)])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


def document_name(sbom: Sbom) -> str:
    """Give the document's name, or that of what it is about."""
    return sbom.name or (sbom.subject.name if sbom.subject else "") or "unnamed"

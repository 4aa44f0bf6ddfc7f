"""What a list of software parts says, whatever format it came in.

Sources: CycloneDX 1.7 (ECMA-424) for the words, SPDX 2.3 and 3.0.1 for what it lacks. An absent scalar is None, an
absent list is (). Texts stay as stated, so that what is shown is what was sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from commonweal.standards import licences, purl
from commonweal.standards.purl import Purl


class Format(StrEnum):
    """Which family of formats a document belongs to."""

    CYCLONEDX = "CycloneDX"
    SPDX = "SPDX"
    LOCK_FILE = "lock file"


class Scope(StrEnum):
    """Whether a part runs in production. Excluded means: only for building, testing or developing."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class StatedLicence:
    """A licence as the document words it: an SPDX identifier, an expression, or a free name."""

    text: str
    is_name: bool = False
    is_concluded: bool = False


@dataclass(frozen=True, slots=True)
class Hash:
    """A checksum; the algorithm in CycloneDX's spelling (SHA-256), the value in lower-case hexadecimal."""

    algorithm: str
    value: str


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """A web page about a part; only http and https come through."""

    type: str
    url: str


@dataclass(frozen=True, slots=True)
class Component:
    """One part: a package, a file, an operating system, a device.

    `ref` names it inside its document only. `type` is CycloneDX's word (library, application, file, …). `contact` is
    an e-mail or web address of the supplier. `licences` are declared or concluded; `detected_licences` are those that
    a tool found in its files, of which nobody said yet what they mean for the whole.
    """

    ref: str
    name: str
    version: str | None = None
    type: str = "library"
    group: str | None = None
    purl: str | None = None
    cpe: str | None = None
    licences: tuple[StatedLicence, ...] = ()
    detected_licences: tuple[StatedLicence, ...] = ()
    copyright: str | None = None
    hashes: tuple[Hash, ...] = ()
    supplier: str | None = None
    originator: str | None = None
    contact: str | None = None
    description: str | None = None
    scope: Scope | None = None
    external_references: tuple[ExternalReference, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def package_url(self) -> Purl | None:
        """Give the package URL read; None where there is none or it cannot be understood."""
        return _package_url(self.purl) if self.purl else None

    @property
    def licence_expression(self) -> str | None:
        """Give the SPDX expression, of what was concluded rather than declared; None where any licence has none."""
        concluded = tuple(stated for stated in self.licences if stated.is_concluded)
        return _expression(concluded or self.licences)


@dataclass(frozen=True, slots=True)
class Links:
    """Where the arrows of one part lead, in the order written, each once."""

    ref: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the document."""

    name: str
    version: str | None = None
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A statement about a weakness: which one, which parts it is about, and the statement as the document has it."""

    id: str
    affects: tuple[str, ...]
    statement: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sbom:
    """A list of software parts.

    `subject` is what the list is about and is not among `components`. `dependencies` are arrows from a part to those
    it needs, `contains` from a whole to its parts; both may hold cycles and refs that name nothing.
    """

    format: Format
    version: str
    encoding: str
    serial: str | None = None
    revision: int | None = None
    name: str | None = None
    created: datetime | None = None
    authors: tuple[str, ...] = ()
    supplier: str | None = None
    tools: tuple[Tool, ...] = ()
    subject: Component | None = None
    components: tuple[Component, ...] = ()
    dependencies: tuple[Links, ...] = ()
    contains: tuple[Links, ...] = ()
    vulnerabilities: tuple[Vulnerability, ...] = ()

    @property
    def packages(self) -> tuple[Component, ...]:
        """Give the components that are not single files."""
        return tuple(component for component in self.components if component.type != "file")


@lru_cache(maxsize=50_000)
def _package_url(text: str) -> Purl | None:
    return purl.read(text)[0]


def _expression(stated: tuple[StatedLicence, ...]) -> str | None:
    read = [licences.read_expression(licence.text) for licence in stated]
    known = [expression for expression in read if expression is not None]
    if not known or len(known) < len(read):
        return None
    return str(known[0] if len(known) == 1 else licences.Choice("AND", tuple(known)))

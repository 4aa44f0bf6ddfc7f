"""What a VEX document says, whatever format it came in.

Sources: CycloneDX 1.6 (ECMA-424), "analysis", for the words of states, justifications and responses; OpenVEX 0.2.0 and
CSAF 2.0 and 2.1 for what it lacks. An absent scalar is None, an absent list is ().
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from commonweal.standards import purl as purls
from commonweal.standards.purl import Purl
from commonweal.standards.vers import Vers


class Format(StrEnum):
    """Which family of formats a document belongs to."""

    CYCLONEDX = "CycloneDX"
    OPENVEX = "OpenVEX"
    CSAF = "CSAF"


class State(StrEnum):
    """How a product stands to a weakness. Unknown: the document names both, and says nothing of how they stand."""

    EXPLOITABLE = "exploitable"
    IN_TRIAGE = "in_triage"
    RESOLVED = "resolved"
    RESOLVED_WITH_PEDIGREE = "resolved_with_pedigree"
    FALSE_POSITIVE = "false_positive"
    NOT_AFFECTED = "not_affected"
    UNKNOWN = "unknown"


class Justification(StrEnum):
    """Why a product is not affected."""

    CODE_NOT_PRESENT = "code_not_present"
    CODE_NOT_REACHABLE = "code_not_reachable"
    REQUIRES_CONFIGURATION = "requires_configuration"
    REQUIRES_DEPENDENCY = "requires_dependency"
    REQUIRES_ENVIRONMENT = "requires_environment"
    PROTECTED_BY_COMPILER = "protected_by_compiler"
    PROTECTED_AT_RUNTIME = "protected_at_runtime"
    PROTECTED_AT_PERIMETER = "protected_at_perimeter"
    PROTECTED_BY_MITIGATING_CONTROL = "protected_by_mitigating_control"


class Response(StrEnum):
    """What those responsible for the product do, or advise to do."""

    CAN_NOT_FIX = "can_not_fix"
    WILL_NOT_FIX = "will_not_fix"
    UPDATE = "update"
    ROLLBACK = "rollback"
    WORKAROUND_AVAILABLE = "workaround_available"


@dataclass(frozen=True, slots=True)
class Product:
    """What a statement is about: a product, perhaps only some of its versions, perhaps only a part within it.

    `identifier` is the name inside its document. Without version and range every version is meant. A range that is no
    VERS is kept in `stated_range` alone: such a statement is about some versions, and nobody knows which.
    With `subcomponents` the statement is about the weakness of those parts within this product only.
    """

    identifier: str
    purl: Purl | None = None
    name: str | None = None
    version: str | None = None
    cpe: str | None = None
    range: Vers | None = None
    stated_range: str | None = None
    subcomponents: tuple["Product", ...] = ()

    @property
    def address(self) -> Purl | None:
        """Give a package URL with version or range; of a product that has only a name, one of type generic."""
        has_versions = self.version or self.stated_range
        name = self.name or (self.identifier if has_versions else None)
        found = self.purl or (purls.build("generic", None, name)[0] if name else None)
        if found is None:
            return None
        if self.stated_range:
            others = [(key, value) for key, value in found.qualifiers if key != "vers"]
            return replace(found, version=None, qualifiers=tuple(sorted([*others, ("vers", self.stated_range)])))
        return found if found.version or not self.version else replace(found, version=self.version)

    @property
    def identity(self) -> str:
        """Give the same text for the same product in whatever format it came."""
        if self.purl is None and self.cpe:
            own = self.cpe + (f" {self.stated_range}" if self.stated_range else "")
        else:
            own = str(self.address or self.identifier)
        return " < ".join([*sorted(part.identity for part in self.subcomponents), own])


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says of one weakness in some products.

    A word of another format without an exact partner stands in square brackets before `detail` (of states and
    justifications) or `action` (of responses), so that it comes back. `evidence` are web addresses.
    """

    vulnerability: str
    state: State
    products: tuple[Product, ...] = ()
    aliases: tuple[str, ...] = ()
    justification: Justification | None = None
    responses: tuple[Response, ...] = ()
    detail: str | None = None
    action: str | None = None
    author: str | None = None
    issued: datetime | None = None
    updated: datetime | None = None
    evidence: tuple[str, ...] = ()

    @property
    def when(self) -> datetime | None:
        """Give when this was last held to be true."""
        return self.updated or self.issued

    def singly(self) -> "Iterator[Statement]":
        """Give a statement for each product and each part of it that this one names."""
        for product in self.products:
            for part in product.subcomponents or (None,):
                one = replace(product, subcomponents=(part,) if part else ())
                yield replace(self, products=(one,))


@dataclass(frozen=True, slots=True)
class VexDocument:
    """A document of statements.

    `version` is that of the format, `revision` that of the document. `namespace` is the address that stands for the
    author, `role` the author's part in the matter (vendor, user, coordinator …).
    """

    format: Format
    version: str
    id: str | None = None
    revision: int | None = None
    author: str | None = None
    role: str | None = None
    namespace: str | None = None
    issued: datetime | None = None
    updated: datetime | None = None
    statements: tuple[Statement, ...] = ()

    def singly(self) -> Iterator[Statement]:
        """Give all statements, each about one product, or one part of it."""
        for statement in self.statements:
            yield from statement.singly()

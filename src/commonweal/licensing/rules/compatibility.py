"""Whether code under one licence (inbound) may become part of a work that is published under another (outbound).

Source: our own table of the EUPL 1.2, cell by cell with the article (packs/eupl-compatibility.yaml), and the matrix of
OSADL. Unknown stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonweal.standards import osadl
from commonweal.standards.licence_kinds import Kind, kind_of
from commonweal.standards.licence_logic import modern
from commonweal.standards.licences import Expression, Licence, read_expression

EUPL = "EUPL-1.2"


class Answer(StrEnum):
    """From good to bad. CHECK depends on how the parts are joined, or on something the text leaves open."""

    YES = "yes"
    CHECK = "check"
    UNKNOWN = "unknown"
    NO = "no"


_ORDER = tuple(Answer)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one table says of one pair, why (a key for a sentence), and where that stands."""

    inbound: str
    outbound: str
    answer: Answer
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Compatible:
    """The answer for a pair of expressions: `cells` are the pairs it rests on, worst first; `others` what other tables
    say otherwise.
    """

    answer: Answer
    cells: tuple[Cell, ...]
    others: tuple[Cell, ...] = ()
    chosen: str = ""


Table = Mapping[tuple[str, str], Cell]


def compatible(table: Table, inbound: str, outbound: str) -> Compatible | None:
    """Say whether `inbound` may go into a work under `outbound`; None where one of them is no expression.

    Where the inbound licence lets choose, the best way counts; all its parts have to fit. Where the work is published
    under a choice, or under several licences, the code has to fit all of them.
    """
    inside, outside = read_expression(inbound), read_expression(outbound)
    if inside is None or outside is None:
        return None
    cells, chosen = _into(table, modern(inside), modern(outside))
    ranked = tuple(sorted(dict.fromkeys(cells), key=lambda cell: -_ORDER.index(cell.answer)))
    others = tuple(other for cell in ranked if (other := _otherwise(cell)) is not None)
    return Compatible(ranked[0].answer, ranked, others, chosen)


def _into(table: Table, inside: Expression, outside: Expression) -> tuple[tuple[Cell, ...], str]:
    """The cells of the best way, and which way that is where there was a choice."""
    if not isinstance(outside, Licence):
        found = [_into(table, inside, part) for part in outside.parts]
        return tuple(cell for cells, _chosen in found for cell in cells), next((c for _cells, c in found if c), "")
    if isinstance(inside, Licence):
        return (cell_of(table, inside, outside),), ""
    if inside.operator == "AND":
        found = [_into(table, part, outside) for part in inside.parts]
        return tuple(cell for cells, _chosen in found for cell in cells), next((c for _cells, c in found if c), "")
    ways = [(_into(table, part, outside)[0], str(part)) for part in inside.parts]
    return min(ways, key=lambda way: max(_ORDER.index(cell.answer) for cell in way[0]))


def cell_of(table: Table, inside: Licence, outside: Licence) -> Cell:
    """What is known of one pair: our own table first, then OSADL's."""
    names = str(inside), str(outside)
    if inside == outside:
        return Cell(*names, Answer.YES, "same", "")
    for inner, outer in ((names[0], names[1]), (_plain(inside), _plain(outside))):
        cell = table.get((inner, outer)) or _osadl(inner, outer)
        if cell is not None:
            return _with_exceptions(
                Cell(*names, cell.answer, cell.reason, cell.source), inside, outside, (inner, outer)
            )
    if _plain(inside) == _plain(outside):
        return _with_exceptions(
            Cell(*names, Answer.YES, "same", ""), inside, outside, (_plain(inside), _plain(outside))
        )
    return Cell(*names, Answer.UNKNOWN, "not-listed", "")


def _with_exceptions(cell: Cell, inside: Licence, outside: Licence, asked: tuple[str, str]) -> Cell:
    """What holds without exceptions, where there are some.

    An exception of the code may allow more; one of the work is asked of all code in it.
    """
    if asked == (cell.inbound, cell.outbound) or not (inside.exception or outside.exception):
        return cell
    if outside.exception and cell.answer == Answer.YES:
        return Cell(cell.inbound, cell.outbound, Answer.CHECK, "exception-out", cell.source)
    if inside.exception and cell.answer != Answer.YES:
        return Cell(cell.inbound, cell.outbound, Answer.CHECK, "exception-in", cell.source)
    return cell


def _plain(licence: Licence) -> str:
    """The licence without exception; the EUPL "or later" counts as the version named, which its article 13 allows."""
    return licence.identifier


def _osadl(inbound: str, outbound: str) -> Cell | None:
    said = osadl.compatibility(inbound, outbound)
    if said is None:
        return None
    reason = _one_way(inbound, outbound) if Answer(said.value) == Answer.NO else ""
    return Cell(inbound, outbound, Answer(said.value), reason or f"osadl-{said.value}", osadl.TITLE)


def _one_way(inbound: str, outbound: str) -> str:
    """Why it fails where the conditions of both could be kept, only not under the outbound licence; else ""."""
    inside, outside = read_expression(inbound), read_expression(outbound)
    if not isinstance(inside, Licence) or not isinstance(outside, Licence):
        return ""
    if inbound.removesuffix("-only") == outbound.removesuffix("-or-later"):
        return "this-version-only"
    holds_the_whole = kind_of(inside) in {Kind.STRONG_COPYLEFT, Kind.NETWORK_COPYLEFT}
    return "whole-in" if holds_the_whole and kind_of(outside) in {Kind.PUBLIC_DOMAIN, Kind.PERMISSIVE} else ""


def _otherwise(cell: Cell) -> Cell | None:
    """What OSADL says, where the answer rests on our own table and OSADL's is another."""
    if cell.reason.startswith("osadl-") or cell.reason in {"same", "not-listed"}:
        return None
    said = _osadl(cell.inbound, cell.outbound)
    return said if said is not None and said.answer != cell.answer else None

"""What licences ask of those who use the software, as a list to tick off.

Source: the texts of the licences; which duty stands in which article is data (packs/obligations.yaml).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.licensing.rules.policy import Use
from commonweal.standards.licence_kinds import Kind, kind_of, licences_in
from commonweal.standards.licence_logic import modern, ways_out
from commonweal.standards.licences import Expression, Licence, read_expression


@dataclass(frozen=True, slots=True)
class Ask:
    """For which licences or kinds a duty holds, for which uses, and where that stands."""

    source: str
    uses: frozenset[Use]
    kinds: frozenset[Kind] = frozenset()
    licences: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do or to leave; `is_note` where there is nothing to do, only something to know."""

    id: str
    asks: tuple[Ask, ...]
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A duty that holds: of which licences, and where that stands."""

    id: str
    licences: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What an expression asks for a use: of these `licences` (where it lets choose, those that ask least), the duties,
    and the licences of which nothing is known here.
    """

    licences: tuple[str, ...]
    duties: tuple[Asked, ...]
    unknown: tuple[str, ...]
    has_choice: bool = False


def checklist(duties: Iterable[Duty], expression: str, use: Use, *, chosen: str = "") -> Checklist:
    """Give what an expression asks. `chosen` is the way taken where it lets choose, else the one that asks least.

    A text that is no expression is one unknown licence.
    """
    read = read_expression(chosen or expression)
    if read is None:
        return Checklist((), (), (expression,) if expression.strip() else ())
    way, has_choice = _least(modern(read))
    asked = [found for duty in duties if (found := _asked(duty, way, use)) is not None]
    unknown = tuple(
        str(licence) for licence in way if kind_of(licence) == Kind.UNKNOWN and not _is_named(asked, licence)
    )
    return Checklist(tuple(str(each) for each in way), tuple(asked), unknown, has_choice or bool(chosen))


def _asked(duty: Duty, way: Iterable[Licence], use: Use) -> Asked | None:
    licences: dict[str, None] = {}
    sources: dict[str, None] = {}
    for licence in way:
        for ask in duty.asks:
            if use in ask.uses and _holds(ask, licence):
                licences[str(licence)] = None
                sources.update(dict.fromkeys(_places(ask.source, licence)))
    return Asked(duty.id, tuple(licences), tuple(sources)) if licences else None


def _holds(ask: Ask, licence: Licence) -> bool:
    if licence.identifier in ask.licences:
        return True
    return licence.identifier not in ask.without and kind_of(licence) in ask.kinds


def _places(source: str, licence: Licence) -> list[str]:
    """Of a source that names articles of several licences, those of this one; all where it names this one not."""
    named = source.split("; ")
    own = licence.identifier.removesuffix("-only").removesuffix("-or-later")
    # "BSD" speaks of BSD-3-Clause, "GPL-3.0" of GPL-3.0-only.
    found = [place for place in named if f"{own}-".startswith(f"{place.partition(',')[0].partition(' ')[0]}-")]
    return found or named


def _is_named(asked: Iterable[Asked], licence: Licence) -> bool:
    return any(str(licence) in each.licences for each in asked)


def _least(expression: Expression) -> tuple[tuple[Licence, ...], bool]:
    """The licences to keep to, in the order written, and whether there was a choice."""
    ways = ways_out(expression)
    written = licences_in(expression)
    if ways is None or len(ways) == 1:
        return written if ways is None else tuple(each for each in written if each in next(iter(ways))), False
    kinds = tuple(Kind)
    least = min(
        ways,
        key=lambda way: (max(kinds.index(kind_of(each)) for each in way), len(way), min(written.index(e) for e in way)),
    )
    return tuple(each for each in written if each in least), True

"""Which licence fits what somebody publishes, what it is built on, and what they want.

Source: own judgement as data (packs/licence-advice.yaml), and the tables of compatibility.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonweal.licensing.rules.compatibility import Answer, Cell, Table, compatible
from commonweal.standards.licence_kinds import Kind, kind_of, licences_in
from commonweal.standards.licence_logic import modern, ways_out
from commonweal.standards.licences import read_expression


class What(StrEnum):
    """What is published."""

    SOFTWARE = "software"
    LIBRARY = "library"
    DOCUMENTATION = "documentation"
    DATA = "data"
    IMAGES = "images"
    FONTS = "fonts"
    HARDWARE = "hardware"
    STANDARD = "standard"


class Publisher(StrEnum):
    """Who publishes: an institution of the Union, a public body of a member state, another."""

    INSTITUTION = "institution"
    MEMBER = "member"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody makes and wants. `built_on` are SPDX expressions of what goes in; `plugs_into` that of the program
    which the work becomes a part of.
    """

    what: What = What.SOFTWARE
    built_on: tuple[str, ...] = ()
    plugs_into: str = ""
    is_for_closed: bool = False
    come_back: bool = True
    is_service: bool = False
    needs_patents: bool = False
    publisher: Publisher = Publisher.MEMBER
    is_funded: bool = False

    @property
    def returns(self) -> str:
        """What has to come back: none, part, whole, network."""
        if self.is_for_closed:
            return "part" if self.come_back else "none"
        if not self.come_back:
            return "none"
        return "network" if self.is_service else "whole"


@dataclass(frozen=True, slots=True)
class AdviceRule:
    """What to recommend when a wish fits."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    recommend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdvicePack:
    """All rules, what speaks for each licence, which give no patents, and what else to know."""

    rules: tuple[AdviceRule, ...]
    strengths: Mapping[str, tuple[str, ...]]
    without_patents: frozenset[str]
    notes: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...]


@dataclass(frozen=True, slots=True)
class Recommended:
    """A licence that fits: `reason` why it is proposed, `strengths` what speaks for it, `cells` what to look at
    first.
    """

    licence: str
    reason: str
    strengths: tuple[str, ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Discarded:
    """A licence that would fit the wish, and what stands against it."""

    licence: str
    reason: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """The licences that fit, best first; those taken out; what else to know; what was not understood.

    Nothing recommended with something built on means that it cannot be published as one work.
    """

    recommended: tuple[Recommended, ...]
    discarded: tuple[Discarded, ...]
    notes: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def is_impossible(self) -> bool:
        """Whether what it is built on does not go together."""
        return not self.recommended and not self.unread


def advise(pack: AdvicePack, table: Table, wish: Wish) -> Advice:
    """Recommend licences for a wish."""
    sent = (*wish.built_on, *((wish.plugs_into,) if wish.plugs_into else ()))
    unread = tuple(text for text in sent if read_expression(text) is None)
    facts = _facts(wish)
    notes = tuple(note for note, when in pack.notes if _fits(when, facts))
    if unread:
        return Advice((), (), notes, unread)
    recommended, discarded = _tried(pack, table, wish, _candidates(pack, wish, facts))
    if not recommended:
        # Where the licence of a part lets choose, one of the choices may still hold the whole.
        named = {each.licence for each in discarded}
        others = ((licence, "forced") for licence in _copyleft(wish, in_every_way=False) if licence not in named)
        recommended, more = _tried(pack, table, wish, others)
        discarded = (*discarded, *more)
    return Advice(tuple(sorted(recommended, key=lambda each: bool(each.cells))), discarded, notes, ())


def _tried(
    pack: AdvicePack, table: Table, wish: Wish, candidates: Iterable[tuple[str, str]]
) -> tuple[tuple[Recommended, ...], tuple[Discarded, ...]]:
    """Which candidates hold, and what stands against the others."""
    recommended: list[Recommended] = []
    discarded: list[Discarded] = []
    for licence, reason in candidates:
        cells = tuple(_cells(table, wish, licence))
        bad = tuple(cell for cell in cells if cell.answer == Answer.NO)
        if bad:
            discarded.append(Discarded(licence, "does-not-fit", bad))
        elif wish.needs_patents and licence in pack.without_patents:
            discarded.append(Discarded(licence, "no-patents"))
        else:
            open_cells = tuple(cell for cell in cells if cell.answer != Answer.YES)
            recommended.append(Recommended(licence, reason, pack.strengths.get(licence, ()), open_cells))
    return tuple(recommended), tuple(discarded)


def _candidates(pack: AdvicePack, wish: Wish, facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Licences to try, each once: of the rule that fits, then those that what it is built on may force."""
    rule = next((rule for rule in pack.rules if _fits(rule.when, facts)), None)
    found = dict.fromkeys(rule.recommend, rule.id) if rule else {}
    for licence in _copyleft(wish, in_every_way=True):
        found.setdefault(licence, "forced")
    yield from found.items()


def _copyleft(wish: Wish, *, in_every_way: bool) -> Iterator[str]:
    """The copyleft licences of what goes in or around, of choices only those that cannot be avoided."""
    for text in filter(None, (*wish.built_on, wish.plugs_into)):
        expression = read_expression(text)
        if expression is None:
            continue
        current = modern(expression)
        ways = (ways_out(current) or frozenset()) if in_every_way else frozenset()
        for licence in licences_in(current):
            if kind_of(licence) in _COPYLEFT and all(licence in way for way in ways):
                yield str(licence)


_COPYLEFT = frozenset({Kind.WEAK_COPYLEFT, Kind.STRONG_COPYLEFT, Kind.NETWORK_COPYLEFT})


def _cells(table: Table, wish: Wish, licence: str) -> Iterator[Cell]:
    """The pairs that are not plainly good, or all that were asked."""
    for inbound in wish.built_on:
        found = compatible(table, inbound, licence)
        yield from () if found is None else _worst(found.cells, found.answer)
    if wish.plugs_into:
        found = compatible(table, licence, wish.plugs_into)
        yield from () if found is None else _worst(found.cells, found.answer)


def _worst(cells: Iterable[Cell], answer: Answer) -> Iterator[Cell]:
    return (cell for cell in cells if cell.answer == answer)


def _facts(wish: Wish) -> dict[str, str]:
    return {
        "what": wish.what.value,
        "returns": wish.returns,
        "body": wish.publisher.value,
        "service": "yes" if wish.is_service else "no",
        "funded": "yes" if wish.is_funded else "no",
    }


def _fits(when: Mapping[str, tuple[str, ...]], facts: Mapping[str, str]) -> bool:
    return all(facts[key] in values for key, values in when.items())

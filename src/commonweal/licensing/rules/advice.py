"""Which licence fits what somebody publishes, what it is built on, and what they want.

Source: own judgement as data (packs/licence-advice.yaml), and the tables of compatibility.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonweal.licensing.rules.compatibility import Answer, Cell, Table, compatible
from commonweal.standards.licence_kinds import Kind, kind_of, licences_in
from commonweal.standards.licence_logic import modern
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
    recommended: list[Recommended] = []
    discarded: list[Discarded] = []
    for licence, reason in _candidates(pack, wish, facts):
        cells = tuple(_cells(table, wish, licence))
        bad = tuple(cell for cell in cells if cell.answer == Answer.NO)
        if bad:
            discarded.append(Discarded(licence, "does-not-fit", bad))
        elif wish.needs_patents and licence in pack.without_patents:
            discarded.append(Discarded(licence, "no-patents"))
        else:
            open_cells = tuple(cell for cell in cells if cell.answer != Answer.YES)
            recommended.append(Recommended(licence, reason, pack.strengths.get(licence, ()), open_cells))
    recommended.sort(key=lambda each: bool(each.cells))
    return Advice(tuple(recommended), tuple(discarded), notes, ())


def _candidates(pack: AdvicePack, wish: Wish, facts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Licences to try, each once: of the rule that fits, then those that what it is built on may force."""
    rule = next((rule for rule in pack.rules if _fits(rule.when, facts)), None)
    found = dict.fromkeys(rule.recommend, rule.id) if rule else {}
    for text in (*wish.built_on, wish.plugs_into):
        for licence in _copyleft(text):
            found.setdefault(licence, "forced")
    yield from found.items()


def _copyleft(text: str) -> Iterator[str]:
    expression = read_expression(text) if text else None
    for licence in () if expression is None else licences_in(modern(expression)):
        if kind_of(licence) in {Kind.WEAK_COPYLEFT, Kind.STRONG_COPYLEFT, Kind.NETWORK_COPYLEFT}:
            yield str(licence)


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

"""Which colour the light of compliance has, and why. Source: packs/compliance-lights.yaml, our own judgement.

Knowing less never makes a light greener: red comes before grey, grey before amber, amber before green.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.drawing.lights import Colour, Light, Reason, light_of


class Why(StrEnum):
    """What a reason is about."""

    REFUSED = "refused"
    NO_SYSTEM = "no_system"
    NO_LIST = "no_list"
    NO_PARTS = "no_parts"
    UNKNOWN = "unknown"
    UNNAMED = "unnamed"
    LOOK = "look"
    DETECTED = "detected"
    OBLIGATIONS = "obligations"
    USE_NOT_SAID = "use_not_said"
    OLD_LIST = "old_list"
    NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of packs/compliance-lights.yaml."""

    list_is_old_days: int
    most_unknown_share: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the licences of a system, a body or many.

    `parts` were judged: of these `unknown` have no licence that is known, `refused` and `look` are what the policy
    says, `detected` are allowed by what only a tool found. `unnamed` parts have no package URL, so that they are not
    judged; None is not known. `obligations` are those open. `oldest_list` is a day.
    """

    systems: int = 0
    unlisted: int = 0
    uses_not_said: int = 0
    oldest_list: date | None = None
    parts: int = 0
    unknown: int = 0
    refused: int = 0
    look: int = 0
    detected: int = 0
    unnamed: int | None = 0
    obligations: int = 0

    @property
    def allowed(self) -> int:
        """How many parts are allowed."""
        return self.parts - self.unknown - self.refused - self.look

    @property
    def listed(self) -> int:
        """How many systems have a list."""
        return self.systems - self.unlisted


def light(facts: Facts, limits: Limits, today: date) -> Light[Why]:
    """Judge the facts; a light is as its gravest reason is."""
    return light_of(_reasons(facts, limits, today), Reason(Why.NOTHING_OPEN, Colour.GREEN, facts.parts))


def together(several: Iterable[Facts]) -> Facts:
    """Add up the facts of several systems; what is not known of a listed one is not known of all."""
    each = list(several)
    listed = [one for one in each if one.listed]
    unnamed = [one.unnamed for one in listed]
    days = [one.oldest_list for one in listed if one.oldest_list is not None]
    return Facts(
        systems=sum(one.systems for one in each),
        unlisted=sum(one.unlisted for one in each),
        uses_not_said=sum(one.uses_not_said for one in each),
        oldest_list=min(days, default=None),
        parts=sum(one.parts for one in each),
        unknown=sum(one.unknown for one in each),
        refused=sum(one.refused for one in each),
        look=sum(one.look for one in each),
        detected=sum(one.detected for one in each),
        unnamed=None if None in unnamed else sum(count for count in unnamed if count is not None),
        obligations=sum(one.obligations for one in each),
    )


def _reasons(facts: Facts, limits: Limits, today: date) -> Iterator[Reason[Why]]:
    if not facts.systems:
        yield Reason(Why.NO_SYSTEM, Colour.GREY)
        return
    if facts.unlisted:
        yield Reason(Why.NO_LIST, Colour.GREY, facts.unlisted)
    if facts.listed:
        yield from _of_licences(facts, limits)
        yield from _of_the_rest(facts, limits, today)


def _of_licences(facts: Facts, limits: Limits) -> Iterator[Reason[Why]]:
    if facts.refused:
        yield Reason(Why.REFUSED, Colour.RED, facts.refused)
    named = facts.parts + (facts.unnamed or 0)
    if not named:
        yield Reason(Why.NO_PARTS, Colour.GREY)
        return
    is_much = facts.unnamed is None or facts.unknown + facts.unnamed > limits.most_unknown_share * named
    colour = Colour.GREY if is_much else Colour.AMBER
    if facts.unknown:
        yield Reason(Why.UNKNOWN, colour, facts.unknown)
    if facts.unnamed is None or facts.unnamed:
        yield Reason(Why.UNNAMED, colour, facts.unnamed)
    if facts.look:
        yield Reason(Why.LOOK, Colour.AMBER, facts.look)
    if facts.detected:
        yield Reason(Why.DETECTED, Colour.AMBER, facts.detected)


def _of_the_rest(facts: Facts, limits: Limits, today: date) -> Iterator[Reason[Why]]:
    if facts.obligations:
        yield Reason(Why.OBLIGATIONS, Colour.AMBER, facts.obligations)
    if facts.uses_not_said:
        yield Reason(Why.USE_NOT_SAID, Colour.AMBER, facts.uses_not_said)
    if facts.oldest_list is not None and (today - facts.oldest_list).days > limits.list_is_old_days:
        yield Reason(Why.OLD_LIST, Colour.AMBER, day=facts.oldest_list)

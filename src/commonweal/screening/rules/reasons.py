"""Reasons, and the answer that follows from them (version: screening-reasons 1).

A reason is what one perspective says of a request: a colour, what the policy makes of it (its lane), the key of its
sentence, and the facts in that sentence. The colour of the answer is the worst of its reasons; what is not known is
grey, and an answer with anything grey in it is never green. Source: own judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

VERSION = "screening-reasons 1"


class Perspective(StrEnum):
    """From where somebody looks."""

    LICENCE = "licence"
    WEAKNESSES = "weaknesses"
    END_OF_LIFE = "end_of_life"
    HEALTH = "health"
    POLICY = "policy"


class Colour(StrEnum):
    """What is found; grey is not known, which only a reason can be."""

    GREEN = "green"
    GREY = "grey"
    AMBER = "amber"
    RED = "red"


class Lane(StrEnum):
    """What the policy makes of it: approved at once, for a person to look at, or refused."""

    APPROVE = "approve"
    PERSON = "person"
    REFUSE = "refuse"


Fact = str | int


@dataclass(frozen=True, slots=True)
class Reason:
    """What one perspective says; `sentence` is a key of documents.words, `as_of` a day (ISO) or ""."""

    perspective: Perspective
    colour: Colour
    lane: Lane
    sentence: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    source: str = ""
    as_of: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The colour and lane of a request with the reasons, the worst first, and the packs that judged."""

    colour: Colour
    lane: Lane
    reasons: tuple[Reason, ...]
    packs: tuple[str, ...]

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """What is not known."""
        return tuple(each for each in self.reasons if each.colour is Colour.GREY)


def answer_from(reasons: Iterable[Reason], packs: Iterable[str]) -> Answer:
    """Give the answer: the worst colour, where grey makes it amber, and the strictest lane."""
    ordered = sorted(reasons, key=lambda each: (-_rank(each.lane), -rank(each.colour)))
    worst = max((each.colour for each in ordered), key=rank, default=Colour.GREY)
    lane = max((each.lane for each in ordered), key=_rank, default=Lane.PERSON)
    colour = Colour.AMBER if worst is Colour.GREY else worst
    return Answer(colour, lane, tuple(ordered), tuple(packs))


def rank(colour: Colour) -> int:
    """Give how bad a colour is: green 0, grey 1, amber 2, red 3."""
    return list(Colour).index(colour)


def written(reason: Reason) -> dict[str, Any]:
    """Give a reason as JSON keeps it."""
    return asdict(reason) | {"facts": dict(reason.facts)}


def read(kept: Mapping[str, Any]) -> Reason:
    """Give back a reason that was kept."""
    named = dict(kept) | {
        "perspective": Perspective(kept["perspective"]),
        "colour": Colour(kept["colour"]),
        "lane": Lane(kept["lane"]),
    }
    return Reason(**named)


def _rank(lane: Lane) -> int:
    return list(Lane).index(lane)

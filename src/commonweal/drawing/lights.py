"""Lights: a colour with all its reasons, the gravest first.

Knowing less never makes a light greener: red comes before grey, grey before amber, amber before green. Which reasons
there are is a rule of each context that has a light; the order of colours is one for all. Source: own judgement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Why = TypeVar("Why", bound=StrEnum)


class Colour(StrEnum):
    """The colours, the first that anything asks for is shown."""

    RED = "red"
    GREY = "grey"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Reason(Generic[Why]):
    """Why a light is not greener, or that nothing is open; `count` and `day` where there is one to tell."""

    why: Why
    colour: Colour
    count: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Light(Generic[Why]):
    """A colour with all its reasons, the gravest first."""

    colour: Colour
    reasons: tuple[Reason[Why], ...]


_RANK = {colour: rank for rank, colour in enumerate(Colour)}


def light_of(reasons: Iterable[Reason[Why]], otherwise: Reason[Why]) -> Light[Why]:
    """Give the light of these reasons, as the gravest of them; without any `otherwise` is told."""
    ordered = sorted(reasons, key=lambda reason: _RANK[reason.colour]) or [otherwise]
    return Light(ordered[0].colour, tuple(ordered))

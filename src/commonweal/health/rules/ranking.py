"""What is used most and maintained least: a rank by steps of concern and numbers of organisations, and no score.

Source: packs/sustainability-lights.yaml, `steps`: the first step of which any concern holds counts; within a step what
more organisations use comes first. Two concerns of one step weigh no more than one, because nobody can say how much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Steps = Sequence[tuple[str, frozenset[str]]]


class Concern(StrEnum):
    """What is known of the maintenance of something, in the order in which pages name it."""

    PAST_END = "past_end"
    FORSAKEN = "forsaken"
    ARCHIVED = "archived"
    DEPRECATED = "deprecated"
    EXTENDED = "extended"
    ENDS_SOON = "ends_soon"
    QUIET = "quiet"
    OLD_RELEASE = "old_release"
    ONE_PERSON = "one_person"
    CONTRACT_ENDED = "contract_ended"
    NOTHING_KNOWN = "nothing_known"


@dataclass(frozen=True, slots=True)
class Use:
    """Something in use: by how many organisations and systems, and what is of concern about it."""

    name: str
    bodies: int
    systems: int
    concerns: frozenset[Concern]


def step_of(concerns: Iterable[str], steps: Steps) -> str:
    """Give the first step of which any concern holds; the last step holds for all the rest.

    >>> steps = [("past", frozenset({"past_end"})), ("watch", frozenset({"quiet"})), ("kept", frozenset())]
    >>> step_of({"quiet", "past_end"}, steps), step_of({"quiet"}, steps), step_of((), steps)
    ('past', 'watch', 'kept')
    """
    held = set(concerns)
    return next((name for name, holds in steps if holds & held), steps[-1][0])


def place(use: Use, steps: Steps) -> tuple[int, int, int, str]:
    """Give the key by which uses are put in order, the first first."""
    order = [name for name, _ in steps]
    return (order.index(step_of(use.concerns, steps)), -use.bodies, -use.systems, use.name.casefold())

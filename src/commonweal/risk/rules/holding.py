"""Which changes of a source are taken in only after a person has looked: sudden ones of a great part of it.

Source: judgement, with thresholds in packs/sync.yaml: a feed that was poisoned or broken hides what is dangerous by
withdrawing it, or floods everybody with what is not.
"""

from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    """What is doubtful about a reading."""

    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much a reading would change of what stands; `gone` counts rows of a whole list that are not in it."""

    standing: int
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many on, and from which share of what stands, a change waits."""

    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Doubted:
    """The first doubt, how many it is about, and what stands."""

    doubt: Doubt
    count: int
    standing: int


def doubted(weighed: Weighed, thresholds: dict[str, Threshold]) -> Doubted | None:
    """Give the first change that is both many and a great share; None for a reading like any other.

    >>> doubted(Weighed(standing=1000, withdrawn=400), {"withdrawn": Threshold(count=50, share=0.1)})
    Doubted(doubt=<Doubt.WITHDRAWN: 'withdrawn'>, count=400, standing=1000)
    >>> doubted(Weighed(standing=0, added=9000), {"added": Threshold(count=5000, share=0.5)}) is None
    True
    """
    if not weighed.standing:
        return None
    for doubt in Doubt:
        threshold, count = thresholds.get(doubt.value), getattr(weighed, doubt.value)
        if threshold and count >= threshold.count and count > threshold.share * weighed.standing:
            return Doubted(doubt, count, weighed.standing)
    return None

"""What breaks if a system goes: everything that gets its data, from it or from what it breaks."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

System = TypeVar("System", bound=Hashable)

# From least to most; what is not known counts as least, and is said to be unknown.
CRITICALITIES = ("", "low", "medium", "high", "vital")


def dependants(links: Iterable[tuple[System, System]], start: System) -> dict[System, tuple[System, ...]]:
    """Every system that depends on `start`, directly or through others, with the shortest way to it.

    A link (giver, taker) says that the taker depends on the giver. The way begins with `start` and ends with the
    dependant; nearer ones come first. Circles are walked once.

    >>> dependants([(1, 2), (2, 3), (3, 1)], 1)
    {2: (1, 2), 3: (1, 2, 3)}
    """
    takers: dict[System, list[System]] = {}
    for giver, taker in links:
        takers.setdefault(giver, []).append(taker)
    ways: dict[System, tuple[System, ...]] = {start: (start,)}
    waiting = [start]
    for giver in waiting:  # grows while it is walked: nearer systems are met first
        for taker in dict.fromkeys(takers.get(giver, ())):
            if taker not in ways:
                ways[taker] = (*ways[giver], taker)
                waiting.append(taker)
    del ways[start]
    return ways


def carried(start: str, dependent: Sequence[str]) -> str:
    """How critical a system is when what depends on it is counted: the most critical of all.

    >>> carried("low", ["", "vital"])
    'vital'
    """
    return max((start, *dependent), key=CRITICALITIES.index)


def direct_takers(links: Iterable[tuple[System, System]], own: Iterable[System]) -> set[System]:
    """The systems outside `own` that get data straight from one of them."""
    mine = set(own)
    return {taker for giver, taker in links if giver in mine and taker not in mine}


def in_both_directions(links: Iterable[tuple[System, System, bool]]) -> list[tuple[System, System]]:
    """Links (giver, taker, is both ways) as one for each direction."""
    return [
        pair
        for giver, taker, both in links
        for pair in ([(giver, taker), (taker, giver)] if both else [(giver, taker)])
    ]

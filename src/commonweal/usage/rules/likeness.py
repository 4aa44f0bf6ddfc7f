"""How alike two bodies are in what they use: weighted Jaccard.

likeness = sum of the weights of what both use ÷ sum of the weights of what either uses

A piece of software that n of the bodies compared use weighs 1 ÷ log2(1 + n): what everybody runs says little, what few
run says much. 0 is nothing in common, 1 is the same.

Source: P. Jaccard, "The distribution of the flora in the alpine zone", 1912, with weights; the weights are our own.
"""

from collections.abc import Mapping, Set
from math import log2


def weight(users: int) -> float:
    """How much a piece of software says that so many bodies use.

    >>> weight(1), weight(3), weight(0)
    (1.0, 0.5, 1.0)
    """
    return 1 / log2(1 + max(1, users))


def likeness(here: Set[int], there: Set[int], weights: Mapping[int, float]) -> float:
    """How alike two sets of software are; `weights` has the weight of each piece in either.

    >>> likeness({1, 2}, {2, 3}, {1: weight(1), 2: weight(3), 3: weight(1)})
    0.2
    """
    shared = sum(weights[entry] for entry in here & there)
    return shared / sum(weights[entry] for entry in here | there) if shared else 0.0

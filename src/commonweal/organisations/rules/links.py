"""Whether links between things lead back to where they began."""

from collections.abc import Iterable, Mapping


def closes_a_circle(links: Iterable[tuple[int, int]], origin: int, target: int) -> bool:
    """Whether adding "origin supports target" to the given support links would lead back to origin.

    >>> closes_a_circle([(1, 2), (2, 3)], 3, 1)
    True
    >>> closes_a_circle([(1, 2), (2, 3)], 1, 3)
    False
    """
    supported: dict[int, set[int]] = {}
    for giver, receiver in links:
        supported.setdefault(giver, set()).add(receiver)
    return origin in _reachable(supported, target)


def _reachable(graph: Mapping[int, set[int]], start: int) -> set[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen

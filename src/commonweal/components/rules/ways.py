"""By which ways a part comes into a system: the shortest from each thing that the system itself asks for."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Arrows = Mapping[str, Sequence[str]]


def ways(arrows: Arrows, starts: Iterable[str], target: str, *, most: int) -> list[tuple[str, ...]]:
    """Give one shortest way from each start that leads to the target, the shortest first, at most so many.

    No way passes through another start. Takes time in proportion to the arrows, whatever circles they make.

    >>> ways({"a": ["c"], "b": ["d"], "d": ["c"]}, ["a", "b"], "c", most=5)
    [('a', 'c'), ('b', 'd', 'c')]
    """
    firsts = dict.fromkeys(starts)
    steps = _steps_to(arrows, target, firsts)
    found = sorted((start for start in firsts if start in steps), key=lambda start: steps[start][0])
    return [_way(steps, start) for start in found[:most]]


def _steps_to(arrows: Arrows, target: str, firsts: Mapping[str, None]) -> dict[str, tuple[int, str]]:
    """Give for each part that leads to the target how far it is and what comes next, "" for the target."""
    back: dict[str, list[str]] = {}
    for origin, reached in arrows.items():
        for each in reached:
            back.setdefault(each, []).append(origin)
    steps = {target: (0, "")}
    waiting = deque([target])
    while waiting:
        here = waiting.popleft()
        if here in firsts and here != target:
            continue
        for origin in back.get(here, ()):
            if origin not in steps:
                steps[origin] = (steps[here][0] + 1, here)
                waiting.append(origin)
    return steps


def _way(steps: Mapping[str, tuple[int, str]], start: str) -> tuple[str, ...]:
    way = [start]
    while onward := steps[way[-1]][1]:
        way.append(onward)
    return tuple(way)

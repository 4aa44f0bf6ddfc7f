"""Decisions about offices and the visibility ladder, as pure functions."""

from collections.abc import Iterable, Mapping
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


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


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))

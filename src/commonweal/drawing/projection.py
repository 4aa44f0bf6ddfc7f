"""A window on the earth: Lambert's azimuthal equal-area projection on the sphere, clipping and simplifying.

Source: J. P. Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4; EPSG:3035 uses the same
projection around 52°N 10°E. Clipping after Sutherland and Hodgman (1974), simplifying after Douglas and Peucker (1973).
"""

from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of so many kilometres around a place, drawn so many units wide."""

    latitude: float
    longitude: float
    width_km: float
    height_km: float
    width: int = 1000

    @property
    def scale(self) -> float:
        """Units per kilometre."""
        return self.width / self.width_km

    @property
    def height(self) -> int:
        """The drawing's height in units."""
        return round(self.height_km * self.scale)

    def place(self, latitude: float, longitude: float) -> Point | None:
        """Where a place lies in the drawing, x to the right and y downwards; None for the far side of the earth."""
        here, there = radians(self.latitude), radians(latitude)
        apart = radians(longitude - self.longitude)
        cosine = sin(here) * sin(there) + cos(here) * cos(there) * cos(apart)
        if cosine < -0.5:  # beyond 120° shapes are stretched out of all likeness
            return None
        k = EARTH_RADIUS_KM * sqrt(2 / (1 + cosine)) * self.scale
        x = k * cos(there) * sin(apart)
        y = k * (cos(here) * sin(there) - sin(here) * cos(there) * cos(apart))
        return self.width / 2 + x, self.height / 2 - y

    def shows(self, point: Point | None, margin: float = 0) -> bool:
        """Whether a point lies in the drawing, at least `margin` units from its edge."""
        if point is None:
            return False
        return margin <= point[0] <= self.width - margin and margin <= point[1] <= self.height - margin


def clip(ring: list[Point], low: Point, high: Point) -> list[Point]:
    """The part of a ring inside a rectangle; it runs along the edges where the ring left it."""
    for axis in (0, 1):
        for bound, keeps_greater in ((low[axis], True), (high[axis], False)):
            ring = _clip_at(ring, axis, bound, keeps_greater=keeps_greater)
    return ring


def _clip_at(ring: list[Point], axis: int, bound: float, *, keeps_greater: bool) -> list[Point]:
    def is_inside(point: Point) -> bool:
        return point[axis] >= bound if keeps_greater else point[axis] <= bound

    kept: list[Point] = []
    for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if is_inside(before) != is_inside(point):
            share = (bound - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if is_inside(point):
            kept.append(point)
    return kept


def simplify(line: list[Point], tolerance: float) -> list[Point]:
    """The line with only those points that it would miss by more than the tolerance; both ends stay."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        start, end = waiting.pop()
        worst, distance = start, tolerance
        for index in range(start + 1, end):
            off = _distance(line[index], line[start], line[end])
            if off > distance:
                worst, distance = index, off
        if worst != start:
            keep.add(worst)
            waiting += [(start, worst), (worst, end)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the line between two others."""
    width, height = end[0] - start[0], end[1] - start[1]
    length = width * width + height * height
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    share = max(0.0, min(1.0, ((point[0] - start[0]) * width + (point[1] - start[1]) * height) / length))
    return hypot(point[0] - start[0] - share * width, point[1] - start[1] - share * height)


def area(ring: list[Point]) -> float:
    """The area inside a ring, by the shoelace formula."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2

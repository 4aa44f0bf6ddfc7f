"""A map as SVG: land in outline, marks as links that a keyboard reaches, each with a title."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from commonweal.drawing.projection import Point, Window, area, clip, simplify
from commonweal.drawing.topology import LonLat, Topology

EUROPE = Window(latitude=53.6, longitude=11.0, width_km=4150, height_km=4100)
MARGIN = 12.0  # land is cut this far outside the drawing, so that the cut is not seen
MARK_RADIUS = 11
CROWD = 2 * MARK_RADIUS


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark: filled (a dot) or hollow (a ring with a stroke through it)."""

    latitude: float
    longitude: float
    title: str
    address: str = ""
    is_hollow: bool = False


def land(topology: Topology, window: Window, *, tolerance: float = 1.2, smallest: float = 14) -> tuple[str, ...]:
    """The outlines of the countries in a window as SVG path data, a country each.

    Lines are simplified by `tolerance` units before they are joined, so that neighbours still fit; islands smaller
    than `smallest` square units are left out unless they are a country's largest part.
    """
    arcs = {index: line for index, arc in enumerate(topology.arcs) if (line := _placed(arc, window))}
    drawn = {index: simplify(line, tolerance) for index, line in arcs.items()}
    outlines = []
    for country in topology.countries:
        rings = [ring for indexes in country.rings if (ring := _ring(drawn, indexes, window))]
        largest = max(map(area, rings), default=0)
        kept = [ring for ring in rings if area(ring) >= min(smallest, largest)]
        if kept:
            outlines.append("".join(map(_path, kept)))
    return tuple(outlines)


def draw_map(outlines: Iterable[str], marks: Sequence[Mark], window: Window, *, label: str) -> str:
    """The map as one SVG element. Marks that would hide each other stand in a circle around their place."""
    points = [(mark, window.place(mark.latitude, mark.longitude)) for mark in marks]
    places = _apart([(mark, point) for mark, point in points if point is not None and window.shows(point)])
    parts = [
        f'<svg class="map" viewBox="0 0 {window.width} {window.height}" role="group" aria-label="{escape(label)}">',
        '<g class="land" aria-hidden="true">',
        *(f'<path d="{outline}"/>' for outline in outlines),
        "</g>",
        *(_mark(mark, point) for mark, point in places),
        "</svg>",
    ]
    return "".join(parts)


def is_shown(mark: Mark, window: Window) -> bool:
    """Whether a mark lies inside the window."""
    return window.shows(window.place(mark.latitude, mark.longitude))


def _placed(arc: Iterable[LonLat], window: Window) -> list[Point] | None:
    points = [window.place(latitude, longitude) for longitude, latitude in arc]
    return [point for point in points if point is not None] if all(points) else None


def _ring(arcs: dict[int, list[Point]], indexes: tuple[int, ...], window: Window) -> list[Point]:
    points: list[Point] = []
    for index in indexes:
        arc = arcs.get(index if index >= 0 else ~index)
        if arc is None:
            return []
        points += arc if index >= 0 else arc[::-1]
    return clip(points, (-MARGIN, -MARGIN), (window.width + MARGIN, window.height + MARGIN))


def _path(ring: list[Point]) -> str:
    """Path data in whole units: an absolute start, then steps; steps of no length are left out."""
    rounded = [(round(x), round(y)) for x, y in ring]
    x, y = rounded[0]
    steps = []
    for next_x, next_y in rounded[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"M{rounded[0][0]} {rounded[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""


def _apart(placed: Sequence[tuple[Mark, Point]]) -> list[tuple[Mark, Point]]:
    crowds: dict[tuple[int, int], list[tuple[Mark, Point]]] = defaultdict(list)
    for mark, (x, y) in placed:
        crowds[round(x / CROWD), round(y / CROWD)].append((mark, (x, y)))
    spread = []
    for crowd in crowds.values():
        middle_x = sum(x for _, (x, _) in crowd) / len(crowd)
        middle_y = sum(y for _, (_, y) in crowd) / len(crowd)
        radius = MARK_RADIUS * 1.15 / sin(pi / len(crowd)) if len(crowd) > 1 else 0
        for number, (mark, _) in enumerate(crowd):
            turn = 2 * pi * number / len(crowd)
            spread.append((mark, (middle_x + radius * sin(turn), middle_y - radius * cos(turn))))
    return spread


def _mark(mark: Mark, point: Point) -> str:
    x, y = round(point[0]), round(point[1])
    shape = f'<circle cx="{x}" cy="{y}" r="{MARK_RADIUS}"/>'
    if mark.is_hollow:
        reach = round(MARK_RADIUS * 0.7)
        shape += f'<path d="M{x - reach} {y + reach}l{2 * reach}-{2 * reach}"/>'
    kind = "mark hollow" if mark.is_hollow else "mark"
    title = f"<title>{escape(mark.title)}</title>"
    if not mark.address:
        return f'<g class="{kind}" role="img" aria-label="{escape(mark.title)}">{title}{shape}</g>'
    return f'<a class="{kind}" href="{escape(mark.address)}" aria-label="{escape(mark.title)}">{title}{shape}</a>'

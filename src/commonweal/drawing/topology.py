"""Reading country shapes from TopoJSON.

Source: The TopoJSON Format Specification 1.0, sections 2.1.2 (transforms) and 2.1.4 (arc indexes),
https://github.com/topojson/topojson-specification
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name and rings; a ring is a list of arc indexes, ~i meaning arc i backwards."""

    name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """Border lines that countries share, in degrees, and the countries made of them."""

    arcs: tuple[tuple[LonLat, ...], ...]
    countries: tuple[Country, ...]

    def ring(self, indexes: tuple[int, ...]) -> list[LonLat]:
        """The points of a ring; where two arcs meet, their common point counts once."""
        points: list[LonLat] = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return points


def read_topology(content: str, name: str = "countries") -> Topology:
    """The named object of a quantised TopoJSON document.

    Raises KeyError, ValueError for text of another shape.
    """
    document = json.loads(content)
    scale, translate = document["transform"]["scale"], document["transform"]["translate"]
    countries = [
        Country(str(shape.get("properties", {}).get("name", "")), tuple(_rings(shape)))
        for shape in document["objects"][name]["geometries"]
    ]
    return Topology(tuple(_decode(arc, scale, translate) for arc in document["arcs"]), tuple(countries))


def _decode(arc: list[list[int]], scale: list[float], translate: list[float]) -> tuple[LonLat, ...]:
    """Positions are written as steps from the one before."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return tuple(points)


def _rings(shape: dict[str, Any]) -> Iterator[tuple[int, ...]]:
    polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"]) or []
    for polygon in polygons:
        yield from (tuple(ring) for ring in polygon or ())

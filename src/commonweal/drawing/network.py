"""A network as SVG: boxes in layers, arrows down from who supports to who is supported, dashes between peers.

The layers are the longest ways from the top; inside a layer boxes stand near what they are joined with (the barycentre
rule of Sugiyama, Tagawa and Toda, 1981). The same input always gives the same drawing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

BOX_WIDTH, BOX_HEIGHT = 200, 64
GAP_ACROSS, GAP_DOWN = 28, 72
LETTERS_A_LINE, LINES = 25, 3
ROW = 4  # components that need no more are put beside each other, up to so many boxes
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto">'
    '<path d="M0 0L10 5L0 10z"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its key, the words in it and where it leads."""

    key: str
    title: str
    address: str = ""
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes, by their keys; directed ones have an arrow, the others are dashed."""

    origin: str
    target: str
    is_directed: bool
    title: str = ""


def draw_network(nodes: Sequence[Node], edges: Sequence[Edge], *, label: str) -> str:
    """The network of all nodes that any edge joins, as one SVG element; "" when there is none."""
    known = {node.key: node for node in nodes}
    edges = [edge for edge in edges if edge.origin in known and edge.target in known]
    if not edges:
        return ""
    places = place_nodes(edges)
    width = max(x for x, _ in places.values()) + BOX_WIDTH + 8
    height = max(y for _, y in places.values()) + BOX_HEIGHT + 8
    parts = [
        f'<svg class="network" viewBox="0 0 {width} {height}" width="{width}" role="group"',
        f' aria-label="{escape(label)}">',
        ARROW,
        *(_line(edge, places) for edge in edges),
        *(_box(known[key], place) for key, place in places.items()),
        "</svg>",
    ]
    return "".join(parts)


def place_nodes(edges: Sequence[Edge]) -> dict[str, tuple[int, int]]:
    """The upper left corner of every box that an edge joins; no two boxes overlap, and arrows point down."""
    places: dict[str, tuple[int, int]] = {}
    left = top = used = row_height = 0
    for part in _components(edges):
        layers = _ordered(_layers(part), part)
        across = max(map(len, layers))
        if used and used + across > ROW:
            left, top, used, row_height = 0, top + row_height, 0, 0
        for depth, layer in enumerate(layers):
            indent = (across - len(layer)) * (BOX_WIDTH + GAP_ACROSS) // 2
            for number, key in enumerate(layer):
                x = left + indent + number * (BOX_WIDTH + GAP_ACROSS)
                places[key] = (4 + x, 4 + top + depth * (BOX_HEIGHT + GAP_DOWN))
        left, used = left + across * (BOX_WIDTH + GAP_ACROSS), used + across
        row_height = max(row_height, len(layers) * (BOX_HEIGHT + GAP_DOWN))
    return places


def _components(edges: Sequence[Edge]) -> list[list[Edge]]:
    """The edges by connected part, the largest part first."""
    parts: list[tuple[set[str], list[Edge]]] = []
    for edge in edges:
        ends = {edge.origin, edge.target}
        joined = [part for part in parts if part[0] & ends]
        parts = [part for part in parts if not part[0] & ends]
        parts.append((ends.union(*(keys for keys, _ in joined)), [*(each for _, own in joined for each in own), edge]))
    return [own for keys, own in sorted(parts, key=lambda part: (-len(part[0]), min(part[0])))]


def _layers(edges: Sequence[Edge]) -> list[list[str]]:
    keys = sorted({key for edge in edges for key in (edge.origin, edge.target)})
    depth = dict.fromkeys(keys, 0)
    for _ in keys:  # the longest way has at most so many steps
        for edge in edges:
            if edge.is_directed:
                depth[edge.target] = min(max(depth[edge.target], depth[edge.origin] + 1), len(keys))
    directed = {key for edge in edges if edge.is_directed for key in (edge.origin, edge.target)}
    for edge in edges:
        for one, other in ((edge.origin, edge.target), (edge.target, edge.origin)):
            if not edge.is_directed and one not in directed and other in directed:
                depth[one] = depth[other]
    return [layer for wanted in range(len(keys) + 1) if (layer := [key for key in keys if depth[key] == wanted])]


def _ordered(layers: list[list[str]], edges: Sequence[Edge]) -> list[list[str]]:
    neighbours: dict[str, list[str]] = {}
    for edge in edges:
        neighbours.setdefault(edge.origin, []).append(edge.target)
        neighbours.setdefault(edge.target, []).append(edge.origin)
    for _ in range(4):
        place = {key: number - len(layer) / 2 for layer in layers for number, key in enumerate(layer)}
        layers = [sorted(layer, key=lambda key: (_middle(neighbours[key], place), key)) for layer in layers]
    return layers


def _middle(keys: Iterable[str], place: Mapping[str, float]) -> float:
    spots = [place[key] for key in keys]
    return sum(spots) / len(spots)


def _line(edge: Edge, places: Mapping[str, tuple[int, int]]) -> str:
    (x1, y1), (x2, y2) = places[edge.origin], places[edge.target]
    if y1 == y2:
        left, right = sorted((x1, x2))
        middle = y1 + BOX_HEIGHT // 2
        if right - left == BOX_WIDTH + GAP_ACROSS:
            way = f"M{left + BOX_WIDTH} {middle}H{right}"
        else:  # over the heads of the boxes between
            half, low = BOX_WIDTH // 2, y1 + BOX_HEIGHT
            way = f"M{left + half} {low}C{left + half} {low + 40} {right + half} {low + 40} {right + half} {low}"
    else:
        x1, x2 = x1 + BOX_WIDTH // 2, x2 + BOX_WIDTH // 2
        y1, y2 = (y1 + BOX_HEIGHT, y2) if y1 < y2 else (y1, y2 + BOX_HEIGHT)
        bend = (y1 + y2) // 2
        way = f"M{x1} {y1}C{x1} {bend} {x2} {bend} {x2} {y2}"
    title = f"<title>{escape(edge.title)}</title>" if edge.title else ""
    arrow = ' marker-end="url(#arrow)"' if edge.is_directed else ""
    return f'<path class="{"supports" if edge.is_directed else "peers"}" d="{way}"{arrow}>{title}</path>'


def _box(node: Node, place: tuple[int, int]) -> str:
    x, y = place
    lines = wrap(node.title, LETTERS_A_LINE, max_lines=LINES, placeholder=" …")
    first = y + BOX_HEIGHT / 2 - (len(lines) - 1) * 8.5 + 4.5
    text = "".join(
        f'<tspan x="{x + BOX_WIDTH // 2}" y="{first + 17 * number:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    kind = "node hollow" if node.is_hollow else "node"
    inner = (
        f'<title>{escape(node.title)}</title><rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text text-anchor="middle">{text}</text>'
    )
    if not node.address:
        return f'<g class="{kind}">{inner}</g>'
    return f'<a class="{kind}" href="{escape(node.address)}">{inner}</a>'

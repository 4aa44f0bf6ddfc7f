"""A radar as SVG: one spoke for each thing measured, further out is more; what is not known has no place on its spoke.

The spokes bear short keys, which a table beside the drawing spells out; so the letters stay legible on a phone. A line
joins only neighbours that are both known: a gap never looks like a zero.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SIZE, MIDDLE, REACH, KEYS_AT = 360, 180, 138, 159
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Spoke:
    """A thing measured: a short key, its name, how far it reaches (None: not known), how far before, in words."""

    key: str
    name: str
    value: float | None
    words: str
    before: float | None = None


def draw_radar(spokes: Sequence[Spoke], *, most: int, label: str) -> str:
    """The spokes as one SVG element, the first one up and the others clockwise; "" for fewer than three."""
    if len(spokes) < FEWEST:
        return ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="radar" viewBox="0 0 {SIZE} {SIZE}" role="img"',
        f' aria-label="{escape(label)}">',
        *(_ring(len(spokes), step / most) for step in range(1, most + 1)),
        *(_spoke(spoke, number, len(spokes)) for number, spoke in enumerate(spokes)),
        _shape("before", [spoke.before for spoke in spokes], most),
        _shape("now", [spoke.value for spoke in spokes], most),
        *(_mark(spoke, number, len(spokes), most) for number, spoke in enumerate(spokes)),
        "</svg>",
    ]
    return "".join(parts)


def _place(number: int, count: int, distance: float) -> tuple[float, float]:
    turn = 2 * math.pi * number / count
    return round(MIDDLE + distance * math.sin(turn), 1), round(MIDDLE - distance * math.cos(turn), 1)


def _ring(count: int, share: float) -> str:
    corners = " ".join("{:g},{:g}".format(*_place(number, count, REACH * share)) for number in range(count))
    return f'<polygon class="ring" points="{corners}"/>'


def _spoke(spoke: Spoke, number: int, count: int) -> str:
    (x, y), (key_x, key_y) = _place(number, count, REACH), _place(number, count, KEYS_AT)
    known = "spoke" if spoke.value is not None else "spoke unknown"
    return (
        f'<line class="{known}" x1="{MIDDLE}" y1="{MIDDLE}" x2="{x:g}" y2="{y:g}"/>'
        f'<text class="draw-text" x="{key_x:g}" y="{key_y + 5:g}" text-anchor="middle">{escape(spoke.key)}</text>'
    )


def _shape(name: str, values: Sequence[float | None], most: int) -> str:
    """A closed shape if all is known, else the lines between neighbours that are."""
    count = len(values)
    places = [None if each is None else _place(place, count, REACH * each / most) for place, each in enumerate(values)]
    known = [place for place in places if place is not None]
    if len(known) == count:
        return f'<polygon class="{name}" points="{" ".join(f"{x:g},{y:g}" for x, y in known)}"/>'
    lines = []
    for here, there in zip(places, places[1:] + places[:1], strict=True):
        if here and there:
            lines.append(f'<path class="{name}" d="M{here[0]:g} {here[1]:g}L{there[0]:g} {there[1]:g}"/>')
    return "".join(lines)


def _mark(spoke: Spoke, number: int, count: int, most: int) -> str:
    title = f"<title>{escape(spoke.name)}: {escape(spoke.words)}</title>"
    if spoke.value is None:
        x, y = _place(number, count, REACH / 2)
        return f'<text class="draw-quiet" x="{x:g}" y="{y + 5:g}" text-anchor="middle">?{title}</text>'
    x, y = _place(number, count, REACH * spoke.value / most)
    return f'<circle class="now" cx="{x:g}" cy="{y:g}" r="5">{title}</circle>'

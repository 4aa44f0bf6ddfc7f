"""How a count moved over days, as SVG: a column for each day, a gap where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, TOP, TEXT = 480, 120, 20, 20


@dataclass(frozen=True, slots=True)
class Column:
    """A day in words, and its count; None is not known."""

    name: str
    count: int | None


def draw_columns(columns: Sequence[Column], *, label: str) -> str:
    """The columns as one SVG element, the first and last day named below; "" when nothing is known of any day."""
    known = [column.count for column in columns if column.count is not None]
    if not known:
        return ""
    most = max(known)
    step = WIDTH / len(columns)
    bottom = TOP + HEIGHT
    parts = [
        f'<svg class="columns" viewBox="0 0 {WIDTH} {bottom + TEXT}" role="img" aria-label="{escape(label)}">',
        f'<text x="0" y="14">{most}</text>',
        f'<rect class="track" x="0" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"/>',
        *(_column(column, number * step, step, most) for number, column in enumerate(columns)),
        f'<text x="0" y="{bottom + 15}">{escape(columns[0].name)}</text>',
        f'<text x="{WIDTH}" y="{bottom + 15}" text-anchor="end">{escape(columns[-1].name)}</text>',
        "</svg>",
    ]
    return "".join(parts)


def _column(column: Column, left: float, step: float, most: int) -> str:
    """One day, with its words for those who point at it; nought is a thin line, so that it differs from a gap."""
    if column.count is None:
        return ""
    tall = max(1.5, round(HEIGHT * column.count / most, 1)) if most else 1.5
    return (
        f'<rect class="bar" x="{left + step * 0.1:g}" y="{TOP + HEIGHT - tall:g}" width="{step * 0.8:g}" '
        f'height="{tall:g}"><title>{escape(column.name)}: {column.count}</title></rect>'
    )

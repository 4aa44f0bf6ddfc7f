"""Shares as SVG: one bar under the other, each with its name and value in words, so that no colour says a thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, BAR, GAP, TEXT = 480, 14, 14, 18
LETTERS = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, how long it is (0 to 1) and its value as people read it."""

    name: str
    share: float
    value: str


def draw_bars(bars: Sequence[Bar], *, label: str) -> str:
    """The bars as one SVG element in the order given; "" when there is none."""
    if not bars:
        return ""
    step = TEXT + BAR + GAP
    parts = [
        f'<svg class="bars" viewBox="0 0 {WIDTH} {len(bars) * step}" role="img" aria-label="{escape(label)}">',
        *(_bar(bar, number * step) for number, bar in enumerate(bars)),
        "</svg>",
    ]
    return "".join(parts)


def _bar(bar: Bar, top: int) -> str:
    long = round(max(0.0, min(1.0, bar.share)) * WIDTH, 1)
    name = bar.name if len(bar.name) <= LETTERS else f"{bar.name[: LETTERS - 1]}…"
    return (
        f'<text x="0" y="{top + 13}">{escape(name)}</text>'
        f'<text x="{WIDTH}" y="{top + 13}" text-anchor="end">{escape(bar.value)}</text>'
        f'<rect class="track" x="0" y="{top + TEXT}" width="{WIDTH}" height="{BAR}" rx="3"/>'
        f'<rect class="bar" x="0" y="{top + TEXT}" width="{long:g}" height="{BAR}" rx="3"/>'
    )

"""When releases begin and end, as SVG: a bar for each under a line of years, and where today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

WIDTH, NAMES, BAR, STEP, TOP = 640, 110, 12, 24, 24
LETTERS, MOST_YEARS = 15, 12


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A bar from `start` to `end`, and lighter on to `extended`; without an end it runs to the edge. `words` say so."""

    name: str
    start: date
    end: date | None
    extended: date | None
    words: str


def draw_lifelines(lines: Sequence[Lifeline], today: date, *, label: str, today_name: str) -> str:
    """The bars as one SVG element in the order given; "" when there is none."""
    if not lines:
        return ""
    first = max(min(line.start for line in lines), date(today.year - MOST_YEARS, 1, 1))
    ends = [day for line in lines for day in (line.end, line.extended) if day is not None]
    last = min(max([today, *ends]), date(today.year + MOST_YEARS, 12, 31))
    years = range(first.year, last.year + 2)
    scale = _Scale(date(years[0], 1, 1), date(years[-1], 1, 1))
    bottom = TOP + len(lines) * STEP
    every = max(1, len(years) // 8)
    parts = [
        f'<svg class="lifelines" viewBox="0 0 {WIDTH} {bottom + 18}" role="img" aria-label="{escape(label)}">',
        *(_year(year, scale, bottom) for year in list(years)[:-1][::every]),
        *(_bar(line, TOP + number * STEP, scale, today) for number, line in enumerate(lines)),
        f'<line class="today" x1="{scale.at(today):g}" x2="{scale.at(today):g}" y1="{TOP - 4}" y2="{bottom}"/>',
        (
            f'<text x="{min(scale.at(today) + 4, WIDTH):g}" y="{bottom + 14}" text-anchor="end">'
            f"{escape(today_name)}</text>"
        ),
        "</svg>",
    ]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """How far to the right a day is; what lies outside is at the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(NAMES + max(0.0, min(1.0, share)) * (WIDTH - NAMES), 1)


def _year(year: int, scale: _Scale, bottom: int) -> str:
    left = scale.at(date(year, 1, 1))
    return (
        f'<line class="year" x1="{left:g}" x2="{left:g}" y1="{TOP - 4}" y2="{bottom}"/>'
        f'<text x="{min(left, WIDTH - 30):g}" y="14">{year}</text>'
    )


def _bar(line: Lifeline, top: int, scale: _Scale, today: date) -> str:
    name = line.name if len(line.name) <= LETTERS else f"{line.name[: LETTERS - 1]}…"
    left, right = scale.at(line.start), scale.at(line.end or scale.last)
    kind = "bar over" if line.end is not None and line.end < today else "bar"
    longer = ""
    if line.end is not None and line.extended is not None and line.extended > line.end:
        wide = scale.at(line.extended) - right
        longer = f'<rect class="extended" x="{right:g}" y="{top}" width="{max(0, wide):g}" height="{BAR}"/>'
    return (
        f"<g><title>{escape(line.name)}: {escape(line.words)}</title>"
        f'<text x="0" y="{top + BAR - 1}">{escape(name)}</text>'
        f'<rect class="{kind}" x="{left:g}" y="{top}" width="{max(2, right - left):g}" height="{BAR}"/>{longer}</g>'
    )

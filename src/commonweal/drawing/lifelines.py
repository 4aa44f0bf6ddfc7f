"""When releases begin and end, as SVG: a bar for each under a line of years, and where today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

BAR, STEP, NAME, TOP = 12, 34, 14, 24
MOST_YEARS, MOST_LABELS = 12, 6


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A bar from `start` to `end`, and lighter on to `extended`; without an end it runs to the edge. `words` say so."""

    name: str
    start: date
    end: date | None
    extended: date | None
    words: str


def draw_lifelines(lines: Sequence[Lifeline], today: date, *, label: str, today_name: str) -> str:
    """The bars as one SVG element in the order given; "" when there is none.

    It is as wide as its place: what lies along time is given in hundredths of the width, so that letters keep their
    size on a telephone, and each name stands above its bar.
    """
    if not lines:
        return ""
    first = max(min(line.start for line in lines), date(today.year - MOST_YEARS, 1, 1))
    ends = [day for line in lines for day in (line.end, line.extended) if day is not None]
    last = min(max([today, *ends]), date(today.year + MOST_YEARS, 12, 31))
    years = range(first.year, last.year + 2)
    scale = _Scale(date(years[0], 1, 1), date(years[-1], 1, 1))
    bottom = TOP + len(lines) * STEP
    every = -(-len(years) // MOST_LABELS)
    now = scale.at(today)
    parts = [
        f'<svg class="lifelines" width="100%" height="{bottom + 18}" role="img" aria-label="{escape(label)}">',
        *(_year(year, scale, bottom) for year in list(years)[:-1][::every]),
        *(_bar(line, TOP + number * STEP, scale, today) for number, line in enumerate(lines)),
        f'<line class="today" x1="{now:g}%" x2="{now:g}%" y1="{TOP - 4}" y2="{bottom}"/>',
        (
            f'<text x="{now:g}%" y="{bottom + 14}" text-anchor="{"end" if now > 50 else "start"}">'
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
        """How far to the right a day is, in hundredths; what lies outside is at the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * max(0.0, min(1.0, share)), 2)


def _year(year: int, scale: _Scale, bottom: int) -> str:
    left = scale.at(date(year, 1, 1))
    return (
        f'<line class="year" x1="{left:g}%" x2="{left:g}%" y1="{TOP - 4}" y2="{bottom}"/>'
        f'<text x="{left:g}%" y="14" text-anchor="{"middle" if left else "start"}">{year}</text>'
    )


def _bar(line: Lifeline, top: int, scale: _Scale, today: date) -> str:
    left, right = scale.at(line.start), scale.at(line.end or scale.last)
    kind = "bar over" if line.end is not None and line.end < today else "bar"
    place = f'y="{top + NAME + 4}" height="{BAR}"'
    longer = ""
    if line.end is not None and line.extended is not None and line.extended > line.end:
        wide = scale.at(line.extended) - right
        longer = f'<rect class="extended" x="{right:g}%" width="{max(0.0, wide):g}%" {place}/>'
    return (
        f"<g><title>{escape(line.name)}: {escape(line.words)}</title>"
        f'<text x="0" y="{top + NAME}">{escape(line.name)}</text>'
        f'<rect class="{kind}" x="{left:g}%" width="{max(0.4, right - left):g}%" {place}/>{longer}</g>'
    )

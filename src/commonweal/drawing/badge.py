"""Badges: a label and what there is to say of it, as SVG for a README and as JSON for who draws badges elsewhere.

Source of the JSON: shields.io, "Endpoint Badge", schema version 1. A badge stands alone in pages that are not ours, so
it brings its colours along; each has a contrast of 4.5 to its white letters, and the words say what the colour says.
"""

import json
import unicodedata
from enum import StrEnum
from html import escape

HEIGHT, PADDING, LONGEST = 20, 6, 60
_LABEL_COLOUR = "#3d444d"
_FONT = "Verdana, DejaVu Sans, Geneva, sans-serif"
# Widths of letters at 11 px in tenths of a pixel, after the usual sans-serif faces; the text is fitted to their sum.
_WIDTHS = {
    **dict.fromkeys("ijl|!'.,:; I", 38),
    **dict.fromkeys('frt()[]{}/\\-"°', 48),
    **dict.fromkeys("mwMW@%…—", 106),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&#+=<>~≥≤", 80),
}
_OTHER_WIDTH, _WIDE_WIDTH = 68, 112


class BadgeState(StrEnum):
    """What the colour of a badge says; not known is grey, and never green."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    UNKNOWN = "unknown"


COLOURS = {
    BadgeState.GOOD: "#1a7f37",
    BadgeState.ATTENTION: "#8a5a00",
    BadgeState.BAD: "#b42318",
    BadgeState.UNKNOWN: "#5f6772",
}


def draw_badge(label: str, value: str, state: BadgeState) -> str:
    """Draw the badge as an SVG document of its own, which readers of a screen hear as "label: value"."""
    label, value = _shown(label), _shown(value)
    left, right = _width(label) + 2 * PADDING, _width(value) + 2 * PADDING
    title = escape(f"{label}: {value}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" '
        f'viewBox="0 0 {left + right} {HEIGHT}" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<rect width="{left + right}" height="{HEIGHT}" rx="3" fill="{COLOURS[state]}"/>'
        f'<path d="M3 0H{left}V{HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="{_LABEL_COLOUR}"/>'
        f'<g fill="#ffffff" font-family="{_FONT}" font-size="11" aria-hidden="true">'
        f"{_text(label, PADDING)}{_text(value, left + PADDING)}</g></svg>"
    )


def badge_json(label: str, value: str, state: BadgeState) -> str:
    """Say the same as JSON, in the form of shields.io."""
    badge = {"schemaVersion": 1, "label": _shown(label), "message": _shown(value), "color": COLOURS[state]}
    return json.dumps(badge, ensure_ascii=False)


def _text(text: str, left: int) -> str:
    return f'<text x="{left}" y="14" textLength="{_width(text)}">{escape(text)}</text>' if text else ""


def _shown(text: str) -> str:
    """Keep a badge short, and free of what XML does not allow."""
    printable = "".join(letter if letter.isprintable() else "\ufffd" for letter in text.strip())
    return printable if len(printable) <= LONGEST else f"{printable[: LONGEST - 1]}…"


def _width(text: str) -> int:
    """Give the width in pixels, rounded up."""
    return -(-sum(map(_letter_width, text)) // 10)


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return _WIDE_WIDTH
    # An accent is no wider than its letter.
    return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _OTHER_WIDTH)

"""Bars of when releases begin and end: where they lie, what they say, and that names cannot break the picture."""

import re
from datetime import date

from commonweal.drawing.lifelines import Lifeline, draw_lifelines

TODAY = date(2026, 11, 22)


def drawn(*lines: Lifeline) -> str:
    """The picture of these lines."""
    return draw_lifelines(lines, TODAY, label="Cycles", today_name="today")


def test_nothing_known_draws_nothing() -> None:
    assert drawn() == ""


def test_every_bar_says_its_words_and_stays_inside() -> None:
    picture = drawn(
        Lifeline("2", date(2024, 1, 1), None, None, "goes on"),
        Lifeline("1", date(1990, 1, 1), date(2025, 1, 1), date(2060, 1, 1), "ended"),
    )

    bars = [
        (float(left), float(wide))
        for left, wide in re.findall(r'<rect class="[a-z ]+" x="([\d.]+)%" width="([\d.]+)%"', picture)
    ]
    assert len(bars) == 3
    assert all(left >= 0 and left + wide <= 100.4 for left, wide in bars)
    assert "<title>2: goes on</title>" in picture
    assert 'class="bar over"' in picture
    assert 'class="extended"' in picture


def test_names_cannot_break_the_picture() -> None:
    picture = drawn(Lifeline('<script>"&', date(2024, 1, 1), date(2025, 1, 1), None, "<b>"))

    assert "<script>" not in picture
    assert "<b>" not in picture


def test_it_is_as_wide_as_its_place_so_that_letters_keep_their_size() -> None:
    picture = drawn(Lifeline("1", date(2000, 1, 1), date(2025, 1, 1), None, "ended"))

    assert 'width="100%"' in picture
    assert "viewBox" not in picture
    assert len(re.findall(r">20[0-9]{2}<", picture)) <= 6

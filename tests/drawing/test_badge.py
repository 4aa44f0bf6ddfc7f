"""Badges: a label, a value, and a colour that says nothing the words do not."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.badge import COLOURS, HEIGHT, BadgeState, badge_json, draw_badge

SVG = "{http://www.w3.org/2000/svg}"


def drawn(label: str, value: str, state: BadgeState = BadgeState.GOOD) -> ElementTree.Element:
    return ElementTree.fromstring(draw_badge(label, value, state))


def test_a_badge_says_its_words_to_eyes_and_ears() -> None:
    badge = drawn("security", "2 to do", BadgeState.BAD)

    assert badge.get("role") == "img"
    assert badge.get("aria-label") == badge.findtext(f"{SVG}title") == "security: 2 to do"
    assert [text.text for text in badge.iter(f"{SVG}text")] == ["security", "2 to do"]
    assert COLOURS[BadgeState.BAD] in [each.get("fill") for each in badge.iter(f"{SVG}rect")]


def test_what_is_not_known_is_not_green() -> None:
    grey = COLOURS[BadgeState.UNKNOWN]

    assert f'fill="{grey}"' in draw_badge("security", "not known", BadgeState.UNKNOWN)
    assert len(set(COLOURS.values())) == len(BadgeState)
    assert max(channels(grey)) - min(channels(grey)) < 0.1


@pytest.mark.parametrize("state", BadgeState)
def test_white_letters_can_be_read_on_every_colour(state: BadgeState) -> None:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(COLOURS[state])
    )

    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)

    assert contrast >= 4.5


def channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def test_longer_words_are_wider_and_very_long_ones_are_cut() -> None:
    widths = [int(drawn(label, "x").get("width", "0")) for label in ("iii", "mmm", "mmmm", "m" * 60, "m" * 500)]

    assert widths[:4] == sorted(set(widths[:4]))
    assert widths[4] == widths[3]
    assert "…" in draw_badge("m" * 500, "x", BadgeState.GOOD)


def test_accents_are_no_wider_and_wide_letters_are() -> None:
    assert drawn("sécurité", "x").get("width") == drawn("securite", "x").get("width")
    assert int(drawn("安全", "x").get("width", "0")) > int(drawn("ab", "x").get("width", "0"))


@given(st.text(), st.text(), st.sampled_from(BadgeState))
def test_every_badge_is_a_document_whose_texts_fit(label: str, value: str, state: BadgeState) -> None:
    badge = drawn(label, value, state)

    width = int(badge.get("width", "0"))
    ends = [int(text.get("x", "0")) + int(text.get("textLength", "0")) for text in badge.iter(f"{SVG}text")]
    assert badge.get("viewBox") == f"0 0 {width} {HEIGHT}"
    assert max(ends, default=0) < width


def test_a_badge_runs_nothing_and_asks_nobody() -> None:
    text = draw_badge('"><script>alert(1)</script>', "&", BadgeState.GOOD)

    assert "<script" not in text
    assert text.count("http") == 1
    assert " id=" not in text
    assert "style=" not in text


def test_the_json_says_the_same() -> None:
    assert json.loads(badge_json("security", "sicher\x00", BadgeState.GOOD)) == {
        "schemaVersion": 1,
        "label": "security",
        "message": "sicher\ufffd",
        "color": COLOURS[BadgeState.GOOD],
    }

"""The radar: further out is more, and what is not known has no place."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.radar import MIDDLE, REACH, Spoke, draw_radar


def spokes(*values: float | None) -> list[Spoke]:
    return [Spoke(chr(65 + place), f"Name {place}", value, "words") for place, value in enumerate(values)]


def test_the_first_spoke_goes_up_and_a_full_value_reaches_its_end() -> None:
    drawing = draw_radar(spokes(4, 0, 2), most=4, label="A & B")

    assert f'cx="{MIDDLE}" cy="{MIDDLE - REACH}"' in drawing
    assert f'cx="{MIDDLE}" cy="{MIDDLE}"' in drawing
    assert 'aria-label="A &amp; B"' in drawing
    assert "<title>Name 0: words</title>" in drawing


def test_what_is_not_known_is_no_zero_and_breaks_the_line() -> None:
    drawing = draw_radar(spokes(4, None, 2, 3), most=4, label="x")

    assert drawing.count('<circle class="now"') == 3
    assert '<polygon class="now"' not in drawing
    assert drawing.count('<path class="now"') == 2
    assert ">?<title>Name 1: words</title>" in drawing


def test_an_earlier_result_lies_beneath() -> None:
    drawing = draw_radar([Spoke(key, "n", 3, "w", before=1) for key in "ABC"], most=4, label="x")

    assert drawing.index('class="before"') < drawing.index('class="now"')


def test_two_things_are_no_radar() -> None:
    assert draw_radar(spokes(1, 2), most=4, label="x") == ""


@given(st.lists(st.none() | st.floats(0, 4), min_size=3, max_size=20), st.text())
def test_every_drawing_is_whole_and_stays_within_its_frame(values: list[float | None], label: str) -> None:
    label = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", label)

    drawing = ElementTree.fromstring(draw_radar(spokes(*values), most=4, label=label))

    for circle in drawing.iter("{http://www.w3.org/2000/svg}circle"):
        distance = ((float(circle.get("cx", 0)) - MIDDLE) ** 2 + (float(circle.get("cy", 0)) - MIDDLE) ** 2) ** 0.5
        assert distance <= REACH + 0.2

"""Maps: places lie where the projection says, borders still fit, and every mark is a titled link."""

import gzip
from math import cos, hypot, radians
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.map import EUROPE, Mark, draw_map, land
from commonweal.drawing.projection import EARTH_RADIUS_KM, Window, area, clip, simplify
from commonweal.drawing.topology import read_topology

WORLD = Path(__file__).resolve().parents[2] / "node_modules" / "world-atlas" / "countries-50m.json"
SPACE = "{http://www.w3.org/2000/svg}"
points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))


def test_a_degree_near_the_middle_is_as_long_as_on_the_earth() -> None:
    """At 40° a degree of longitude is cos 40° of one at the equator; a degree of latitude is as long everywhere."""
    window = Window(latitude=40, longitude=-100, width_km=4000, height_km=4000)

    across, up = window.place(40, -99) or (0, 0), window.place(41, -100) or (0, 0)

    degree = radians(1) * EARTH_RADIUS_KM * window.scale
    assert window.place(40, -100) == (500, 500)
    assert across[0] - 500 == pytest.approx(degree * cos(radians(40)), rel=1e-3)
    assert 500 - up[1] == pytest.approx(degree, rel=1e-3)
    assert window.place(-40, 80) is None  # the other side of the earth


@given(st.floats(36, 70), st.floats(-10, 30))
def test_places_in_europe_lie_in_the_window(latitude: float, longitude: float) -> None:
    assert EUROPE.shows(EUROPE.place(latitude, longitude))


def test_areas_stay_in_proportion() -> None:
    """A degree square at 60° is half as large as one at the equator (cos 60°), wherever the middle of the map lies."""
    window = Window(latitude=30, longitude=10, width_km=20_000, height_km=20_000, width=100_000)

    def square(latitude: float, longitude: float) -> float:
        corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
        return area([window.place(latitude + up, longitude + right) or (0, 0) for up, right in corners])

    assert square(59.5, 40) / square(-0.5, -20) == pytest.approx(0.5, rel=2e-3)


@given(st.lists(points, min_size=3, max_size=12))
def test_nothing_is_left_outside_after_clipping(ring: list[tuple[float, float]]) -> None:
    inside = clip(ring, (0, 0), (100, 100))

    assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 100 + 1e-6 for x, y in inside)


def test_clipping_cuts_a_square_in_half() -> None:
    assert area(clip([(-10, 0), (10, 0), (10, 10), (-10, 10)], (0, 0), (100, 100))) == 100


@given(st.lists(points, min_size=2, max_size=30), st.floats(0, 20))
def test_simplifying_keeps_the_ends_and_stays_near(line: list[tuple[float, float]], tolerance: float) -> None:
    short = simplify(line, tolerance)

    assert (short[0], short[-1]) == (line[0], line[-1])
    assert set(short) <= set(line)
    reach = max(hypot(a[0] - b[0], a[1] - b[1]) for a in line for b in line)
    assert all(min(hypot(x - a, y - b) for a, b in short) <= tolerance + reach for x, y in line)


@pytest.fixture(scope="module")
def europe() -> tuple[str, ...]:
    if not WORLD.exists():
        pytest.skip("needs the package world-atlas, which npm fetches at set-up")
    return land(read_topology(WORLD.read_text()), EUROPE)


def test_the_map_of_europe_is_small(europe: tuple[str, ...]) -> None:
    drawing = draw_map(europe, [], EUROPE, label="Europe")

    assert len(gzip.compress(drawing.encode())) < 40_000
    assert len(europe) > 45


def test_marks_are_titled_links_and_do_not_hide_each_other(europe: tuple[str, ...]) -> None:
    marks = [Mark(48.85, 2.35, f"Office <{number}>", f"/offices/{number}", number == 2) for number in range(3)]
    marks.append(Mark(10.65, -61.5, "Port of Spain", "/offices/far"))

    drawing = draw_map(europe, marks, EUROPE, label="Offices")

    tree = ElementTree.fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{drawing}</x>')
    links = list(tree.iter(f"{SPACE}a"))
    assert [link.get("href") for link in links] == ["/offices/0", "/offices/1", "/offices/2"]
    assert [link.findtext(f"{SPACE}title") for link in links] == ["Office <0>", "Office <1>", "Office <2>"]
    circles = [link.find(f"{SPACE}circle") for link in links]
    spots = [(float(circle.get("cx")), float(circle.get("cy"))) for circle in circles]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) >= 22 for a in spots for b in spots if a != b)
    assert [link.get("class") for link in links] == ["mark", "mark", "mark hollow"]


def test_a_lone_place_has_a_map_of_its_own_surroundings() -> None:
    if not WORLD.exists():
        pytest.skip("needs the package world-atlas, which npm fetches at set-up")
    window = Window(latitude=10.66, longitude=-61.5, width_km=900, height_km=600, width=360)

    outlines = land(read_topology(WORLD.read_text()), window)

    assert 1 <= len(outlines) < 20

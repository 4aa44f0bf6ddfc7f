"""Lights: what makes each colour, and that knowing less never makes one greener."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.lights import Colour, Light
from commonweal.risk.queries.lights_pack import lights_pack
from commonweal.risk.rules.lights import Facts, Why, light, together

TODAY = date(2026, 11, 22)
GREEN = Facts(
    systems=2,
    unlisted=0,
    oldest_list=TODAY,
    parts=100,
    unreadable=0,
    uncovered=0,
    unclear=0,
    exploited=0,
    overdue=0,
    severe=0,
    less_severe=0,
    advisories_as_of=TODAY,
)
GREENNESS = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2}
counts = st.none() | st.integers(0, 3)
days = st.none() | st.integers(0, 400).map(lambda number: TODAY - timedelta(days=number))


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    """One system or none, as far as it is known."""
    systems = draw(st.integers(0, 1))
    if not systems or draw(st.booleans()):
        return Facts(systems=systems, unlisted=systems, advisories_as_of=draw(days))
    parts = draw(st.none() | st.integers(0, 50))
    unreadable, uncovered = (draw(st.none() | st.integers(0, parts or 0)) for _ in range(2))
    five = [draw(counts) for _ in range(5)]
    return Facts(systems, 0, draw(days), parts, unreadable, uncovered, *five, draw(days))


def judged(facts: Facts) -> Light:
    return light(facts, lights_pack().limits, TODAY)


def is_no_greener(after: Colour, before: Colour) -> bool:
    return after in (before, Colour.GREY) or (before in GREENNESS and GREENNESS[after] < GREENNESS[before])


@pytest.mark.parametrize(
    ("change", "colour", "why"),
    [
        ({}, "green", "nothing_open"),
        ({"exploited": 1}, "red", "exploited"),
        ({"overdue": 1}, "red", "overdue"),
        ({"severe": 1}, "amber", "severe"),
        ({"less_severe": 1}, "amber", "less_severe"),
        ({"oldest_list": TODAY - timedelta(days=91)}, "amber", "old_list"),
        ({"oldest_list": TODAY - timedelta(days=90)}, "green", "nothing_open"),
        ({"advisories_as_of": TODAY - timedelta(days=4)}, "amber", "old_advisories"),
        ({"unreadable": 10}, "amber", "few_unreadable"),
        ({"unreadable": 11}, "grey", "unreadable"),
        ({"uncovered": 1}, "amber", "uncovered"),
        ({"uncovered": 11}, "grey", "uncovered"),
        ({"unreadable": 6, "uncovered": 6}, "grey", "unreadable"),
        ({"uncovered": None}, "grey", "unreadable_not_known"),
        ({"unclear": 1}, "grey", "unclear"),
        ({"unlisted": 1}, "grey", "no_list"),
        ({"unlisted": 2}, "grey", "no_list"),
        ({"systems": 0}, "grey", "no_system"),
        ({"advisories_as_of": None}, "grey", "no_advisories"),
        ({"severe": None}, "grey", "open_not_known"),
    ],
)
def test_each_fact_alone_gives_its_colour(change: dict[str, object], colour: str, why: str) -> None:
    found = judged(replace(GREEN, **change))

    assert (found.colour, found.reasons[0].why) == (colour, why)


def test_all_reasons_are_told_the_gravest_first() -> None:
    found = judged(replace(GREEN, overdue=1, severe=3, unlisted=1))

    assert [reason.why for reason in found.reasons] == [Why.OVERDUE, Why.NO_LIST, Why.SEVERE]


@given(facts=some_facts(), name=st.sampled_from([field.name for field in fields(Facts)][2:]))
def test_forgetting_a_fact_never_makes_a_light_greener(facts: Facts, name: str) -> None:
    after = judged(replace(facts, **{name: None})).colour

    assert is_no_greener(after, judged(facts).colour)


@given(several=st.lists(some_facts(), min_size=1, max_size=5), data=st.data())
def test_losing_the_list_of_a_system_never_makes_the_light_of_its_body_greener(
    several: list[Facts], data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(several) - 1))
    without = [
        Facts(systems=each.systems, unlisted=each.systems, advisories_as_of=each.advisories_as_of)
        if number == lost
        else each
        for number, each in enumerate(several)
    ]

    before, after = judged(together(several)).colour, judged(together(without)).colour

    assert is_no_greener(after, before)


@pytest.mark.parametrize("name", ["exploited", "overdue"])
def test_what_is_not_known_of_one_system_does_not_hide_the_red_of_another(name: str) -> None:
    both = together([replace(GREEN, **{name: None}), replace(GREEN, **{name: 1})])

    assert judged(both).colour is Colour.RED


@given(facts=some_facts(), older=st.integers(1, 500))
def test_growing_older_never_makes_a_light_greener(facts: Facts, older: int) -> None:
    later = light(facts, lights_pack().limits, TODAY + timedelta(days=older)).colour

    assert is_no_greener(later, judged(facts).colour)


@given(some_facts())
def test_green_is_only_what_is_known_through_and_through(facts: Facts) -> None:
    if judged(facts).colour is Colour.GREEN:
        assert facts.listed == facts.systems > 0
        assert facts.parts
        assert (facts.unreadable, facts.uncovered, facts.unclear) == (0, 0, 0)
        assert (facts.exploited, facts.overdue, facts.severe, facts.less_severe) == (0, 0, 0, 0)
        assert None not in (facts.oldest_list, facts.advisories_as_of)

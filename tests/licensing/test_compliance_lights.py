"""The light of compliance: what makes each colour, and that knowing less never makes it greener."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.lights import Colour, Light, Reason
from commonweal.licensing.queries.lights_pack import lights_pack
from commonweal.licensing.rules.lights import Facts, Why, light, together
from commonweal.licensing.views.standing_words import reason_words

TODAY = date(2026, 11, 22)
GREEN = Facts(systems=2, oldest_list=TODAY, parts=100)
GREENNESS = (Colour.RED, Colour.GREY, Colour.AMBER, Colour.GREEN)
few = st.sampled_from([0, 1, 30])
SOME = st.builds(
    Facts, systems=st.just(1), parts=st.sampled_from([150, 900]), unknown=few, refused=few, look=few, detected=few,
    unnamed=few, obligations=few, uses_not_said=st.integers(0, 1),
    oldest_list=st.sampled_from([TODAY, TODAY - timedelta(days=91)]),
)  # fmt: skip


def judged(facts: Facts) -> Light:
    return light(facts, lights_pack().limits, TODAY)


@pytest.mark.parametrize(
    ("change", "colour", "why"),
    [
        ({}, "green", "nothing_open"),
        ({"refused": 1}, "red", "refused"),
        ({"unknown": 6}, "grey", "unknown"),
        ({"unknown": 5}, "amber", "unknown"),
        ({"unnamed": 6}, "grey", "unnamed"),
        ({"unnamed": None}, "grey", "unnamed"),
        ({"look": 1}, "amber", "look"),
        ({"detected": 1}, "amber", "detected"),
        ({"obligations": 1}, "amber", "obligations"),
        ({"uses_not_said": 1}, "amber", "use_not_said"),
        ({"oldest_list": TODAY - timedelta(days=91)}, "amber", "old_list"),
        ({"oldest_list": TODAY - timedelta(days=90)}, "green", "nothing_open"),
        ({"unlisted": 1}, "grey", "no_list"),
        ({"parts": 0}, "grey", "no_parts"),
        ({"systems": 0}, "grey", "no_system"),
        ({"refused": 1, "unknown": 50}, "red", "refused"),
    ],
)
def test_each_fact_makes_its_colour(change: dict[str, object], colour: str, why: str) -> None:
    found = judged(replace(GREEN, **change))

    assert (found.colour.value, found.reasons[0].why.value) == (colour, why)


@given(SOME, st.sampled_from(["unknown", "refused", "look", "obligations", "uses_not_said"]))
def test_more_that_is_open_or_unknown_never_makes_it_greener(facts: Facts, name: str) -> None:
    before = judged(facts)

    after = judged(replace(facts, **{name: getattr(facts, name) + 1}))

    assert GREENNESS.index(after.colour) <= GREENNESS.index(before.colour)


@given(SOME)
def test_what_is_not_counted_is_never_green(facts: Facts) -> None:
    found = judged(replace(facts, unnamed=None))

    assert found.colour in (Colour.RED, Colour.GREY)


@given(st.lists(SOME, min_size=1, max_size=4))
def test_together_nothing_is_lost(several: list[Facts]) -> None:
    whole = together(several)

    for name in ("systems", "parts", "unknown", "refused", "look", "obligations", "uses_not_said"):
        assert getattr(whole, name) == sum(getattr(each, name) for each in several)
    assert whole.oldest_list == min(each.oldest_list for each in several)
    red = any(judged(each).colour is Colour.RED for each in several)
    assert (judged(whole).colour is Colour.RED) is red


def test_a_body_with_one_system_without_a_list_is_not_known() -> None:
    whole = together([GREEN, Facts(systems=1, unlisted=1, unnamed=None)])

    assert (judged(whole).colour, whole.unnamed) == (Colour.GREY, 0)


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence_of_its_own(why: Why) -> None:
    others = {reason_words(Reason(other, Colour.GREY, 2, TODAY)) for other in Why if other is not why}

    text = reason_words(Reason(why, Colour.GREY, 2, TODAY))

    assert text.endswith(".")
    assert text not in others

"""Ranges hold whatever they were made of; points stay within their weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.usage.rules import radar
from commonweal.usage.rules.radar import MixedCurrencies, Points, Range

cents = st.integers(-(10**12), 10**12)
known = st.tuples(cents, cents, cents).map(lambda three: Range(*sorted(three), "EUR"))
unknown_in_part = st.tuples(st.none() | cents, st.none() | cents, st.none() | cents).map(
    lambda ends: Range(*ends, "EUR")
)


def inside(value: int, sums: Range) -> bool:
    return sums.low <= value <= sums.high


@given(known, known, st.floats(0, 1), st.floats(0, 1))
def test_whatever_two_sums_are_their_difference_is_in_the_range(
    one: Range, other: Range, place: float, place_of_other: float
) -> None:
    value = one.low + int((one.high - one.low) * place)
    taken = other.low + int((other.high - other.low) * place_of_other)

    assert inside(value - taken, radar.minus(one, other))
    assert inside(value + taken, radar.plus(one, other))


@given(known, st.integers(-100, 100))
def test_so_many_times_keeps_its_order(sums: Range, factor: int) -> None:
    found = radar.times(sums, factor)

    assert found.low <= found.likely <= found.high


@given(st.lists(known, min_size=1, max_size=9))
def test_a_range_over_ranges_holds_them_all_and_its_likely_is_one_of_theirs(ranges: list[Range]) -> None:
    found = radar.over(ranges)

    assert all(found.low <= each.low and each.high <= found.high for each in ranges)
    assert found.likely in {each.likely for each in ranges}


@given(unknown_in_part, unknown_in_part)
def test_what_is_not_known_stays_unknown(one: Range, other: Range) -> None:
    found = radar.plus(one, other)

    assert (found.low is None) == (one.low is None or other.low is None)
    assert (found.likely is None) == (one.likely is None or other.likely is None)
    assert (radar.times(one, -1).low is None) == (one.high is None)


@given(known, known)
def test_the_change_over_four_years_is_four_times_the_yearly_one_and_the_exit(now: Range, offered: Range) -> None:
    nothing = radar.exactly(0, "EUR")
    yearly, four = radar.change(now, offered, nothing, 1), radar.change(now, offered, nothing, 4)

    assert (four.low, four.likely, four.high) == (4 * yearly.low, 4 * yearly.likely, 4 * yearly.high)


def test_two_currencies_never_add_up() -> None:
    for deed in (radar.plus, radar.minus, lambda one, other: radar.over([one, other])):
        with pytest.raises(MixedCurrencies):
            deed(radar.exactly(1, "EUR"), radar.exactly(1, "CHF"))


@given(st.none() | st.integers(-10_000, 10_000), st.integers(1, 100))
def test_points_stay_within_their_weight_and_less_time_never_gives_fewer(days: int | None, weight: int) -> None:
    share = radar.urgency(days, full_days=92, none_days=731)
    sooner = radar.urgency(days - 1, full_days=92, none_days=731) if days is not None else None

    assert 0 <= Points("urgency", weight, share).points <= weight
    assert (share is None) == (days is None)
    assert share is None or sooner >= share


@given(st.dictionaries(st.sampled_from("abc"), st.none() | st.floats(0, 1)))
def test_strength_is_between_nothing_and_all(shares: dict[str, float | None]) -> None:
    assert 0 <= radar.strength(shares, {"a": 50, "b": 30, "c": 20}) <= 1.000001


def test_the_weights_are_a_hundred() -> None:
    from commonweal.usage.queries import radar_pack

    assert sum(reason.weight for reason in radar_pack().reasons) == 100
    assert sum(radar_pack().strength_weights().values()) == 100

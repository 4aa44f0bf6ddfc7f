"""Which decision counts: the table of precedence, row by row."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from commonweal.risk.rules.decisions import Situation, Standing, Statement, counting
from commonweal.risk.rules.priority import Danger, due_on, order

TODAY = date(2026, 11, 22)
SITUATION = Situation(system=7, body=3, overseers=frozenset({30}), package=5, key=b"m")
BASE = Statement(
    id=1,
    state="exploitable",
    response="",
    source="local",
    decided_at=datetime(2026, 1, 1, tzinfo=UTC),
    valid_from=date(2026, 1, 1),
)
# From what counts most to what counts least.
PRECEDENCE = [
    replace(BASE, id=20, system=7, body=3, package=5, low=b"a", high=b"z"),
    replace(BASE, id=19, system=7, body=3, package=5),
    replace(BASE, id=18, system=7, body=3),
    replace(BASE, id=17, body=3, package=5, low=b"a", high=b"z"),
    replace(BASE, id=16, body=3, package=5),
    replace(BASE, id=15, body=3, decided_at=datetime(2026, 2, 1, tzinfo=UTC)),
    replace(BASE, id=14, body=3),
    replace(BASE, id=13, body=3, source="vendor", decided_at=datetime(2026, 3, 1, tzinfo=UTC)),
    replace(BASE, id=12, body=3, source="peer", decided_at=datetime(2026, 4, 1, tzinfo=UTC)),
    replace(BASE, id=11, body=30, package=5, low=b"a", high=b"z"),
    replace(BASE, id=10, body=30),
    replace(BASE, id=9, package=5),
    replace(BASE, id=8),
    replace(BASE, id=7, source="vendor"),
    replace(BASE, id=6, source="peer"),
]
NOT_FITTING = {
    "another system": replace(BASE, system=8, body=3),
    "another body": replace(BASE, body=4),
    "another package": replace(BASE, package=6),
    "a range below": replace(BASE, package=5, low=b"a", high=b"m"),
    "a range above": replace(BASE, package=5, low=b"n", high=b"z"),
    "expired yesterday": replace(BASE, expires_on=TODAY - timedelta(days=1)),
    "begins tomorrow": replace(BASE, valid_from=TODAY + timedelta(days=1)),
}


def test_of_two_that_fit_the_one_higher_in_the_table_counts() -> None:
    for first, second in permutations(PRECEDENCE, 2):
        higher = min(first, second, key=PRECEDENCE.index)

        assert counting([first, second], SITUATION, TODAY) == higher


@pytest.mark.parametrize("why", NOT_FITTING)
def test_one_that_does_not_fit_counts_for_nothing(why: str) -> None:
    assert counting([NOT_FITTING[why]], SITUATION, TODAY) is None


def test_an_acceptance_holds_to_the_end_of_its_last_day() -> None:
    accepted = replace(BASE, response="will_not_fix", expires_on=TODAY)

    assert counting([accepted], SITUATION, TODAY) == accepted
    assert counting([accepted], SITUATION, TODAY + timedelta(days=1)) is None


def test_a_version_without_an_order_is_in_no_range() -> None:
    in_range, of_package = replace(BASE, id=2, package=5, low=b"", high=b"\xff"), replace(BASE, id=3, package=5)

    found = counting([in_range, of_package], replace(SITUATION, key=None), TODAY)

    assert found == of_package


@pytest.mark.parametrize(
    ("state", "response", "standing"),
    [
        ("exploitable", "", Standing.OPEN),
        ("exploitable", "update", Standing.OPEN),
        ("exploitable", "will_not_fix", Standing.ACCEPTED),
        ("in_triage", "", Standing.OPEN),
        ("not_affected", "", Standing.CLOSED),
        ("not_affected", "will_not_fix", Standing.CLOSED),
        ("false_positive", "", Standing.CLOSED),
        ("resolved", "", Standing.CLOSED),
        ("resolved_with_pedigree", "", Standing.CLOSED),
    ],
)
def test_what_remains_to_be_done(state: str, response: str, standing: Standing) -> None:
    assert replace(BASE, state=state, response=response).standing == standing


def test_what_is_exploited_comes_before_any_forecast_and_any_score() -> None:
    exploited = order(Danger("low", 3.1, exploited_on=TODAY), weight=1)
    forecast = order(Danger("low", 3.1, forecast=0.9), weight=4)
    severe = order(Danger("critical", 10.0, forecast=0.0), weight=4)
    unknown = order(Danger("unknown"), weight=4)

    assert sorted([unknown, severe, forecast, exploited], reverse=True) == [exploited, forecast, severe, unknown]


def test_a_critical_system_weighs_more_by_the_same_forecast() -> None:
    assert order(Danger("low", forecast=0.2), weight=4) > order(Danger("critical", 10.0, forecast=0.3), weight=2)


def test_deadlines_count_from_the_day_it_was_known() -> None:
    days = {"exploited": 14, "critical": 15, "high": 30, "unknown": 30, "low": 180}
    seen = date(2026, 11, 1)

    assert due_on(Danger("high"), seen, days) == date(2026, 12, 1)
    assert due_on(Danger("unknown"), seen, days) == date(2026, 12, 1)
    assert due_on(Danger("low", exploited_on=TODAY), seen, days) == date(2026, 11, 15)
    assert due_on(Danger("low", exploited_on=TODAY), seen, days, date(2026, 11, 8)) == date(2026, 11, 8)
    assert due_on(Danger("high", exploited_on=TODAY), seen, days, date(2021, 12, 24)) == date(2026, 11, 15)

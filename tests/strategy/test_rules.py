"""What calls for somebody, how long things live, which clauses lack something, and how many decisions needed nobody."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.strategy.rules.alarms import (
    Running,
    Terms,
    alarms_of_action,
    alarms_of_initiative,
    alarms_of_strategy,
    month_after,
)
from commonweal.strategy.rules.coverage import KINDS, coverage
from commonweal.strategy.rules.figures import part
from commonweal.strategy.rules.sunset import Decisions, by_quarter
from commonweal.strategy.rules.survival import Life, survival

TODAY = date(2026, 11, 22)
TERMS = Terms(funding_days=60, plan_month=18, least_people=2)
DAYS = st.integers(0, 14_600).map(lambda days: date(2000, 1, 1) + timedelta(days=days))


def _alarms(**known: object) -> list[str]:
    running = Running(registered_on=date(2026, 1, 1), **({"owner_name": "Anna"} | known))
    return [alarm.kind.value for alarm in alarms_of_initiative(running, TERMS, TODAY)]


@pytest.mark.parametrize(
    ("known", "alarms"),
    [
        ({}, []),
        ({"funding_ends_on": TODAY + timedelta(days=61)}, []),
        ({"funding_ends_on": TODAY + timedelta(days=60)}, ["funding_ends"]),
        ({"funding_ends_on": TODAY}, ["funding_ends"]),
        ({"funding_ends_on": TODAY - timedelta(days=1)}, ["funding_ended"]),
        ({"owner_name": " "}, ["unowned"]),
        ({"people_count": 0}, ["one_person"]),
        ({"people_count": 1}, ["one_person"]),
        ({"people_count": 2}, []),
        ({"review_on": TODAY}, []),
        ({"review_on": TODAY - timedelta(days=1)}, ["review_overdue"]),
        ({"milestones_open": [TODAY - timedelta(days=1), TODAY]}, ["milestone_late"]),
        ({"started_on": date(2025, 5, 23)}, []),
        ({"started_on": date(2025, 5, 22)}, ["no_funding_plan"]),
        ({"started_on": date(2025, 5, 22), "has_funding_plan": True}, []),
        ({"funding_ends_on": date(2020, 1, 1), "owner_name": "", "ended_on": TODAY}, []),
    ],
)
def test_an_initiative_calls_for_somebody_from_its_day_on(known: dict[str, object], alarms: list[str]) -> None:
    assert _alarms(**known) == alarms


def test_the_gravest_alarm_comes_first() -> None:
    assert _alarms(owner_name="", people_count=1, funding_ends_on=date(2026, 1, 1)) == [
        "funding_ended", "unowned", "one_person",
    ]  # fmt: skip


def test_a_review_calls_for_somebody_the_day_after() -> None:
    assert alarms_of_strategy(TODAY, TODAY, TODAY) == ()
    assert [each.kind.value for each in alarms_of_strategy(TODAY, TODAY, TODAY + timedelta(days=1))] == [
        "strategy_ended", "strategy_review_overdue",
    ]  # fmt: skip


def test_an_action_calls_for_somebody_when_late_or_nobodys() -> None:
    assert alarms_of_action(None, "Anna", TODAY, TODAY) == ()
    late = alarms_of_action(TODAY - timedelta(days=1), "", TODAY, TODAY)
    assert [each.kind.value for each in late] == ["action_late", "action_unowned"]


@settings(deadline=None)
@given(day=DAYS, months=st.integers(0, 60))
def test_months_later_is_in_that_month(day: date, months: int) -> None:
    later = month_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_survival_equals_the_count_by_hand() -> None:
    lives = [
        Life(date(2016, 11, 22), None, False),
        Life(date(2022, 11, 22), None, False),
        Life(date(2024, 11, 22), None, False),
        Life(date(2018, 1, 1), date(2020, 1, 1), True),
        Life(date(2018, 1, 1), date(2024, 1, 1), True),
        Life(None, date(2020, 1, 1), True),
        Life(None, None, False),
    ]

    found = survival(lives, TODAY)

    assert (found.closed, found.active, found.undated) == (3, 4, 2)
    assert (found.median_age, found.median_life_of_closed) == (4.0, 4.0)
    # After 2 years one of the five that are dated ended; after 6, one of the two that were watched so long.
    assert [(round(step.years), round(step.share, 2), step.at_risk) for step in found.steps] == [
        (2, 0.8, 4 + 1), (6, 0.4, 2),
    ]  # fmt: skip


def test_nothing_is_known_of_the_life_of_nothing() -> None:
    found = survival([], TODAY)

    assert (found.closed, found.active, found.median_age, found.steps) == (0, 0, None, ())


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=20))
def test_the_share_that_lives_longer_only_falls(days: list[tuple[date, date | None]]) -> None:
    lives = [Life(began, ended, ended is not None) for began, ended in days]

    steps = survival(lives, date(2041, 1, 1)).steps

    shares = [1.0, *(step.share for step in steps)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


def test_the_list_of_uncovered_clauses_equals_the_count_by_hand() -> None:
    supports = {1: KINDS, 2: ["guide", "guide", "tool"], 3: ["training", "contact", "vendor_guide", "guide"]}

    found = coverage([1, 2, 3, 4], supports)

    assert (found.whole, found.share) == (1, 0.25)
    assert [(row.clause, row.misses) for row in found.uncovered] == [
        (4, KINDS), (2, ("training", "contact", "vendor_guide")), (3, ("tool",)),
    ]  # fmt: skip
    assert coverage([], {}).share is None


def test_quarters_sum_their_months() -> None:
    decided = [
        Decisions(date(2026, 1, 1), 3, 1), Decisions(date(2026, 3, 1), 1, 3), Decisions(date(2026, 4, 1), 0, 0),
        Decisions(date(2025, 12, 1), 0, 2),
    ]  # fmt: skip

    found = by_quarter(decided)

    assert [(each.year, each.quarter, each.decided, each.without, each.share) for each in found] == [
        (2026, 1, 8, 4, 0.5), (2025, 4, 2, 0, 0.0),
    ]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.none() | st.booleans()))
def test_what_is_not_known_counts_on_neither_side(answers: list[bool | None]) -> None:
    found = part(answers)

    assert found.denominator + found.unknown == len(answers)
    assert found.numerator == answers.count(True)
    assert (found.share is None) == (found.denominator == 0)


def test_what_begins_where_the_calendar_ends_calls_for_nobody() -> None:
    assert month_after(date(9999, 1, 1), 18) == date.max
    assert _alarms(started_on=date(9999, 1, 1)) == []

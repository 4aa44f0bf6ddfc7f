"""What is planned for whom: nothing gets lost over the months, and what is not known is never enough."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.strategy.rules.team import (
    Load,
    Person,
    Span,
    State,
    Task,
    endings,
    load,
    room,
    short_from,
    spread,
)

TODAY = date(2026, 11, 22)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
ANNA = Person("anna", True, (Span(None, None, 1000),))
DUE = st.integers(-400, 3000).map(lambda days: TODAY + timedelta(days=days)) | st.just(date.max)
EFFORTS = st.integers(0, 100_000)
TASKS = st.lists(
    st.builds(
        Task, st.integers(1, 999), st.sampled_from(["", "anna", "bea", "firm"]), st.none() | EFFORTS, st.none() | DUE
    ),
    max_size=12,
    unique_by=lambda task: task.id,
)


def _state(found: Load, month: int = 0) -> State:
    return found.total.cells[month].state


@settings(deadline=None)
@given(EFFORTS, DUE, st.integers(1, 30))
def test_the_months_sum_to_the_effort(effort: int, due_on: date, months: int) -> None:
    parts = spread(effort, due_on, TODAY, months)

    assert sum(parts) == effort
    assert len(parts) == months + 1
    assert min(parts) >= 0


@settings(deadline=None)
@given(TASKS, st.randoms(use_true_random=False))
def test_the_order_of_actions_is_of_no_matter_and_none_gets_lost(tasks: list[Task], chance: object) -> None:
    shuffled = list(tasks)
    chance.shuffle(shuffled)

    found = load([ANNA, Person("bea", False, ())], tasks, TODAY)

    assert load([ANNA, Person("bea", False, ())], shuffled, TODAY) == found
    counted = [task for task in tasks if task.owner and task.effort is not None and task.due_on is not None]
    assert sum(sum(cell.planned for cell in row.cells) + row.later for row in found.rows) == sum(
        task.effort for task in counted
    )
    assert len(found.apart) == len(tasks) - len(counted)


def test_what_is_late_falls_on_today() -> None:
    assert spread(250, TODAY - timedelta(days=90), TODAY, 2) == [250, 0, 0]


def test_nine_days_of_november_hold_three_tenths_of_a_month() -> None:
    assert room([Span(None, None, 1000)], NOVEMBER, TODAY) == (300, True)
    assert room([Span(None, date(2026, 12, 15), 3100)], DECEMBER, TODAY) == (1500, True)
    assert room([Span(date(2027, 1, 1), None, 1000)], DECEMBER, TODAY) == (0, True)
    assert room([Span(None, None, None), Span(None, None, 1000)], DECEMBER, TODAY) == (1000, False)


@pytest.mark.parametrize(
    ("people", "effort", "state"),
    [
        ([ANNA], 300, State.ENOUGH),
        ([ANNA], 301, State.TOO_MUCH),
        ([Person("anna", False, (Span(None, None, 1000),))], 1, State.NOBODY),
        ([Person("anna", True, (Span(None, TODAY - timedelta(days=1), 1000),))], 1, State.NOBODY),
        ([Person("anna", True, (Span(None, None, None),))], 1, State.UNKNOWN),
        ([Person("anna", True, (Span(None, None, None), Span(None, None, 1000)))], 300, State.ENOUGH),
        ([ANNA], 0, State.NOTHING),
    ],
)
def test_a_month_says_whether_the_time_is_there(people: list[Person], effort: int, state: State) -> None:
    found = load(people, [Task(1, "anna", effort, TODAY)], TODAY)

    assert _state(found) == state
    assert (short_from(found, 6) == NOVEMBER) == (state in {State.TOO_MUCH, State.NOBODY})


@pytest.mark.parametrize(("effort", "is_short"), [(301, False), (399, False), (400, True)])
def test_a_month_is_an_alarm_only_from_as_many_missing_days_on(effort: int, is_short: bool) -> None:
    found = load([ANNA], [Task(1, "anna", effort, TODAY)], TODAY)

    assert _state(found) == State.TOO_MUCH
    assert (short_from(found, 6, 100) == NOVEMBER) == is_short


def test_an_action_that_lacks_something_is_counted_apart_and_says_what() -> None:
    tasks = [Task(1, "", 100, TODAY), Task(2, "anna", None, None), Task(3, "anna", 0, TODAY)]

    found = load([ANNA], tasks, TODAY)

    assert [(each.task, each.lacks) for each in found.apart] == [(1, ("owner",)), (2, ("effort", "day"))]


def test_an_owner_from_outside_has_a_row_and_no_known_time() -> None:
    found = load([ANNA], [Task(1, "firm", 100, TODAY)], TODAY)

    assert [(row.key, row.is_in_team, row.cells[0].state) for row in found.rows] == [
        ("anna", True, State.NOTHING), ("firm", False, State.UNKNOWN),
    ]  # fmt: skip
    assert _state(found) == State.NOTHING


def test_an_end_names_what_nobody_sees_to_after_it() -> None:
    march = date(2027, 3, 1)
    anna = Person("anna", True, (Span(None, date(2026, 12, 31), 1000), Span(date(2027, 1, 1), march, 500)))
    gone = Person("gone", True, (Span(None, date(2026, 1, 1), 1000),))
    idle = Person("idle", True, (Span(None, date(2026, 2, 1), 1000),))
    tasks = [
        Task(1, "anna", 100, march), Task(2, "anna", 100, march + timedelta(days=1)), Task(3, "anna", None, None),
        Task(4, "gone", 100, date(2025, 1, 1)),
    ]  # fmt: skip

    found = endings([anna, gone, idle, Person("post", False, (Span(None, march, 100),))], tasks, TODAY)

    assert [(each.key, each.on, each.left, each.is_last) for each in found] == [
        ("gone", date(2026, 1, 1), (4,), False), ("anna", march, (2, 3), True),
    ]  # fmt: skip


def test_whoever_stays_keeps_the_team_from_ending() -> None:
    leaving = Person("bea", True, (Span(None, date(2027, 3, 1), 500),))

    assert [each.is_last for each in endings([ANNA, leaving], [], TODAY)] == [False]
    assert [each.is_last for each in endings([leaving], [], TODAY)] == [True]
    assert endings([ANNA], [], TODAY) == ()


def test_a_team_of_nobody_lacks_nothing_that_is_known() -> None:
    found = load([], [Task(1, "", None, None)], TODAY)

    assert (_state(found), found.rows, short_from(found, 24)) == (State.NOTHING, (), None)

"""Figures of issues and change requests, worked out by hand, and what must not change them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.health.queries import forge_packs
from commonweal.health.rules.forge import (
    Case,
    Kind,
    Visible,
    are_answered,
    backlog,
    disbelieved,
    forge_figures,
    half_within,
    response,
)
from commonweal.health.rules.office_hours import OfficeHours, hours_between
from commonweal.health.rules.tally import Window

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
YEAR = Window(NOW, 365)
ALL = Visible(issues=True, changes=True, answers=True)
MEASURES = replace(forge_packs.measures(), hours=replace(forge_packs.measures().hours, zone=UTC))


def ago(days: float, **given: Any) -> Case:
    """An issue opened some days ago; `closed`, `merged` and `answered` are days ago as well."""
    known = {name: given.pop(name) for name in ("closed", "merged", "answered") if name in given}
    moments = {f"{name}_at": NOW - timedelta(days=value) for name, value in known.items()}
    return Case(**({"kind": Kind.ISSUE, "number": 1, "opened_at": NOW - timedelta(days=days)} | moments | given))


def change(days: float, **given: Any) -> Case:
    return ago(days, kind=Kind.CHANGE, **given)


def test_the_time_to_an_answer_is_the_median_and_the_nearest_rank_of_nine_tenths() -> None:
    cases = [ago(100, answered=100 - days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 30)]

    found = response(cases, YEAR, MEASURES.hours)

    assert (found.answered, found.waiting, found.closed_unanswered) == (10, 0, 0)
    assert (found.median_hours, found.p90_hours, found.mean_hours) == (5.5 * 24, 9 * 24, 7.5 * 24)
    assert found.half_within_hours == 5 * 24


def test_an_answer_after_a_weekend_came_within_few_office_hours() -> None:
    friday, monday = datetime(2026, 11, 13, 16, tzinfo=UTC), datetime(2026, 11, 16, 10, tzinfo=UTC)
    case = Case(Kind.ISSUE, 1, friday, answered_at=monday)

    found = response([case], YEAR, MEASURES.hours)

    assert (found.median_office_hours, found.median_hours) == (2, 66)


def test_those_that_still_wait_are_not_forgotten() -> None:
    one_lucky = [ago(100, answered=99), *[ago(100, number=number) for number in range(2, 7)]]

    found = response(one_lucky, YEAR, MEASURES.hours)

    assert (found.median_hours, found.waiting, found.half_within_hours) == (24, 5, None)


def test_who_asked_an_hour_ago_does_not_make_a_project_slow_or_fast() -> None:
    slow = [ago(100, answered=60), ago(100, answered=50)]

    before = response(slow, YEAR, MEASURES.hours).half_within_hours
    after = response([*slow, ago(1 / 24)], YEAR, MEASURES.hours).half_within_hours

    assert before == after == 40 * 24


def test_closed_without_an_answer_is_told_apart_from_waiting() -> None:
    found = response([ago(50, closed=40), ago(50)], YEAR, MEASURES.hours)

    assert (found.answered, found.waiting, found.closed_unanswered, found.median_hours) == (0, 1, 1, None)


def test_what_nobody_read_is_neither_answered_nor_waiting() -> None:
    found = response([change(50, are_replies_read=False), change(50, answered=49)], YEAR, MEASURES.hours)

    assert (found.answered, found.waiting, found.not_looked_at, found.half_within_hours) == (1, 0, 1, 24)


def test_changes_closed_and_opened_in_a_window_make_a_ratio() -> None:
    cases = [
        change(400, closed=10),
        change(20, closed=10, merged=10),
        change(30, closed=24),
        change(80),
        change(500, closed=400),
        ago(5, closed=1),
    ]

    found = forge_figures(cases, Window(NOW, 91), ALL, MEASURES).changes

    assert found is not None
    assert (found.opened, found.closed, found.closure_ratio) == (3, 3, Fraction(1))
    assert found.median_days == 10


def test_nothing_opened_has_no_ratio() -> None:
    found = forge_figures([], YEAR, ALL, MEASURES)

    assert found.changes is not None
    assert found.issues is not None
    assert (found.changes.opened, found.changes.closure_ratio, found.issues.median_days) == (0, None, None)


def test_the_backlog_is_what_is_open_now_and_the_share_older_than_a_year() -> None:
    cases = [ago(1), ago(364), ago(365), ago(366), ago(900, closed=1), change(900)]

    found = backlog(cases, Kind.ISSUE, NOW)

    assert (found.open, found.old, found.old_share) == (4, 1, Fraction(1, 4))
    assert backlog([], Kind.ISSUE, NOW).old_share is None


def test_bugs_and_security_go_by_their_labels() -> None:
    cases = [
        ago(100, answered=98, closed=90, labels=("type::Bug",)),
        ago(100, answered=99, labels=("Sicherheit",)),
        ago(100, answered=50, labels=("not a bug",)),
        ago(100, answered=96, closed=95, labels=("kind/bug", "security")),
    ]

    found = forge_figures(cases, YEAR, ALL, MEASURES)

    assert found.bug_response is not None
    assert found.security_response is not None
    assert found.bugs is not None
    assert (found.bug_response.answered, found.bug_response.median_hours) == (2, 3 * 24)
    assert (found.security_response.answered, found.security_response.median_hours) == (2, 2.5 * 24)
    assert found.bugs.median_days == 7.5


def test_the_share_reviewed_is_of_merged_changes() -> None:
    cases = [
        change(9, merged=1, closed=1, is_reviewed=True),
        change(9, merged=2, closed=2, is_reviewed=False),
        change(9, merged=3, closed=3, is_reviewed=True),
        change(9, closed=1, is_reviewed=True),
        change(400, merged=380, closed=380, is_reviewed=False),
    ]

    found = forge_figures(cases, YEAR, ALL, MEASURES).reviews

    assert found is not None
    assert (found.merged, found.looked_at, found.reviewed, found.coverage) == (3, 3, 2, Fraction(2, 3))


def test_reviews_count_only_up_to_the_first_that_nobody_read() -> None:
    merged = {1: False, 2: None, 3: True}
    cases = [change(9, merged=days, closed=days, is_reviewed=is_reviewed) for days, is_reviewed in merged.items()]

    found = forge_figures(cases, YEAR, ALL, MEASURES).reviews
    nothing = forge_figures(cases[1:], YEAR, ALL, MEASURES).reviews

    assert found is not None
    assert nothing is not None
    assert (found.merged, found.looked_at, found.coverage) == (3, 1, Fraction(0))
    assert (nothing.merged, nothing.looked_at, nothing.coverage) == (2, 0, None)


@pytest.mark.parametrize(
    ("visible", "hidden", "shown"),
    [
        (
            Visible(issues=False, changes=False, answers=False),
            {"response", "issues", "changes", "reviews", "bugs"},
            set(),
        ),
        (
            Visible(issues=False, changes=True, answers=True),
            {"issues", "issue_response", "bugs"},
            {"changes", "reviews"},
        ),
        (
            Visible(issues=True, changes=True, answers=False),
            {"response", "reviews", "bug_response"},
            {"issues", "bugs"},
        ),
    ],
)
def test_what_is_not_visible_is_none(visible: Visible, hidden: set[str], shown: set[str]) -> None:
    found = forge_figures([ago(9, answered=8), change(9)], YEAR, visible, MEASURES)

    assert {name for name in hidden | shown if getattr(found, name) is None} == hidden


def test_whether_people_get_an_answer_leaves_out_who_asked_just_now() -> None:
    half = [ago(100, answered=90), ago(100), ago(3)]

    assert are_answered(half, YEAR, ALL, MEASURES) is True
    assert are_answered([*half, ago(60)], YEAR, ALL, MEASURES) is False
    assert are_answered([ago(3)], YEAR, ALL, MEASURES) is None
    assert are_answered(half, YEAR, replace(ALL, answers=False), MEASURES) is None


def test_moments_that_cannot_be_are_left_out_and_told() -> None:
    wrong = [ago(-1), ago(9, closed=10), ago(9, answered=10), ago(9, closed=-1), ago(365 * 40)]

    found = response([], YEAR, MEASURES.hours)

    assert disbelieved([*wrong, ago(9)], NOW) == 5
    assert forge_figures(wrong, YEAR, ALL, MEASURES).response == found
    assert backlog(wrong, Kind.ISSUE, NOW).open == 0


CASES = st.lists(
    st.builds(
        lambda kind, number, opened, closed, answered, merged, read, reviewed, label: ago(
            opened,
            kind=kind,
            number=number,
            closed_at=None if closed is None else NOW - timedelta(days=opened * closed),
            merged_at=NOW - timedelta(days=opened * closed) if merged and closed is not None else None,
            answered_at=None if answered is None else NOW - timedelta(days=opened * answered),
            are_replies_read=read,
            is_reviewed=reviewed,
            labels=(label,),
        ),
        st.sampled_from(Kind),
        st.integers(1, 99),
        st.integers(0, 800),
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 1),
        st.booleans(),
        st.booleans(),
        st.sampled_from([True, False, None]),
        st.sampled_from(["bug", "security", "idea"]),
    ),
    max_size=12,
)


@given(CASES, st.randoms())
def test_the_order_of_tickets_and_what_programs_open_change_nothing(cases: list[Case], chance: random.Random) -> None:
    of_programs = [replace(each, is_by_bot=True) for each in cases]
    other = [*cases, *of_programs]
    chance.shuffle(other)

    def told(of: list[Case]) -> tuple[Any, ...]:
        # Of changes merged in the same moment by the same number, which is one change, reviews may differ here.
        once = {(each.merged_at, each.number, each.is_by_bot): each for each in sorted(of, key=repr)}.values()
        kept = [each for each in of if each in once]
        return forge_figures(kept, YEAR, ALL, MEASURES), backlog(kept, Kind.CHANGE, NOW)

    assert told(cases) == told(other)


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_to_wait_longer_never_makes_a_project_faster(answered: list[int], waiting: list[int]) -> None:
    now = half_within(answered, waiting)
    later = half_within(answered, [each + 1 for each in waiting])

    assert later is None or (now is not None and now <= later)
    assert half_within(answered, []) == (sorted(answered)[(len(answered) - 1) // 2] if answered else None)


ROME = OfficeHours(MEASURES.hours.weekdays, MEASURES.hours.opens, MEASURES.hours.closes, ZoneInfo("Europe/Rome"))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-16T10:00+01:00", "2026-11-16T12:30+01:00", 2.5),
        ("2026-11-16T03:00+01:00", "2026-11-16T23:00+01:00", 8),
        ("2026-11-14T10:00+01:00", "2026-11-15T12:00+01:00", 0),
        ("2026-11-16T16:00+01:00", "2026-11-17T10:00+01:00", 2),
        ("2026-11-02T09:00+01:00", "2026-11-30T09:00+01:00", 160),
        ("2026-11-16T12:00+01:00", "2026-11-16T10:00+01:00", 0),
        # The clock goes back an hour in the night of a Sunday.
        ("2026-10-23T16:00+02:00", "2026-10-26T10:00+01:00", 2),
    ],
)
def test_office_hours_are_those_between_nine_and_five_on_weekdays(start: str, end: str, hours: float) -> None:
    assert hours_between(datetime.fromisoformat(start), datetime.fromisoformat(end), ROME) == hours


@given(st.integers(0, 1_000_000), st.lists(st.integers(0, 100_000), max_size=4))
def test_office_hours_of_parts_add_up(start: int, minutes: list[int]) -> None:
    ends = [NOW - timedelta(minutes=start)]
    for each in minutes:
        ends.append(ends[-1] + timedelta(minutes=each))

    parts = sum(hours_between(one, other, MEASURES.hours) for one, other in pairwise(ends))

    assert parts == pytest.approx(hours_between(ends[0], ends[-1], MEASURES.hours), abs=1e-4)

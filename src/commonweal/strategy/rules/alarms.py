"""What calls for somebody: money that ends, nobody who answers for it, days that passed (version: alarms 1).

Source: our own; thresholds stand in packs/watch.yaml. What nobody knows is never an alarm and never all right: pages
say "not known".
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

VERSION = "alarms 1"


class AlarmKind(StrEnum):
    """What is the matter; the gravest first."""

    FUNDING_ENDED = "funding_ended"
    FUNDING_ENDS = "funding_ends"
    NO_FUNDING_PLAN = "no_funding_plan"
    UNOWNED = "unowned"
    ONE_PERSON = "one_person"
    REVIEW_OVERDUE = "review_overdue"
    MILESTONE_LATE = "milestone_late"
    STRATEGY_ENDED = "strategy_ended"
    STRATEGY_REVIEW_OVERDUE = "strategy_review_overdue"
    ACTION_LATE = "action_late"
    ACTION_UNOWNED = "action_unowned"
    TEAM_SHORT = "team_short"
    TEAM_LEAVES = "team_leaves"


@dataclass(frozen=True, slots=True)
class Terms:
    """From when on something is an alarm: days before the money ends, the month by which a plan is due, people."""

    funding_days: int
    plan_month: int
    least_people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What is known of an initiative; None and "" are not known."""

    registered_on: date
    started_on: date | None = None
    funding_ends_on: date | None = None
    has_funding_plan: bool = False
    owner_name: str = ""
    people_count: int | None = None
    review_on: date | None = None
    ended_on: date | None = None
    milestones_open: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is the matter, and the day it is about."""

    kind: AlarmKind
    on: date


def alarms_of_initiative(running: Running, terms: Terms, today: date) -> tuple[Alarm, ...]:
    """Give what calls for somebody, the gravest first; nothing where the initiative has ended.

    >>> known = Running(registered_on=date(2026, 1, 1), funding_ends_on=date(2026, 3, 1), owner_name="A. Rossi")
    >>> [each.kind.value for each in alarms_of_initiative(known, Terms(60, 18, 2), date(2026, 1, 10))]
    ['funding_ends']
    """
    if running.ended_on is not None and running.ended_on <= today:
        return ()
    found = [*_of_funding(running, terms, today), *_of_people(running, terms)]
    if running.review_on is not None and running.review_on < today:
        found.append(Alarm(AlarmKind.REVIEW_OVERDUE, running.review_on))
    found += [Alarm(AlarmKind.MILESTONE_LATE, day) for day in running.milestones_open if day < today]
    order = list(AlarmKind)
    return tuple(sorted(found, key=lambda alarm: (order.index(alarm.kind), alarm.on)))


def alarms_of_strategy(review_on: date | None, ends_on: date | None, today: date) -> tuple[Alarm, ...]:
    """Give what calls for somebody at a strategy that stands."""
    found = []
    if ends_on is not None and ends_on < today:
        found.append(Alarm(AlarmKind.STRATEGY_ENDED, ends_on))
    if review_on is not None and review_on < today:
        found.append(Alarm(AlarmKind.STRATEGY_REVIEW_OVERDUE, review_on))
    return tuple(found)


def alarms_of_action(due_on: date | None, owner_name: str, planned_on: date, today: date) -> tuple[Alarm, ...]:
    """Give what calls for somebody at an action that is open."""
    found = []
    if due_on is not None and due_on < today:
        found.append(Alarm(AlarmKind.ACTION_LATE, due_on))
    if not owner_name.strip():
        found.append(Alarm(AlarmKind.ACTION_UNOWNED, planned_on))
    return tuple(found)


def month_after(day: date, months: int) -> date:
    """Give the day so many months later; the last of the month where that day does not exist, the last of all days
    where the calendar ends.

    >>> month_after(date(2025, 8, 31), 18)
    datetime.date(2027, 2, 28)
    """
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _of_funding(running: Running, terms: Terms, today: date) -> list[Alarm]:
    found = []
    ends = running.funding_ends_on
    if ends is not None and ends < today:
        found.append(Alarm(AlarmKind.FUNDING_ENDED, ends))
    elif ends is not None and ends <= today + timedelta(days=terms.funding_days):
        found.append(Alarm(AlarmKind.FUNDING_ENDS, ends))
    if running.started_on is not None and not running.has_funding_plan:
        due = month_after(running.started_on, terms.plan_month)
        if due <= today:
            found.append(Alarm(AlarmKind.NO_FUNDING_PLAN, due))
    return found


def _of_people(running: Running, terms: Terms) -> list[Alarm]:
    found = []
    if not running.owner_name.strip():
        found.append(Alarm(AlarmKind.UNOWNED, running.registered_on))
    if running.people_count is not None and running.people_count < terms.least_people:
        found.append(Alarm(AlarmKind.ONE_PERSON, running.registered_on))
    return found

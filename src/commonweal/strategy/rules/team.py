"""Who is there, what is planned, and in which month it is too much (version: team 1).

Source: our own. The effort of an open action is spread evenly over the days from today to the day it is due; what is
late falls on today. Time is counted in whole hundredths of a day, so that the months sum to the effort. An action
without effort, owner or day is counted apart: it is not known, and not nothing.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

VERSION = "team 1"
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody is there, for so many hundredths of a day a month; None is not known."""

    from_on: date | None
    until_on: date | None
    monthly: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team, or a post to be filled; `key` names them for a machine."""

    key: str
    is_hired: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An open action: whose it is ("" for nobody), its effort in hundredths of a day, its day; None is not known."""

    id: int
    owner: str
    effort: int | None
    due_on: date | None


class State(StrEnum):
    """How what is planned for a month fits those who are there."""

    NOTHING = "nothing"
    ENOUGH = "enough"
    TOO_MUCH = "too_much"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cell:
    """A month: hundredths of days planned and there; where `is_room_known` is False, there may be more room."""

    month: date
    planned: int
    room: int
    is_room_known: bool
    state: State

    def lacks(self, hundredths: int) -> bool:
        """Whether at least so many hundredths of days are missing; what is not known is not missing."""
        return self.state in {State.TOO_MUCH, State.NOBODY} and self.planned - self.room >= hundredths


@dataclass(frozen=True, slots=True)
class Row:
    """A person's months, and what is planned after the last of them. `is_in_team` is False for owners from outside."""

    key: str
    is_in_team: bool
    cells: tuple[Cell, ...]
    later: int


@dataclass(frozen=True, slots=True)
class Apart:
    """An action that no month can be given, and what it lacks: "owner", "effort", "day"."""

    task: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The team as a whole, everybody's row, and the actions that are counted apart."""

    total: Row
    rows: tuple[Row, ...]
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of somebody, the actions that nobody sees to after it, and whether the team ends with it."""

    on: date
    key: str
    left: tuple[int, ...]
    is_last: bool


def load(people: Sequence[Person], tasks: Iterable[Task], today: date, months: int = MONTHS) -> Load:
    """Give what is planned for each person and month against the time that is there.

    The team's own row counts what its people have to do against the time of those who are hired.
    """
    known, apart = _sorted(tasks)
    planned: dict[str, list[list[int]]] = defaultdict(list)
    for task in known:
        planned[task.owner].append(spread(task.effort or 0, task.due_on or today, today, months))
    shown = _months(today, months)
    rows = [_row(person, planned[person.key], shown, today, is_in_team=True) for person in people]
    members = {person.key for person in people}
    strangers = [
        Person(key, is_hired=True, spans=(Span(None, None, None),)) for key in sorted(planned) if key not in members
    ]
    outside = [_row(person, planned[person.key], shown, today, is_in_team=False) for person in strangers]
    cells = tuple(_sum(month, [row.cells[place] for row in rows]) for place, month in enumerate(shown))
    total = Row("", is_in_team=True, cells=cells, later=sum(row.later for row in rows))
    return Load(total, (*rows, *outside), apart)


def spread(effort: int, due_on: date, today: date, months: int) -> list[int]:
    """Give the part of an effort for each of so many months from this one on, and last what comes after them.

    The parts sum to the effort.

    >>> spread(300, date(2026, 12, 10), date(2026, 11, 21), 3)
    [150, 150, 0, 0]
    """
    days = (max(due_on, today) - today).days + 1
    parts, given = [], 0
    for month in _months(today, months):
        done = min(days, (_last_of(month) - today).days + 1)
        parts.append(effort * done // days - given)
        given += parts[-1]
    return [*parts, effort - given]


def room(spans: Iterable[Span], month: date, today: date) -> tuple[int, bool]:
    """Give the hundredths of days that are there in what is left of a month, and whether that is all.

    >>> room([Span(None, date(2026, 11, 25), 600)], date(2026, 11, 1), date(2026, 11, 21))
    (100, True)
    """
    first, last = max(month, today), _last_of(month)
    found, is_known = 0, True
    for span in spans:
        begins, ends = max(first, span.from_on or first), min(last, span.until_on or last)
        days = (ends - begins).days + 1
        if days <= 0:
            continue
        if span.monthly is None:
            is_known = False
        else:
            found += span.monthly * days // last.day
    return found, is_known


def endings(people: Iterable[Person], tasks: Iterable[Task], today: date) -> tuple[Ending, ...]:
    """Give when somebody's time ends and what nobody sees to after it, the first first.

    An end that passed is named as long as something is left. An action without a day is left as well.
    """
    of_person: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        of_person[task.owner].append(task)
    hired = [person for person in people if person.is_hired]
    lasts = {person.key: _end(person.spans) for person in hired}
    whole_end = max((day for day in lasts.values() if day), default=None) if all(lasts.values()) else None
    found = []
    for key, last in lasts.items():
        if last is None:
            continue
        left = tuple(task.id for task in of_person[key] if task.due_on is None or task.due_on > last or last < today)
        if left or last >= today:
            found.append(Ending(last, key, left, last == whole_end))
    return tuple(sorted(found, key=lambda each: (each.on, each.key)))


def short_from(found: Load, months: int, missing: int = 1) -> date | None:
    """Give the first of so many months in which the team lacks so many hundredths of days; None where it does not.

    What is not known never makes it short.
    """
    short = (cell.month for cell in found.total.cells[:months] if cell.lacks(missing))
    return next(short, None)


def _sorted(tasks: Iterable[Task]) -> tuple[list[Task], tuple[Apart, ...]]:
    known, apart = [], []
    for task in tasks:
        has = {"owner": bool(task.owner), "effort": task.effort is not None, "day": task.due_on is not None}
        lacks = tuple(name for name, is_there in has.items() if not is_there)
        if lacks:
            apart.append(Apart(task.id, lacks))
        else:
            known.append(task)
    return known, tuple(sorted(apart, key=lambda each: each.task))


def _row(
    person: Person, parts: Sequence[Sequence[int]], shown: Sequence[date], today: date, *, is_in_team: bool
) -> Row:
    spans = person.spans if person.is_hired else ()
    sums = [sum(part[place] for part in parts) for place in range(len(shown) + 1)]
    cells = (_cell(month, planned, room(spans, month, today)) for month, planned in zip(shown, sums, strict=False))
    return Row(person.key, is_in_team, tuple(cells), sums[-1])


def _sum(month: date, cells: Sequence[Cell]) -> Cell:
    there = sum(cell.room for cell in cells), all(cell.is_room_known for cell in cells)
    return _cell(month, sum(cell.planned for cell in cells), there)


def _cell(month: date, planned: int, there: tuple[int, bool]) -> Cell:
    days, is_known = there
    if not planned:
        state = State.NOTHING
    elif planned <= days:
        state = State.ENOUGH
    elif not is_known:
        state = State.UNKNOWN
    else:
        state = State.TOO_MUCH if days else State.NOBODY
    return Cell(month, planned, days, is_known, state)


def _end(spans: Iterable[Span]) -> date | None:
    """The last day; None where one span has no end."""
    days = [span.until_on for span in spans]
    return max((day for day in days if day), default=None) if all(days) else None


def _months(today: date, count: int) -> list[date]:
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append(_next(found[-1]))
    return found


def _last_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _next(month: date) -> date:
    return _last_of(month) + timedelta(days=1)

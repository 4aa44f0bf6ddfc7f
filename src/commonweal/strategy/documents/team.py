"""The team and its load in words and figures: what the page, the table and the programs read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from commonweal.strategy.documents.words import shown
from commonweal.strategy.models import PaidBy, TeamMember
from commonweal.strategy.queries.team import TeamLoad
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.rules.team import Cell, Row, State

SHORT = frozenset({State.TOO_MUCH, State.NOBODY})
COLUMNS = ("month", "who", "in_team", "planned_days", "days_there", "more_days_may_be_there", "state")


@dataclass(frozen=True, slots=True)
class MonthWords:
    """A month as people read it; `is_bad` where as much time is missing as the pack calls an alarm.

    `is_empty` is a month in which nothing is planned.
    """

    month: str
    planned: str
    there: str
    words: str
    is_bad: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Somebody's months as people read them: who, in one sentence how it stands, and what comes after the months."""

    name: str
    summary: str
    months: tuple[MonthWords, ...]
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Left:
    """An end in a sentence, and the actions that nobody sees to after it: (title, address)."""

    sentence: str
    actions: tuple[tuple[str, str], ...]


def months_of_team(found: TeamLoad, today: date) -> list[MonthWords]:
    """The months of the whole team; each names those for whom it is too much."""
    rows = [row for row in found.load.rows if row.is_in_team]
    return [
        _month(cell, today, [name_of_key(found, row.key) for row in rows if _is_bad(row.cells[place])])
        for place, cell in enumerate(found.load.total.cells)
    ]


def people_of_team(found: TeamLoad, today: date) -> list[PersonWords]:
    """Everybody's months."""
    return [_person(found, row, today) for row in found.load.rows]


def ends_of_team(found: TeamLoad, today: date) -> list[Left]:
    """What ends, and what nobody sees to then."""
    return [
        Left(_end_words(found, place, today), tuple((str(one), one.get_absolute_url()) for one in left))
        for place, each in enumerate(found.endings)
        for left in [[found.actions[pk] for pk in each.left]]
    ]


def apart_of_team(found: TeamLoad) -> list[tuple[str, str, str]]:
    """The actions that no month can be given: title, address, and what they lack."""
    words = {"owner": _("who sees to it"), "effort": _("effort in days"), "day": _("a day")}
    return [
        (str(action), action.get_absolute_url(), ", ".join(words[name] for name in each.lacks))
        for each in found.load.apart
        for action in [found.actions[each.task]]
    ]


def payer_of(member: TeamMember) -> str:
    """Who pays for somebody, in words."""
    if member.paid_by == PaidBy.INITIATIVE:
        said = _("%(initiative)s (money until: %(day)s)")
        return said % {"initiative": member.initiative, "day": shown(member.paid_until)}
    if member.paid_by == PaidBy.FUNDING and member.funding:
        return member.funding
    return str(member.get_paid_by_display())


def name_of_key(found: TeamLoad, key: str) -> str:
    """Somebody's name; a post to be filled says so."""
    name = found.names[key]
    members = found.members.get(key)
    if members is None:
        return _("%(name)s (not in the team)") % {"name": name}
    return name if members[0].name else _("%(role)s (to be hired)") % {"role": name}


def rows_of_load(found: TeamLoad) -> Iterator[tuple[object, ...]]:
    """A row for each month and person, with the same figures as on the page."""
    for row in found.load.rows:
        for cell in row.cells:
            days = (cell.planned / 100, cell.room / 100, not cell.is_room_known)
            yield (cell.month.isoformat()[:7], name_of_key(found, row.key), row.is_in_team, *days, cell.state.value)


def load_as_json(found: TeamLoad) -> dict[str, Any]:
    """The same for programs, with the ends and what is counted apart."""
    return {
        "rule": rule_words(),
        "months": [dict(zip(COLUMNS, row, strict=True)) for row in rows_of_load(found)],
        "later": {name_of_key(found, row.key): row.later / 100 for row in found.load.rows if row.later},
        "ends": [
            {
                "who": name_of_key(found, each.key),
                "on": each.on.isoformat(),
                "left": [str(found.actions[pk]) for pk in each.left],
                "team_ends": each.is_last,
            }
            for each in found.endings
        ],
        "counted_apart": [
            {"action": str(found.actions[each.task]), "lacks": list(each.lacks)} for each in found.load.apart
        ],
    }


def rule_words() -> str:
    """How the months are counted."""
    return _(
        "The effort of an open action is spread evenly over the days from today to the day it is due; what is late "
        "falls on today. An action is of whoever has the name that is written there, or else the role, if one person "
        "has it. Somebody's days are those of each month in which they are there and paid."
    )


def days_of(hundredths: int) -> str:
    """Hundredths of days as people write days: tenths at most, and nothing only where there is nothing.

    >>> days_of(249), days_of(203), days_of(2), days_of(0)
    ('2.5', '2', '0.1', '0')
    """
    tenths = max((hundredths + 5) // 10, 1) if hundredths > 0 else 0
    return number_format(Decimal(tenths) / 10, decimal_pos=1 if tenths % 10 else 0)


def _is_bad(cell: Cell) -> bool:
    return cell.lacks(watch_pack().team_missing_days * 100)


def _read_state(cell: Cell) -> State:
    """How a month stands for people: what reads as equal fits."""
    reads_equal = cell.state == State.TOO_MUCH and days_of(cell.planned) == days_of(cell.room)
    return State.ENOUGH if reads_equal else cell.state


def _person(found: TeamLoad, row: Row, today: date) -> PersonWords:
    short = sum(_read_state(cell) in SHORT for cell in row.cells)
    if short:
        summary = _("too much in %(bad)s of %(all)s months") % {"bad": short, "all": len(row.cells)}
    elif any(cell.state == State.UNKNOWN for cell in row.cells):
        summary = _("whether the time is there is not known")
    else:
        summary = _("the time is there") if any(cell.planned for cell in row.cells) else _("nothing planned")
    if row.later:
        summary += "; " + _("%(days)s days after these months") % {"days": days_of(row.later)}
    months = tuple(_month(cell, today, []) for cell in row.cells)
    return PersonWords(name_of_key(found, row.key), summary, months, any(map(_is_bad, row.cells)))


def _month(cell: Cell, today: date, burdened: list[str]) -> MonthWords:
    name = date_format(cell.month, "F Y")
    is_now = cell.month <= today
    there = days_of(cell.room)
    if not cell.is_room_known:
        there = _("%(days)s, and some that are not known") % {"days": there} if cell.room else _("not known")
    return MonthWords(
        _("rest of %(month)s") % {"month": name} if is_now and today.day > 1 else name,
        days_of(cell.planned),
        there,
        _state_words(cell, burdened),
        _is_bad(cell) or bool(burdened),
        not cell.planned,
    )


def _state_words(cell: Cell, burdened: list[str]) -> str:
    state, missing = _read_state(cell), {"days": days_of(cell.planned - cell.room)}
    words = {
        State.NOTHING: _("nothing planned"),
        State.ENOUGH: _("enough time"),
        State.TOO_MUCH: _("too much: %(days)s days are missing") % missing,
        State.NOBODY: _("nobody is there: %(days)s days are missing") % missing,
        State.UNKNOWN: _("whether the time is there is not known"),
    }[state]
    if not burdened:
        return words
    names = {"names": ", ".join(burdened)}
    if state == State.ENOUGH:
        return _("enough time in all, but too much for: %(names)s") % names
    return f"{words}; " + _("too much for: %(names)s") % names


def _end_words(found: TeamLoad, place: int, today: date) -> str:
    each = found.endings[place]
    last = max(found.members[each.key], key=lambda member: member.there_until or date.max)
    said = {"day": shown(each.on), "who": name_of_key(found, each.key), "payer": last.initiative}
    if last.paid_until == each.on:
        words = _("The money for %(who)s ends on %(day)s: %(payer)s.") % said
    elif each.on < today:
        words = _("The time of %(who)s ended on %(day)s.") % said
    else:
        words = _("The time of %(who)s ends on %(day)s.") % said
    if each.is_last:
        words += " " + _("After %(day)s nobody is left in the team.") % said
    if each.left:
        words += " " + _("After %(day)s nobody is left for:") % said
    return words

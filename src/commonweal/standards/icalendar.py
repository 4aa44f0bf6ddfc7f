"""Days for calendar programs.

Source: RFC 5545 (iCalendar): all-day events (section 3.6.1), alarms (3.6.6), text (3.3.11), lines of 75 octets (3.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something on a day; the same `uid` moves it in programs that have it already. Reminders so many days before."""

    uid: str
    on: date
    summary: str
    note: str = ""
    reminded_days: tuple[int, ...] = ()


def icalendar(days: Iterable[CalendarDay], *, name: str, about: str, now: datetime) -> str:
    """An iCalendar of all-day events; `about` names in English what they are of. `now` is in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Commonweal//{about}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        *(line for each in days for line in _event(each, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(day: CalendarDay, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{day.uid}", f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{_day(day.on)}")
    if day.on < date.max:  # without an end, an event on a day lasts that day
        yield f"DTEND;VALUE=DATE:{_day(day.on + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(day.summary)}"
    if day.note:
        yield f"DESCRIPTION:{_escaped(day.note)}"
    yield from ("CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT")
    for days in day.reminded_days:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(day.summary)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _day(day: date) -> str:
    """Four digits of the year, which strftime does not give on every system."""
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends are written with a backslash."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never through a letter; those after the first begin with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece

"""The dates of contracts for calendar programs.

Source: RFC 5545 (iCalendar): all-day events (section 3.6.1), alarms (3.6.6), text (3.3.11), lines of 75 octets (3.1).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonweal.usage.queries import Dated

REMINDED_DAYS = (90, 30, 7)  # so many days before the last day for notice


def calendar_of(dated: Iterable[Dated], *, name: str, host: str, now: datetime) -> str:
    """An iCalendar with an event for each last day of notice, with alarms, and each end; `host` makes the UIDs ours.

    The same contract has the same UIDs for ever, so that programs move events instead of doubling them.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Commonweal//Contracts//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        *(line for one in dated for line in _events(one, host, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _events(one: Dated, host: str, now: datetime) -> Iterator[str]:
    contract, standing = one.contract, one.standing
    who = contract.supplier_words or _("supplier not known")
    words = {"title": contract.title, "supplier": who}
    if standing.notice_on is not None:
        summary = _("Last day to give notice: %(title)s (%(supplier)s)") % words
        note = _("This date is computed: the contract has prolonged itself.") if standing.is_computed else ""
        yield from _event(
            f"contract-{contract.pk}-notice@{host}", standing.notice_on, summary, note, now, REMINDED_DAYS
        )
    if standing.ends_on is not None:
        summary = _("Contract ends: %(title)s (%(supplier)s)") % words
        yield from _event(f"contract-{contract.pk}-end@{host}", standing.ends_on, summary, "", now, ())


def _event(
    uid: str, day: date, summary: str, note: str, now: datetime, reminded_days: tuple[int, ...]
) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    if note:
        yield f"DESCRIPTION:{_escaped(note)}"
    yield from ("CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT")
    for days in reminded_days:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(summary)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        )
    yield "END:VEVENT"


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

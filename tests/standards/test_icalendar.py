"""Days for calendar programs: what RFC 5545 asks of lines, texts and days."""

from datetime import UTC, date, datetime

from commonweal.standards.icalendar import CalendarDay, icalendar

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def _lines(*days: CalendarDay) -> list[str]:
    return icalendar(days, name="Borgo, strategy", about="Plan", now=NOW).split("\r\n")


def test_a_day_lasts_until_the_next_and_its_text_is_escaped() -> None:
    lines = _lines(CalendarDay("plan-1@b.example", date(2026, 12, 31), "Ten towns; one, two\nthree"))

    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert r"SUMMARY:Ten towns\; one\, two\nthree" in lines
    assert r"X-WR-CALNAME:Borgo\, strategy" in lines


def test_the_last_of_all_days_has_no_next() -> None:
    lines = _lines(CalendarDay("plan-1@b.example", date.max, "End"))

    assert "DTSTART;VALUE=DATE:99991231" in lines
    assert not any(line.startswith("DTEND") for line in lines)


def test_no_line_is_longer_than_75_octets() -> None:
    lines = _lines(CalendarDay("plan-1@b.example", date(2026, 1, 1), "Überprüfung " * 30, reminded_days=(7,)))

    assert all(len(line.encode()) <= 75 for line in lines)
    assert "TRIGGER:-P7D" in lines

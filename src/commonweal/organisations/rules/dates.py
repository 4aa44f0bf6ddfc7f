"""Dates as far as they are known."""

from datetime import date


def read_date(text: str) -> tuple[date | None, str]:
    """A date known to the year, the month or the day (ISO 8601), as its first day and "year", "month" or "day".

    >>> read_date("2020-10")
    (datetime.date(2020, 10, 1), 'month')
    """
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None, "day"
    return date(*[*parts, 1, 1][:3]), ("year", "month", "day")[len(parts) - 1]


def written_date(day: date | None, known_to: str) -> str:
    """The date as far as it is known; "" for none.

    >>> written_date(date(2020, 10, 1), "month")
    '2020-10'
    """
    return "" if day is None else day.isoformat()[: {"year": 4, "month": 7}.get(known_to, 10)]

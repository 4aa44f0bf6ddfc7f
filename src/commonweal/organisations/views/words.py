"""Dates as the reader's language writes them."""

from datetime import date

from django.utils.formats import date_format

FORMATS = {"year": "Y", "month": "YEAR_MONTH_FORMAT"}


def shown_date(day: date | None, known_to: str) -> str:
    """The date as far as it is known; "" for none."""
    return date_format(day, FORMATS.get(known_to, "DATE_FORMAT")) if day else ""

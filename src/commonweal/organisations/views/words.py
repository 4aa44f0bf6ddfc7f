"""Countries and dates as the reader's language writes them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from commonweal.standards import countries

FORMATS = {"year": "Y", "month": "YEAR_MONTH_FORMAT"}


def country_name(code: str) -> str:
    """The country's name in the reader's language; "" for none."""
    return countries.name(code, get_language() or "en")


def shown_date(day: date | None, known_to: str) -> str:
    """The date as far as it is known; "" for none."""
    return date_format(day, FORMATS.get(known_to, "DATE_FORMAT")) if day else ""

"""Sums of money as pages write them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SYMBOLS = {"EUR": "€"}


def sum_in_words(cents: int | None, currency: str) -> str:
    """A sum as the reader's country writes numbers; without cents where there are none, "not known" for None."""
    if cents is None:
        return _("not known")
    places = 2 if cents % 100 else 0
    number = number_format(abs(Decimal(cents)) / 100, decimal_pos=places, force_grouping=True)
    sign = "−" if cents < 0 else ""
    return f"{sign}{number} {SYMBOLS.get(currency, currency)}"


def whole(cents: int | None) -> int | None:
    """The cents of a sum rounded to whole units of its currency, halves away from nought; None stays None.

    >>> whole(1211766), whole(-50), whole(None)
    (1211800, -100, None)
    """
    if cents is None:
        return None
    rounded = (abs(cents) + 50) // 100 * 100
    return -rounded if cents < 0 else rounded

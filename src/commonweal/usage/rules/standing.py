"""Where a claim of use stands today: what the body said holds for a time, then it must be said again.

Source: own judgement, because lists that nobody looks after rot; the months are those of packs/claims.yaml.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How far a claim can be relied on."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"
    ENDED = "ended"


def standing(*, is_ended: bool, is_denied: bool, expires_on: date | None, today: date) -> Standing:
    """Where a claim stands; a confirmation holds to the end of the day on which it expires.

    >>> standing(is_ended=False, is_denied=False, expires_on=date(2026, 1, 1), today=date(2026, 1, 1)).value
    'confirmed'
    """
    if is_denied:
        return Standing.DENIED
    if is_ended:
        return Standing.ENDED
    return Standing.CONFIRMED if expires_on is not None and today <= expires_on else Standing.UNCONFIRMED


def unconfirmed_since(*, stated_on: date, expires_on: date | None) -> date:
    """The day from which nobody vouches for a claim: when its confirmation ran out, else when it was made."""
    return expires_on if expires_on is not None else stated_on


def later(day: date, months: int) -> date:
    """The same day so many months later or, below 0, earlier; the last of a shorter month.

    >>> later(date(2024, 2, 29), 12), later(date(2026, 1, 31), 1), later(date(2026, 1, 15), -2)
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 28), datetime.date(2025, 11, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_years(since: date, today: date) -> int:
    """How many full years have passed; 0 for a day to come.

    >>> full_years(date(2020, 1, 14), date(2026, 1, 13)), full_years(date(2020, 1, 14), date(2026, 1, 14))
    (5, 6)
    """
    return max(0, today.year - since.year - ((today.month, today.day) < (since.month, since.day)))


def is_stale(since: date, today: date, *, stale_months: int) -> bool:
    """Whether nobody has vouched for so long that the claim is out of date.

    >>> is_stale(date(2020, 1, 14), date(2026, 11, 22), stale_months=60)
    True
    """
    return later(since, stale_months) <= today

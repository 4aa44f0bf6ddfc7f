"""Where a contract stands on a day: when it ends, by when notice must be given, what it did by itself.

The papers give one end and one last day for notice. A contract that prolongs itself moves both by its months, again and
again; these later dates are computed and said to be so.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

AUTOMATIC = "automatic"


class State(StrEnum):
    """What matters about a contract on a day."""

    TERMINATED = "terminated"
    ENDED = "ended"
    NOTICE_DUE = "notice-due"
    NOTICE_PASSED = "notice-passed"
    RUNNING = "running"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The dates of a contract as its papers have them; None is not known. `terminated_on` is its last day by notice."""

    starts_on: date | None = None
    ends_on: date | None = None
    notice_on: date | None = None
    renewal: str = ""
    renewal_months: int | None = None
    terminated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A contract on a day: the end of its present term, and the next last day for notice, each None if not known.

    `missed_on` is the day for notice that passed in this term. `has_prolonged` says that it did so by itself, and
    `is_computed` that the next day for notice is not in the papers but follows from them.
    """

    state: State
    ends_on: date | None = None
    notice_on: date | None = None
    missed_on: date | None = None
    has_prolonged: bool = False
    is_computed: bool = False


def standing(terms: Terms, on: date) -> Standing:
    """Where a contract with these terms stands on a day."""
    if terms.terminated_on is not None:
        return Standing(state=State.TERMINATED, ends_on=terms.terminated_on)
    if terms.ends_on is not None and terms.ends_on < on:
        if terms.renewal != AUTOMATIC:
            return Standing(state=State.ENDED, ends_on=terms.ends_on)
        if not terms.renewal_months:
            return Standing(state=State.RUNNING, has_prolonged=True)
    return _running(terms, _prolongations(terms, on), on)


def shift_months(day: date, months: int) -> date:
    """The day so many months later; the last day of a month stays the last.

    >>> shift_months(date(2026, 9, 30), 6), shift_months(date(2026, 1, 30), 1)
    (datetime.date(2027, 3, 31), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def _prolongations(terms: Terms, on: date) -> int:
    """How often a contract prolonged itself before a day."""
    if terms.ends_on is None or not terms.renewal_months or terms.renewal != AUTOMATIC:
        return 0
    times = 0
    while shift_months(terms.ends_on, times * terms.renewal_months) < on:
        times += 1
    return times


def _running(terms: Terms, times: int, on: date) -> Standing:
    months = terms.renewal_months or 0
    ends = shift_months(terms.ends_on, times * months) if terms.ends_on else None
    if terms.notice_on is None:
        is_known = terms.starts_on is not None or ends is not None
        state = State.RUNNING if is_known else State.UNKNOWN
        return Standing(state=state, ends_on=ends, has_prolonged=times > 0)
    notice = shift_months(terms.notice_on, times * months)
    if notice >= on:
        return Standing(
            state=State.NOTICE_DUE, ends_on=ends, notice_on=notice, has_prolonged=times > 0, is_computed=times > 0
        )
    goes_on = terms.renewal == AUTOMATIC and months > 0 and terms.ends_on is not None
    return Standing(
        state=State.NOTICE_PASSED,
        ends_on=ends,
        notice_on=_notice_after(terms.notice_on, times, months, on) if goes_on else None,
        missed_on=notice,
        has_prolonged=times > 0,
        is_computed=goes_on,
    )


def _notice_after(notice_on: date, times: int, months: int, on: date) -> date:
    while shift_months(notice_on, times * months) < on:
        times += 1
    return shift_months(notice_on, times * months)

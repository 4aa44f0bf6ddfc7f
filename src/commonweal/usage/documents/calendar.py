"""The dates of contracts for calendar programs."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from commonweal.standards.icalendar import CalendarDay, icalendar
from commonweal.usage.queries import Dated

REMINDED_DAYS = (90, 30, 7)  # so many days before the last day for notice


def calendar_of(dated: Iterable[Dated], *, name: str, host: str, now: datetime) -> str:
    """An iCalendar with an event for each last day of notice, with alarms, and each end; `host` makes the UIDs ours.

    The same contract has the same UIDs for ever, so that programs move events instead of doubling them.
    """
    days = (day for one in dated for day in _days(one, host))
    return icalendar(days, name=name, about="Contracts", now=now)


def _days(one: Dated, host: str) -> Iterator[CalendarDay]:
    contract, standing = one.contract, one.standing
    who = contract.supplier_words or _("supplier not known")
    words = {"title": contract.title, "supplier": who}
    if standing.notice_on is not None:
        summary = _("Last day to give notice: %(title)s (%(supplier)s)") % words
        note = _("This date is computed: the contract has prolonged itself.") if standing.is_computed else ""
        yield CalendarDay(f"contract-{contract.pk}-notice@{host}", standing.notice_on, summary, note, REMINDED_DAYS)
    if standing.ends_on is not None:
        summary = _("Contract ends: %(title)s (%(supplier)s)") % words
        yield CalendarDay(f"contract-{contract.pk}-end@{host}", standing.ends_on, summary)

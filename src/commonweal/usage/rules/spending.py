"""What a body pays whom in a year: shares, concentration, how much of it is caught; by currency, never mixed.

Source: Herfindahl-Hirschman index, the sum of squared shares of spending; 1 (or 10,000) is a single supplier.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What one contract costs in a year; None is not known. `supplier` tells suppliers apart, "" is not known."""

    supplier: str
    name: str
    currency: str
    cents: int | None
    lock_in: float | None = None
    is_local: bool | None = None
    is_small: bool | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """How much of the spending has a property: cents with it, cents without, cents of which that is not known."""

    yes: int
    no: int
    unknown: int

    @property
    def known_share(self) -> float | None:
        """The part of everything of which that is known; None where there is nothing."""
        whole = self.yes + self.no + self.unknown
        return (self.yes + self.no) / whole if whole else None

    @property
    def share(self) -> float | None:
        """The part with it of what is known; None where nothing is."""
        return self.yes / (self.yes + self.no) if self.yes + self.no else None


@dataclass(frozen=True, slots=True)
class SupplierSpending:
    """What a supplier gets, and its share of all spending in the currency."""

    supplier: str
    name: str
    cents: int
    contract_count: int
    share: float


@dataclass(frozen=True, slots=True)
class Spending:
    """A year in one currency; suppliers by what they get, the largest first.

    `hhi` runs from 0 to 1 (times 10,000 as authorities write it). Contracts whose cost is not known are only counted.
    """

    currency: str
    total_cents: int
    suppliers: tuple[SupplierSpending, ...]
    top_share: float | None
    hhi: float | None
    unknown_cost_count: int
    caught: Part
    local: Part
    small: Part


def spending(payments: Iterable[Payment], *, caught_from: float) -> list[Spending]:
    """The payments of a year added up, a report for each currency, in the order of their codes.

    A contract counts as caught from the lock-in index `caught_from` on.
    """
    by_currency: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        by_currency[payment.currency].append(payment)
    return [_in_one_currency(currency, by_currency[currency], caught_from) for currency in sorted(by_currency)]


def cents_in_year(yearly_cents: int, starts_on: date | None, ends_on: date | None, year: int) -> int:
    """What a yearly cost comes to in a calendar year, by the days on which the contract runs; half a cent rounds up.

    An unknown start or end is taken to lie outside the year.

    >>> cents_in_year(36500, date(2026, 1, 1), date(2026, 1, 31), 2026)
    3100
    """
    days = days_in_year(starts_on, ends_on, year)
    length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return (2 * yearly_cents * days + length) // (2 * length)


def days_in_year(starts_on: date | None, ends_on: date | None, year: int) -> int:
    """On how many days of a year a contract runs, its first and last included."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins = max(first, starts_on) if starts_on else first
    stops = min(last, ends_on) if ends_on else last
    return max(0, (stops - begins).days + 1)


def _in_one_currency(currency: str, payments: list[Payment], caught_from: float) -> Spending:
    paid = [payment for payment in payments if payment.cents is not None]
    total = sum(payment.cents or 0 for payment in paid)
    suppliers = _by_supplier(paid, total)
    return Spending(
        currency=currency,
        total_cents=total,
        suppliers=suppliers,
        top_share=suppliers[0].share if suppliers and total else None,
        hhi=sum(one.share**2 for one in suppliers) if total else None,
        unknown_cost_count=len(payments) - len(paid),
        caught=_part((payment.cents or 0, _is_caught(payment.lock_in, caught_from)) for payment in paid),
        local=_part((payment.cents or 0, payment.is_local) for payment in paid),
        small=_part((payment.cents or 0, payment.is_small) for payment in paid),
    )


def _by_supplier(paid: list[Payment], total: int) -> tuple[SupplierSpending, ...]:
    groups: dict[str, list[Payment]] = defaultdict(list)
    for payment in paid:
        groups[payment.supplier].append(payment)
    sums = [
        SupplierSpending(
            supplier=supplier,
            name=group[0].name,
            cents=(cents := sum(payment.cents or 0 for payment in group)),
            contract_count=len(group),
            share=cents / total if total else 0.0,
        )
        for supplier, group in groups.items()
    ]
    return tuple(sorted(sums, key=lambda one: (-one.cents, one.name, one.supplier)))


def _is_caught(index: float | None, caught_from: float) -> bool | None:
    return None if index is None else index >= caught_from


def _part(sums: Iterable[tuple[int, bool | None]]) -> Part:
    counted = {True: 0, False: 0, None: 0}
    for cents, has_it in sums:
        counted[has_it] += cents
    return Part(counted[True], counted[False], counted[None])

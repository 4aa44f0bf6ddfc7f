"""Whether an office becomes less needed: the share of decisions made without a person of it (version: sunset 1).

Source: our own, after the thought that an office for open source succeeds when others can do without it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

VERSION = "sunset 1"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided of what was asked in a month: by the rules or an earlier ruling, or by a person."""

    month: date
    without: int
    by_person: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year: `without` of `decided` needed nobody; the share is None where nothing was decided."""

    year: int
    quarter: int
    decided: int
    without: int

    @property
    def share(self) -> float | None:
        """The share of decisions that needed nobody."""
        return self.without / self.decided if self.decided else None


def by_quarter(decisions: Iterable[Decisions]) -> tuple[Quarter, ...]:
    """Give the quarters in which something was decided, newest first.

    >>> by_quarter([Decisions(date(2026, 1, 1), 3, 1), Decisions(date(2026, 3, 1), 0, 2)])[0].share
    0.5
    """
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for each in decisions:
        of_quarter = sums[each.month.year, (each.month.month - 1) // 3 + 1]
        of_quarter[0] += each.without + each.by_person
        of_quarter[1] += each.without
    found = (Quarter(year, quarter, *sums[year, quarter]) for year, quarter in sorted(sums, reverse=True))
    return tuple(each for each in found if each.decided)

"""Sums as ranges, and how strongly a contract asks to be looked at.

Ranges are added and taken apart by interval arithmetic; what is not known stays so. The weights are in a pack, `radar`.
Source: R. E. Moore, Interval Analysis (1966), chapter 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class MixedCurrencies(ValueError):
    """Sums of two currencies do not add up."""


@dataclass(frozen=True, slots=True)
class Range:
    """A sum in cents, at least, most likely, and at most; None is not known."""

    low: int | None
    likely: int | None
    high: int | None
    currency: str

    @property
    def is_known(self) -> bool:
        """Whether anything of it is known."""
        return not self.low is self.likely is self.high is None


@dataclass(frozen=True, slots=True)
class Points:
    """What one reason gives, out of at most `weight`; `share` is 0 to 1, or None where that is not known."""

    code: str
    weight: int
    share: float | None

    @property
    def points(self) -> int:
        """Whole points; nothing for what is not known."""
        return int(self.weight * self.share + 0.5) if self.share is not None else 0


def exactly(cents: int | None, currency: str) -> Range:
    """A sum that is known, or not at all."""
    return Range(cents, cents, cents, currency)


def plus(one: Range, other: Range) -> Range:
    """The sum of two ranges.

    >>> plus(Range(1, 2, 3, "EUR"), Range(10, None, 30, "EUR"))
    Range(low=11, likely=None, high=33, currency='EUR')
    """
    _same_currency(one, other)
    return Range(_add(one.low, other.low), _add(one.likely, other.likely), _add(one.high, other.high), one.currency)


def minus(one: Range, other: Range) -> Range:
    """The difference of two ranges: the least that may be left, the likely, the most.

    >>> minus(Range(10, 20, 30, "EUR"), Range(1, 2, 3, "EUR"))
    Range(low=7, likely=18, high=29, currency='EUR')
    """
    return plus(one, times(other, -1))


def times(one: Range, factor: int) -> Range:
    """A range so many times.

    >>> times(Range(1, 2, 3, "EUR"), -1)
    Range(low=-3, likely=-2, high=-1, currency='EUR')
    """
    ends = [_multiply(one.low, factor), _multiply(one.high, factor)]
    low, high = ends if factor >= 0 else reversed(ends)
    return Range(low, _multiply(one.likely, factor), high, one.currency)


def over(ranges: Iterable[Range]) -> Range | None:
    """The range that holds them all; the likely is the middle one of theirs, the lower of two. None for none.

    >>> over([Range(1, 2, 3, "EUR"), Range(2, 5, 9, "EUR"), Range(0, 9, 10, "EUR")])
    Range(low=0, likely=5, high=10, currency='EUR')
    """
    found = list(ranges)
    if not found:
        return None
    for each in found:
        _same_currency(found[0], each)
    lows, highs = [each.low for each in found], [each.high for each in found]
    likely = sorted(each.likely for each in found if each.likely is not None)
    return Range(
        None if None in lows else min(low for low in lows if low is not None),
        likely[(len(likely) - 1) // 2] if len(likely) == len(found) else None,
        None if None in highs else max(high for high in highs if high is not None),
        found[0].currency,
    )


def change(now: Range, offered: Range, exit_cost: Range, years: int) -> Range:
    """What changing over costs more than staying, in so many years; below nought it costs less.

    >>> change(exactly(100, "EUR"), Range(40, 60, 90, "EUR"), exactly(30, "EUR"), 4)
    Range(low=-210, likely=-130, high=-10, currency='EUR')
    """
    return minus(plus(times(offered, years), exit_cost), times(now, years))


def urgency(days: int | None, *, full_days: int, none_days: int) -> float | None:
    """How little time is left: 1 up to `full_days`, then evenly less, 0 from `none_days`; None for no known day.

    >>> urgency(92, full_days=92, none_days=732), urgency(412, full_days=92, none_days=732), urgency(-5, full_days=92,
    ... none_days=732)
    (1.0, 0.5, 1.0)
    """
    if days is None:
        return None
    return max(0.0, min(1.0, (none_days - days) / (none_days - full_days)))


def portion(value: int | float | None, largest: int | float | None) -> float | None:
    """How much of the largest a value is, at most all of it; None where that is not known.

    >>> portion(3, 5), portion(9, 5), portion(None, 5), portion(0, 0)
    (0.6, 1.0, None, 0.0)
    """
    if value is None or largest is None:
        return None
    return min(1.0, value / largest) if largest > 0 else 0.0


def strength(shares: Mapping[str, float | None], weights: Mapping[str, int]) -> float:
    """How strong an alternative is, 0 to 1: its shares by weight; what is not known counts for nothing.

    >>> strength({"named": 1.0, "open": None}, {"named": 30, "open": 10})
    0.75
    """
    whole = sum(weights.values())
    return sum(weight * (shares.get(code) or 0.0) for code, weight in weights.items()) / whole if whole else 0.0


def _same_currency(one: Range, other: Range) -> None:
    if one.currency != other.currency:
        raise MixedCurrencies(f"{one.currency} and {other.currency}")


def _add(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _multiply(one: int | None, factor: int) -> int | None:
    return None if one is None else one * factor

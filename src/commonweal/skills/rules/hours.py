"""Hours of help among members: what each gave and took, in whole minutes (version: hours 1).

Every entry is given by one body and taken by another, so the balances of a pool add up to zero. What was written
wrongly is taken back by an entry of as many minutes less; nothing is erased. Source: our own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

VERSION = "hours 1"
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Given:
    """Minutes that one body gave another on a day; below zero where an entry is taken back."""

    giver: int
    taker: int
    on: date
    minutes: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """A time as a member, both days included; None has no end that is known."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


Members = Mapping[int, Sequence[Spell]]


@dataclass(frozen=True, slots=True)
class Balance:
    """What a member gave and took, in minutes: confirmed by who took, and what nobody confirmed yet."""

    body: int
    given: int = 0
    taken: int = 0
    given_open: int = 0
    taken_open: int = 0

    @property
    def net(self) -> int:
        """What it gave beyond what it took; below zero where it took more."""
        return self.given - self.taken

    @property
    def net_open(self) -> int:
        """The same of what is not confirmed."""
        return self.given_open - self.taken_open


def both(first: Spell, second: Spell) -> Spell | None:
    """The time in which both hold; None where they never do.

    >>> both(Spell(date(2025, 1, 1)), Spell(None, date(2025, 2, 1)))
    Spell(since=datetime.date(2025, 1, 1), until=datetime.date(2025, 2, 1))
    """
    since = max((day for day in (first.since, second.since) if day), default=None)
    until = min((day for day in (first.until, second.until) if day), default=None)
    return None if since and until and since > until else Spell(since, until)


def counts(entry: Given, members: Members) -> bool:
    """Whether an entry belongs to a pool: both were members on its day."""
    sides = (members.get(entry.giver, ()), members.get(entry.taker, ()))
    return all(any(spell.holds(entry.on) for spell in spells) for spells in sides)


def balances(entries: Iterable[Given], members: Members) -> tuple[Balance, ...]:
    """What each member that took part gave and took, by its id; the net sums are zero.

    >>> ever = [Spell()]
    >>> [each.net for each in balances([Given(1, 2, date(2026, 1, 1), 90, True)], {1: ever, 2: ever})]
    [90, -90]
    """
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for each in entries:
        if counts(each, members):
            column = 0 if each.is_confirmed else 2
            sums[each.giver][column] += each.minutes
            sums[each.taker][column + 1] += each.minutes
    return tuple(Balance(body, *sums[body]) for body in sorted(sums))


def as_hours(minutes: int) -> str:
    """Minutes as hours and minutes, exactly; whole hours as such.

    >>> as_hours(90), as_hours(-5), as_hours(0)
    ('1:30', '-0:05', '0')
    """
    hours, rest = divmod(abs(minutes), MINUTES)
    return f"{'-' if minutes < 0 else ''}{hours}{f':{rest:02}' if rest else ''}"


def read_hours(text: str) -> int | None:
    """The minutes that somebody wrote, as "1:30", "1.5", "1,5" or "2"; None where they are no whole minutes.

    >>> read_hours("1:30"), read_hours("1,5"), read_hours("0.01"), read_hours("much")
    (90, 90, None, None)
    """
    hours, colon, rest = text.strip().partition(":")
    if colon:
        is_time = hours.isascii() and hours.isdigit() and len(hours) <= 4 and len(rest) == 2 and rest.isascii()
        return int(hours) * MINUTES + int(rest) if is_time and rest.isdigit() and int(rest) < MINUTES else None
    whole, _point, part = text.strip().replace(",", ".").partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 8:
        return None
    minutes, left = divmod(int(digits) * MINUTES, 10 ** len(part))
    return None if left else minutes

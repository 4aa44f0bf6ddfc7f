"""Counting aloud without naming: how many bodies use something, of which some do not want to be named.

Bodies are counted by cell (a region and a level of government) and rung (how widely they share). Of each cell and rung
that a reader may not see by name, the number is told in steps of a smallest number, rounded down, so that nobody can
watch one body come or go; below the first step nothing is told, also where the number is 0. Totals are sums of what the
cells tell, never of what they hide, so that nothing hidden can be computed from a total, from another table, or from
what a reader who sees more is told: what is told is of one cell and one rung.

Source: primary suppression as statistical offices use it, with totals of the published cells in place of complementary
suppression; the smallest number is of packs/claims.yaml.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """How many bodies of a cell share on a rung, how many of them this reader sees, and if they see all of the rung."""

    count: int
    seen: int
    sees_all: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a cell or a total: how many are named, at least how many are not, and if more may be."""

    named: int
    unnamed: int
    may_be_more: bool

    @property
    def at_least(self) -> int:
        """How many there are for certain."""
        return self.named + self.unnamed


def told(rungs: Iterable[Held], *, smallest: int) -> Told:
    """What is told of one cell, from its rungs.

    >>> told([Held(4, 4, sees_all=True), Held(5, 0), Held(2, 0)], smallest=3)
    Told(named=4, unnamed=3, may_be_more=True)
    """
    rows = list(rungs)
    hidden = [rung.count - rung.seen for rung in rows]
    return Told(
        named=sum(rung.seen for rung in rows),
        unnamed=sum(number // smallest * smallest for number in hidden),
        may_be_more=not all(rung.sees_all for rung in rows),
    )


def total(cells: Iterable[Told]) -> Told:
    """The sum of what cells tell.

    >>> total([Told(1, 3, False), Told(2, 0, True)])
    Told(named=3, unnamed=3, may_be_more=True)
    """
    rows = list(cells)
    return Told(sum(row.named for row in rows), sum(row.unnamed for row in rows), any(row.may_be_more for row in rows))

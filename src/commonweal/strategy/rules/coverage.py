"""Which clauses have what they need to be followed (version: coverage 1).

Source: our own. A clause is covered when it has a guide, a tool, a training, somebody to ask and a guide for suppliers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

VERSION = "coverage 1"
KINDS = ("guide", "tool", "training", "contact", "vendor_guide")


@dataclass(frozen=True, slots=True)
class Covered:
    """A clause's number, the kinds it has and those it misses, in the order of KINDS."""

    clause: int
    has: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Each clause, and how many have everything; the share is None where there is no clause."""

    rows: tuple[Covered, ...]
    whole: int
    share: float | None

    @property
    def uncovered(self) -> tuple[Covered, ...]:
        """The clauses that miss something, those that miss most first."""
        return tuple(sorted((row for row in self.rows if row.misses), key=lambda row: (-len(row.misses), row.clause)))


def coverage(clauses: Iterable[int], supports: Mapping[int, Iterable[str]]) -> Coverage:
    """Give what each clause has and misses.

    >>> found = coverage([1, 2], {1: KINDS, 2: ["guide"]})
    >>> found.share, [row.clause for row in found.uncovered]
    (0.5, [2])
    """
    rows = []
    for clause in clauses:
        kinds = set(supports.get(clause, ()))
        has = tuple(kind for kind in KINDS if kind in kinds)
        rows.append(Covered(clause, has, tuple(kind for kind in KINDS if kind not in kinds)))
    whole = sum(not row.misses for row in rows)
    return Coverage(tuple(rows), whole, whole / len(rows) if rows else None)

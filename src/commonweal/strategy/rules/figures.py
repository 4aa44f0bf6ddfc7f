"""Parts of wholes, with what is not known beside them (version: goal-figures 1).

Source: our own. Without a whole there is no share; what is not known counts on neither side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

VERSION = "goal-figures 1"


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many, and of how many more nobody knows."""

    numerator: int
    denominator: int
    unknown: int

    @property
    def share(self) -> float | None:
        """The part of the whole; None where there is no whole."""
        return self.numerator / self.denominator if self.denominator else None


def part(answers: Iterable[bool | None]) -> Part:
    """Count yes, no and not known.

    >>> found = part([True, False, None, True])
    >>> found.numerator, found.denominator, found.unknown
    (2, 3, 1)
    """
    found = list(answers)
    known = [each for each in found if each is not None]
    return Part(sum(known), len(known), len(found) - len(known))

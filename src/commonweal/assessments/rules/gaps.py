"""Where many places stand together: per question how many know and what they say, per dimension at which level.

Unknown is counted as unknown, never as the lowest. There is no order of places and no mean over them.
Source: our own rule.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from commonweal.assessments.rules.instrument import Given, State
from commonweal.assessments.rules.scoring import DimensionScore


@dataclass(frozen=True, slots=True)
class Spread:
    """What places answered to one question; `values` counts each value, least first. Counts sum to the places."""

    known: int
    unknown: int
    inapplicable: int
    values: tuple[tuple[float, int], ...]

    @property
    def least(self) -> float | None:
        """The lowest value; None where nobody knows."""
        return self.values[0][0] if self.values else None

    @property
    def most(self) -> float | None:
        """The highest value; None where nobody knows."""
        return self.values[-1][0] if self.values else None

    @property
    def middle(self) -> float | None:
        """The value in the middle, of two the lower; None where nobody knows."""
        every = [value for value, times in self.values for _ in range(times)]
        return median_low(every) if every else None


@dataclass(frozen=True, slots=True)
class LevelSpread:
    """At which level places are in one dimension; `unknown` are those of which not enough is known. Sums to all."""

    levels: tuple[tuple[int, int], ...]
    unknown: int

    @property
    def low(self) -> int:
        """How many are at level 0 or 1: where somebody may help."""
        return sum(count for level, count in self.levels if level <= 1)


def spread(given: Sequence[Given | None]) -> Spread:
    """Count what each place answered to a question; None is a place that said nothing.

    >>> spread([Given(State.ANSWERED, 2), None]).values
    ((2, 1),)
    """
    states = Counter(State.UNKNOWN if each is None else each.state for each in given)
    values = Counter(each.value for each in given if each is not None and each.value is not None)
    return Spread(
        known=states[State.ANSWERED],
        unknown=states[State.UNKNOWN],
        inapplicable=states[State.INAPPLICABLE],
        values=tuple(sorted(values.items())),
    )


def level_spread(scores: Sequence[DimensionScore | None]) -> LevelSpread:
    """Count at which level each place is in a dimension."""
    levels = Counter(each.level for each in scores if each is not None and each.level is not None)
    return LevelSpread(tuple(sorted(levels.items())), len(scores) - levels.total())

"""Comparing a value with a threshold, where a value that is not known never decides. Source: our own design."""

from enum import StrEnum


class Comparison(StrEnum):
    """How a value is compared with a threshold."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"
    IS = "is"

    def holds(self, value: float, threshold: float) -> bool:
        """Whether the comparison holds.

        >>> Comparison.BELOW.holds(3, 3), Comparison.AT_MOST.holds(3, 3)
        (False, True)
        """
        if self is Comparison.BELOW:
            return value < threshold
        if self is Comparison.AT_MOST:
            return value <= threshold
        if self is Comparison.ABOVE:
            return value > threshold
        return value >= threshold if self is Comparison.AT_LEAST else value == threshold


class Outcome(StrEnum):
    """Whether something holds."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


def outcome(comparison: Comparison, value: float | None, threshold: float) -> Outcome:
    """Whether a value compares so; unknown where the value is.

    >>> outcome(Comparison.IS, None, 1).value
    'unknown'
    """
    if value is None:
        return Outcome.UNKNOWN
    return Outcome.MET if comparison.holds(value, threshold) else Outcome.NOT_MET

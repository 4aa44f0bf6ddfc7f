"""Whether a body should create an office, join one, or run one with others; every comparison is kept to be shown.

A way holds, does not hold, or is open where something decisive is not known: three values, so what is not known never
decides. Of the ways in their order the first that holds is proposed; open ones before it are named with what lacks.
Ways, factors and thresholds are data (packs/modes.yaml), our own starting values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonweal.assessments.rules.comparing import Comparison, Outcome, outcome

Factors = Mapping[str, float | None]  # yes is 1, no is 0, None is "not known"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a factor: every test with its threshold."""

    factor: str
    tests: tuple[tuple[Comparison, float], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to go: all of `every` must hold and, where there are some, one of `one_of`; `caution` warns beside it."""

    id: str
    every: tuple[Condition, ...] = ()
    one_of: tuple[Condition, ...] = ()
    caution: Condition | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison that was made."""

    factor: str
    value: float | None
    test: Comparison
    threshold: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """A way, whether it holds, and each comparison; `missing` are the factors that would decide an open one."""

    way: str
    outcome: Outcome
    every: tuple[Check, ...]
    one_of: tuple[Check, ...]
    missing: tuple[str, ...]
    has_caution: bool = False

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every comparison made."""
        return self.every + self.one_of


@dataclass(frozen=True, slots=True)
class Direction:
    """What to do: the way proposed (None: none holds), the open ones that would come before it, and all as judged.

    With no way proposed and none open it is settled that none holds.
    """

    chosen: str | None
    open_before: tuple[Judged, ...]
    ways: tuple[Judged, ...]
    additions: tuple[Judged, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing that is not known could change what is proposed."""
        return not self.open_before

    @property
    def missing(self) -> tuple[str, ...]:
        """What to find out, each once."""
        return tuple(dict.fromkeys(factor for judged in self.open_before for factor in judged.missing))


def direction(ways: Sequence[Way], additions: Iterable[Way], factors: Factors) -> Direction:
    """Which way to go."""
    judged = tuple(judge(way, factors) for way in ways)
    first = next((number for number, each in enumerate(judged) if each.outcome is Outcome.MET), None)
    return Direction(
        chosen=None if first is None else judged[first].way,
        open_before=tuple(each for each in judged[:first] if each.outcome is Outcome.UNKNOWN),
        ways=judged,
        additions=tuple(judge(way, factors) for way in additions),
    )


def judge(way: Way, factors: Factors) -> Judged:
    """Whether a way holds, with each comparison."""
    every = _checks(way.every, factors)
    one_of = _checks(way.one_of, factors)
    either = _any([_all(_checks((condition,), factors)) for condition in way.one_of])
    found = _both(_all(every), either)
    missing = tuple(dict.fromkeys(check.factor for check in every + one_of if check.outcome is Outcome.UNKNOWN))
    warns = way.caution is not None and _all(_checks((way.caution,), factors)) is Outcome.MET
    return Judged(way.id, found, every, one_of, missing if found is Outcome.UNKNOWN else (), warns)


def _checks(conditions: Iterable[Condition], factors: Factors) -> tuple[Check, ...]:
    return tuple(
        Check(each.factor, value, test, threshold, outcome(test, value, threshold))
        for each in conditions
        for value in (factors.get(each.factor),)
        for test, threshold in each.tests
    )


def _all(checks: Iterable[Check]) -> Outcome:
    found = {check.outcome for check in checks}
    if Outcome.NOT_MET in found:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.MET


def _any(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    if not found or Outcome.MET in found:
        return Outcome.MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in found else Outcome.NOT_MET


def _both(one: Outcome, other: Outcome) -> Outcome:
    if Outcome.NOT_MET in (one, other):
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in (one, other) else Outcome.MET

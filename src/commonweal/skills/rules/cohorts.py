"""What a training changed: those who answered before and after, matched, skill by skill.

Our own rule. Only pairs tell of a change: who answered once is counted as not known. There is no score: a median before
and after, how many moved up, stayed and moved down, and how satisfied people were as a distribution.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

SATISFACTION = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one participant said: levels by skill before and after (None when they did not answer), and satisfaction."""

    before: Mapping[str, int] | None
    after: Mapping[str, int] | None
    satisfaction: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one skill: of `pairs` so many moved up, stayed or moved down; `unknown` answered it once.

    Medians are None where there is no pair.
    """

    skill: str
    pairs: int
    unknown: int
    before: float | None
    after: float | None
    up: int
    same: int
    down: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training came to: how many answered at all and both times, each skill, and how many chose 1 to 5."""

    answered: int
    both: int
    changes: tuple[Change, ...]
    satisfaction: tuple[int, ...]

    @property
    def rated(self) -> int:
        """How many said how satisfied they are."""
        return sum(self.satisfaction)


def outcome(skills: Sequence[str], answers: Iterable[Answers]) -> Outcome:
    """What a training came to, by its skills in their order.

    >>> outcome(["teach"], [Answers({"teach": 0}, {"teach": 2}, 4), Answers({"teach": 1}, None)]).changes[0].pairs
    1
    """
    given = [each for each in answers if each.before is not None or each.after is not None]
    rated = [each.satisfaction for each in given if each.satisfaction is not None]
    return Outcome(
        answered=len(given),
        both=sum(1 for each in given if each.before is not None and each.after is not None),
        changes=tuple(_change(skill, given) for skill in skills),
        satisfaction=tuple(rated.count(each) for each in SATISFACTION),
    )


def share_reached(attended: int | None, target: int | None) -> float | None:
    """The share of the people for whom a training was meant who came; None where either is not known.

    >>> share_reached(8, 10), share_reached(None, 10), share_reached(8, 0)
    (0.8, None, None)
    """
    if attended is None or not target:
        return None
    return attended / target


@dataclass(frozen=True, slots=True)
class Trained:
    """Of trainings that are over: how many people came of those they were for; `unknown` trainings counted neither."""

    trainings: int
    came: int
    target: int
    unknown: int

    @property
    def share(self) -> float | None:
        """The share of people who came; None where nothing was counted."""
        return self.came / self.target if self.target else None


def trained(counts: Iterable[tuple[int | None, int | None]]) -> Trained:
    """Add up trainings that are over, each with how many came and for how many it was.

    >>> trained([(8, 10), (None, 5), (3, None)])
    Trained(trainings=3, came=8, target=10, unknown=2)
    """
    all_of_them = list(counts)
    known = [(came, target) for came, target in all_of_them if came is not None and target]
    return Trained(
        trainings=len(all_of_them),
        came=sum(came for came, _target in known),
        target=sum(target or 0 for _came, target in known),
        unknown=len(all_of_them) - len(known),
    )


def _change(skill: str, given: Sequence[Answers]) -> Change:
    said = [((each.before or {}).get(skill), (each.after or {}).get(skill)) for each in given]
    pairs = [(before, after) for before, after in said if before is not None and after is not None]
    once = sum(1 for before, after in said if (before is None) != (after is None))
    return Change(
        skill=skill,
        pairs=len(pairs),
        unknown=once,
        before=median(before for before, _after in pairs) if pairs else None,
        after=median(after for _before, after in pairs) if pairs else None,
        up=sum(1 for before, after in pairs if after > before),
        same=sum(1 for before, after in pairs if after == before),
        down=sum(1 for before, after in pairs if after < before),
    )

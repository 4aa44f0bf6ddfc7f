"""Which software in use wants a look, and what is to be done next and by when (version: screening 1).

A flag is raised since a day, down, or not known. How many raised flags make a person look, and how soon, follows from
how much the software matters (packs/screening.yaml). Then a person looks, a body decides, and later reviews. Not known
raises nothing, but what matters most wants a look when nothing was ever found out.

Source: J. Linåker and others, Assessing OSS Health in Organizations' Intake Processes (screening, flag, inspection,
decision); days and numbers are own judgement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

VERSION = "screening 1"


class Flag(StrEnum):
    """Why somebody should look."""

    WITHDRAWN = "withdrawn"
    NO_COMMITS = "no_commits"
    ONE_PERSON = "one_person"
    CONTRACT_ENDED = "contract_ended"
    OLD_RELEASE = "old_release"
    END_OF_LIFE = "end_of_life"
    WEAKNESS_OPEN = "weakness_open"
    LATE_ANSWERS = "late_answers"


class Step(StrEnum):
    """What is to be done next about a part."""

    STATE_IMPORTANCE = "state_importance"
    LOOK = "look"
    DECIDE = "decide"
    REVIEW = "review"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Importance:
    """What a level of importance (1 to 4) asks for."""

    level: int
    flags: int
    is_unknown_enough: bool
    look_within_days: int
    decide_within_days: int
    review_after_days: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The numbers of packs/screening.yaml."""

    no_commits_days: int
    old_release_days: int
    one_person_at_most: int
    importance: Mapping[int, Importance]
    state_importance_within_days: int
    look_holds_days: int


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What is known of a part on a day; None is not known.

    `is_looked_at`: whether anything was found out at all. `is_finished`: alive though quiet, since its maintainers say
    that it is finished, or answer. `one_person_since`: since when every look found that so few do half of the work.
    `contract_ended_on`: the last day of the last contract, where none runs. `has_contract`: None where none is on file.
    """

    is_looked_at: bool = False
    withdrawn_on: date | None = None
    last_commit_on: date | None = None
    is_finished: bool = False
    absence_factor: int | None = None
    one_person_since: date | None = None
    has_contract: bool | None = None
    contract_ended_on: date | None = None
    last_release_on: date | None = None
    is_end_of_life_known: bool = False
    end_of_life_on: date | None = None
    weakness_open: bool | None = None
    late_answers: bool | None = None
    examined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is raised, and since when."""

    flag: Flag
    since: date


@dataclass(frozen=True, slots=True)
class Flags:
    """What was found on a day: the flags that are raised, oldest first, and those of which nothing is known."""

    raised: tuple[Raised, ...]
    unknown: frozenset[Flag]
    is_looked_at: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """What a body has done about a part so far; `proposed_on` is the day on which a part not in use was proposed."""

    importance: int | None = None
    stated_on: date | None = None
    looked_on: date | None = None
    decided_on: date | None = None
    review_on: date | None = None
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, since when it is to be done, and by when; nothing to do has no days."""

    step: Step
    since: date | None = None
    due: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < today


def flags(part: PartFacts, screening: Screening, today: date) -> Flags:
    """Raise the flags of a part."""
    since = {
        Flag.WITHDRAWN: part.withdrawn_on,
        Flag.NO_COMMITS: None if part.is_finished else _older(part.last_commit_on, screening.no_commits_days),
        Flag.ONE_PERSON: _one_person(part, screening),
        Flag.CONTRACT_ENDED: None if part.contract_ended_on is None else part.contract_ended_on + timedelta(days=1),
        Flag.OLD_RELEASE: None if part.is_finished else _older(part.last_release_on, screening.old_release_days),
        Flag.END_OF_LIFE: part.end_of_life_on,
        Flag.WEAKNESS_OPEN: part.examined_on if part.weakness_open else None,
        Flag.LATE_ANSWERS: part.examined_on if part.late_answers else None,
    }
    raised = [Raised(flag, day) for flag, day in since.items() if day is not None and day <= today]
    raised.sort(key=lambda each: (each.since, list(Flag).index(each.flag)))
    return Flags(tuple(raised), _unknown(part), part.is_looked_at)


def next_step(found: Flags, progress: Progress, screening: Screening, today: date) -> NextStep:
    """Say what a body is to do next about a part, and by when.

    A decision holds until its review, or until another flag is raised; a look is too old to decide on after a while.
    """
    if progress.importance is None:
        return _state_importance(found, progress, screening)
    level = screening.importance[progress.importance]
    if progress.decided_on is not None:
        again = _raised_after(found, progress.decided_on)
        if again is None or len(found.raised) < level.flags:
            return _review(progress.review_on, level, today)
        wanted: date | None = again
    else:
        wanted = progress.proposed_on or _look_wanted(found, progress, level)
    if wanted is None:
        return NextStep(Step.NOTHING)
    if progress.looked_on is not None and _counts(progress.looked_on, progress.decided_on, screening, today):
        since = max(progress.looked_on, wanted)
        return NextStep(Step.DECIDE, since, since + timedelta(days=level.decide_within_days))
    return NextStep(Step.LOOK, wanted, wanted + timedelta(days=level.look_within_days))


def _state_importance(found: Flags, progress: Progress, screening: Screening) -> NextStep:
    """Importance is asked for once there is a reason to ask."""
    since = progress.proposed_on or (found.raised[0].since if found.raised else None)
    if since is None:
        return NextStep(Step.NOTHING)
    return NextStep(Step.STATE_IMPORTANCE, since, since + timedelta(days=screening.state_importance_within_days))


def _look_wanted(found: Flags, progress: Progress, level: Importance) -> date | None:
    """Since when a person should look; no clock begins before somebody said how much the part matters."""
    if len(found.raised) >= level.flags:
        day = found.raised[level.flags - 1].since
    elif level.is_unknown_enough and not found.is_looked_at and progress.stated_on is not None:
        day = progress.stated_on
    else:
        return None
    return day if progress.stated_on is None else max(day, progress.stated_on)


def _counts(looked_on: date, decided_on: date | None, screening: Screening, today: date) -> bool:
    """Whether a look is fresh enough to decide on, and was not yet decided on."""
    is_of_now = decided_on is None or looked_on > decided_on
    return is_of_now and (today - looked_on).days <= screening.look_holds_days


def _raised_after(found: Flags, day: date) -> date | None:
    return next((each.since for each in found.raised if each.since > day), None)


def _review(review_on: date | None, level: Importance, today: date) -> NextStep:
    if review_on is None or review_on > today:
        return NextStep(Step.NOTHING, None, review_on)
    return NextStep(Step.REVIEW, review_on, review_on + timedelta(days=level.decide_within_days))


def _older(day: date | None, days: int) -> date | None:
    """The first day on which something of a day is older than so many days."""
    return None if day is None else day + timedelta(days=days + 1)


def _one_person(part: PartFacts, screening: Screening) -> date | None:
    if part.absence_factor is None or not 0 < part.absence_factor <= screening.one_person_at_most:
        return None
    return part.one_person_since or part.examined_on


def _unknown(part: PartFacts) -> frozenset[Flag]:
    """Those of which it cannot be said whether they would be raised; without a contract on file none has ended."""
    is_unknown = {
        Flag.NO_COMMITS: part.last_commit_on is None,
        Flag.ONE_PERSON: part.absence_factor is None,
        Flag.CONTRACT_ENDED: part.has_contract is None and part.contract_ended_on is None,
        Flag.OLD_RELEASE: part.last_release_on is None,
        Flag.END_OF_LIFE: not part.is_end_of_life_known,
        Flag.WEAKNESS_OPEN: part.weakness_open is None,
        Flag.LATE_ANSWERS: part.late_answers is None,
    }
    return frozenset(flag for flag, unknown in is_unknown.items() if unknown)


def needed(importance: Mapping[int, Importance]) -> Sequence[tuple[int, int]]:
    """How many flags make a person look at each level, highest level first.

    >>> needed({1: Importance(1, 3, False, 90, 60, 730), 4: Importance(4, 1, True, 14, 14, 180)})
    [(4, 1), (1, 3)]
    """
    return [(level, importance[level].flags) for level in sorted(importance, reverse=True)]

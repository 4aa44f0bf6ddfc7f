"""The stage of life, and four words with their facts: alive, shared, kept, open (version: words 2).

Each word is yes, watch, no or unknown, with one sentence (by its key) and the facts behind it. There is no total. The
days and numbers are those of packs/words.yaml. Not knowing something never makes an answer yes.

Source: own judgement; the stages are of J. Linåker and others on the health of open source projects.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from commonweal.health.rules.counting import Figures
from commonweal.health.rules.pulse import Pulse

VERSION = "words 2"
Fact = int | float | bool | str | date | Fraction | None


class Answer(StrEnum):
    """What a word can be."""

    YES = "yes"
    WATCH = "watch"
    NO = "no"
    UNKNOWN = "unknown"


class Word(StrEnum):
    """The four words."""

    ALIVE = "alive"
    SHARED = "shared"
    KEPT = "kept"
    OPEN = "open"


class Stage(StrEnum):
    """Where in its life a project is; quiet when nobody can tell a finished from a forsaken one without asking."""

    INCEPTION = "inception"
    GROWTH = "growth"
    STABLE = "stable"
    DECLINE = "decline"
    QUIET = "quiet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of packs/words.yaml."""

    alive_within_days: int
    dead_after_days: int
    confirmation_holds_days: int
    one_person: int
    one_organisation: int
    contract_ends_soon_days: int
    high_vulnerability_is_old_days: int
    first_response_is_slow_days: int
    growth_at_least: float
    decline_at_most: float
    inception_at_most_days: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from elsewhere than the history; None is not known.

    `confirmed_on`: the day a maintainer last said that it is maintained. `open_high`: open vulnerabilities rated high
    or critical. `contract_days_left` is negative when the last contract has ended. `files`: H23 and H35, what is there.
    """

    declared_stage: Stage | None = None
    confirmed_on: date | None = None
    are_issues_answered: bool | None = None
    is_paid: bool | None = None
    contract_days_left: int | None = None
    libyears: float | None = None
    open_high: int | None = None
    oldest_high_days: int | None = None
    first_response_days: float | None = None
    review_coverage: Fraction | None = None
    files: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One word said of a project on a day: the answer, the key of its sentence, and the facts it stands on."""

    word: Word
    answer: Answer
    sentence: str
    facts: Mapping[str, Fact]
    as_of: date
    rules: tuple[str, ...] = (VERSION,)


def stage(pulse: Pulse, now: datetime, limits: Limits, declared: Stage | None = None) -> Stage:
    """Tell the stage: as declared, else from the commits of the last 365 days against those of the 365 before."""
    if declared is not None:
        return declared
    if pulse.first is None:
        return Stage.UNKNOWN
    if (now - pulse.first).days <= limits.inception_at_most_days:
        return Stage.INCEPTION
    recent, before = pulse.commits(now, 365), pulse.commits(now, 730) - pulse.commits(now, 365)
    if not recent and not before:
        return Stage.QUIET
    if recent >= before * limits.growth_at_least:
        return Stage.GROWTH
    return Stage.DECLINE if recent <= before * limits.decline_at_most else Stage.STABLE


def statements(pulse: Pulse, year: Figures, known: Known, limits: Limits, now: datetime) -> tuple[Statement, ...]:
    """Say the four words; `year` are the figures of the 365 days before the last commit."""
    return (
        alive(pulse, known, limits, now),
        shared(year, limits, now.date()),
        kept(known, limits, now.date()),
        open_to_others(known, limits, now.date()),
    )


def alive(pulse: Pulse, known: Known, limits: Limits, now: datetime) -> Statement:
    """Say whether somebody is there, as of today and not of the last commit."""
    idle = (now - pulse.last).days if pulse.last else None
    at = stage(pulse, now, limits, known.declared_stage)
    facts: dict[str, Fact] = {
        "days_since_last_commit": idle,
        "commits_in_365_days": pulse.commits(now, 365) if idle is not None else None,
        "stage": at.value,
        "confirmed_on": known.confirmed_on,
        "are_issues_answered": known.are_issues_answered,
    }
    is_confirmed = _is_confirmed(known, limits, now.date())
    answer, why = _alive(idle, at, limits, is_confirmed=is_confirmed, answered=known.are_issues_answered)
    return Statement(Word.ALIVE, answer, f"alive.{why}", facts, now.date())


def shared(year: Figures, limits: Limits, today: date) -> Statement:
    """Say whether the work is on more than one pair of shoulders. Never no: one pair is the normal state."""
    facts: dict[str, Fact] = {
        "absence_factor": year.absence_factor or None,
        "active_authors": year.active_authors,
        "elephant_factor": year.elephant_factor,
        "unknown_organisation_share": year.unknown_organisation_share,
        "outside_share": year.outside_share,
    }
    answer, why = Answer.YES, "several_organisations"
    if not year.absence_factor:
        answer, why = Answer.UNKNOWN, "nothing_to_count"
    elif year.absence_factor <= limits.one_person:
        # One person's work is one organisation's too, also where nobody knows which.
        if year.elephant_factor is None or year.elephant_factor <= limits.one_organisation:
            answer, why = Answer.WATCH, "one_person"
        else:
            why = "one_person_several_organisations"
    elif year.elephant_factor is None:
        why = "several_people_organisations_unknown"
    elif year.elephant_factor <= limits.one_organisation:
        why = "several_people_one_organisation"
    return Statement(Word.SHARED, answer, f"shared.{why}", facts, today)


def kept(known: Known, limits: Limits, today: date) -> Statement:
    """Say whether somebody is held to maintain it, and whether grave vulnerabilities stay open."""
    facts: dict[str, Fact] = {
        "is_paid": known.is_paid,
        "contract_days_left": known.contract_days_left,
        "libyears": known.libyears,
        "open_high": known.open_high,
        "oldest_high_days": known.oldest_high_days,
    }
    left, oldest = known.contract_days_left, known.oldest_high_days
    has_ended = left is not None and left < 0
    is_neglected = bool(known.open_high) and oldest is not None and oldest > limits.high_vulnerability_is_old_days
    answer, why = Answer.YES, "contract_and_nothing_old_open"
    if has_ended and is_neglected:
        answer, why = Answer.NO, "contract_ended_and_vulnerability_open"
    elif is_neglected:
        answer, why = Answer.WATCH, "vulnerability_open"
    elif has_ended:
        answer, why = Answer.WATCH, "contract_ended"
    elif left is not None and left < limits.contract_ends_soon_days:
        answer, why = Answer.WATCH, "contract_ends_soon"
    elif left is None or known.open_high is None or (known.open_high and oldest is None):
        answer, why = Answer.UNKNOWN, "not_all_known"
    return Statement(Word.KEPT, answer, f"kept.{why}", facts, today)


def open_to_others(known: Known, limits: Limits, today: date) -> Statement:
    """Say whether somebody from outside gets an answer; not visible is unknown."""
    facts: dict[str, Fact] = {
        "first_response_days": known.first_response_days,
        "review_coverage": known.review_coverage,
        **{f"has_{name}": is_there for name, is_there in (known.files or {}).items()},
    }
    answer, why = Answer.YES, "answers_soon"
    if known.first_response_days is None:
        answer, why = Answer.UNKNOWN, "answers_not_visible"
    elif known.first_response_days > limits.first_response_is_slow_days:
        answer, why = Answer.WATCH, "answers_late"
    return Statement(Word.OPEN, answer, f"open.{why}", facts, today)


def _alive(
    idle: int | None,
    at: Stage,
    limits: Limits,
    *,
    is_confirmed: bool,
    answered: bool | None,
) -> tuple[Answer, str]:
    if idle is not None and idle < limits.alive_within_days:
        return Answer.YES, "commits_within_a_year"
    if at is Stage.STABLE and (is_confirmed or answered):
        return Answer.YES, "finished_and_confirmed" if is_confirmed else "finished_and_answering"
    if idle is None:
        return Answer.UNKNOWN, "no_commit_with_a_date"
    if idle <= limits.dead_after_days:
        return Answer.WATCH, "quiet_for_a_year"
    if answered is None:
        return Answer.WATCH, "quiet_for_two_years_answers_not_visible"
    return (Answer.WATCH, "quiet_but_answering") if answered else (Answer.NO, "quiet_and_silent")


def _is_confirmed(known: Known, limits: Limits, today: date) -> bool:
    return known.confirmed_on is not None and 0 <= (today - known.confirmed_on).days <= limits.confirmation_holds_days

"""The figures H14 to H19, counted from the issues and change requests of a git host (version: forge 1).

- A ticket is an issue or a change request. Those of programs are in no figure, nor are answers of programs.
- An answer is the first thing that a person other than the author wrote under it (H14). A review is an answer that
  judges a change (H19).
- A ticket with moments that cannot be (opened before 1990 or after now, closed or answered before it was opened) is
  left out, and how many those are is told.
- What the host does not show is None, and never zero. The order of tickets changes nothing.

Sources: CHAOSS metrics Time to First Response, Change Request Closure Ratio, Change Requests Duration, Issues Active;
openCode badges for the mean and the share reviewed; E. L. Kaplan and P. Meier, "Nonparametric Estimation from
Incomplete Observations", 1958, for how long half of the tickets wait when some still do.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, takewhile
from statistics import fmean, median

from commonweal.health.rules import office_hours
from commonweal.health.rules.office_hours import OfficeHours, hours_between
from commonweal.health.rules.tally import EARLIEST, Window

VERSION = "forge 1"
RULES = (VERSION, office_hours.VERSION)
_OLD_DAYS = 365
_DAY_SECONDS = 86_400
_HALF = Fraction(1, 2)
_PARTS = re.compile(r"\s*(?:::?|/)\s*")
_CHECKS = re.compile(
    r"\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml|\.circleci/config\.ya?ml|\.(?:woodpecker|builds)/[^/]+\.ya?ml"
    r"|\.(?:gitlab-ci|woodpecker|drone|travis|appveyor|cirrus|build)\.ya?ml|(?:azure|bitbucket)-pipelines\.ya?ml"
    r"|\.?jenkinsfile",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a ticket is."""

    ISSUE = "issue"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket as it is counted, without anybody's name; `are_replies_read` where all that stands under it was read."""

    kind: Kind
    number: int
    opened_at: datetime
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    labels: tuple[str, ...] = ()
    is_by_bot: bool = False
    answered_at: datetime | None = None
    is_reviewed: bool | None = None
    are_replies_read: bool = True


@dataclass(frozen=True, slots=True)
class Visible:
    """What a host shows."""

    issues: bool
    changes: bool
    answers: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """What packs/forge.yaml says."""

    hours: OfficeHours
    bug_labels: frozenset[str]
    security_labels: frozenset[str]
    patience_days: int
    answered_share: Fraction


@dataclass(frozen=True, slots=True)
class Response:
    """H14: how tickets opened in a window were answered.

    Median, mean and P90 (nearest rank) are of the answers given. `half_within_hours` looks at those that still wait,
    too: within so many hours half of them had an answer; None where less than half have one. Of tickets that were
    closed without an answer nobody sees whether the closing was one, so they count as long as they were open.
    `longest_wait_hours` is of those without an answer.
    """

    answered: int
    waiting: int
    closed_unanswered: int
    not_looked_at: int
    median_hours: float | None
    mean_hours: float | None
    p90_hours: float | None
    median_office_hours: float | None
    p90_office_hours: float | None
    half_within_hours: float | None
    longest_wait_hours: float | None


@dataclass(frozen=True, slots=True)
class Flow:
    """H15 and H16 of one kind of ticket in a window: opened, closed, the ratio, and how long the closed ones took."""

    opened: int
    closed: int
    closure_ratio: Fraction | None
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Reviews:
    """H19: of the changes merged in a window, newest first as far as their reviews were read, the share with one."""

    merged: int
    looked_at: int
    reviewed: int
    coverage: Fraction | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """H17: what is open now, and the share open for longer than 365 days."""

    open: int
    old: int
    old_share: Fraction | None


@dataclass(frozen=True, slots=True)
class ForgeFigures:
    """What is counted in one window; None is not visible. `bugs` and `security` (H18) are of tickets so labelled."""

    window: Window
    response: Response | None
    issue_response: Response | None
    change_response: Response | None
    issues: Flow | None
    changes: Flow | None
    bug_response: Response | None
    bugs: Flow | None
    security_response: Response | None
    security: Flow | None
    reviews: Reviews | None
    rules: tuple[str, ...] = RULES


def forge_figures(cases: Iterable[Case], window: Window, visible: Visible, measures: Measures) -> ForgeFigures:
    """Count everything in a window that ends now."""
    told = [each for each in believed(cases, window.until) if _shows(visible, each.kind)]
    issues = [each for each in told if each.kind is Kind.ISSUE]
    changes = [each for each in told if each.kind is Kind.CHANGE]
    bugs = [each for each in told if has_label(each, measures.bug_labels)]
    grave = [each for each in told if has_label(each, measures.security_labels)]
    some = visible.issues or visible.changes

    def answers(to: Sequence[Case], *, is_visible: bool) -> Response | None:
        return response(to, window, measures.hours) if is_visible and visible.answers else None

    return ForgeFigures(
        window=window,
        response=answers(told, is_visible=some),
        issue_response=answers(issues, is_visible=visible.issues),
        change_response=answers(changes, is_visible=visible.changes),
        issues=flow(issues, window) if visible.issues else None,
        changes=flow(changes, window) if visible.changes else None,
        bug_response=answers(bugs, is_visible=visible.issues),
        bugs=flow(bugs, window) if visible.issues else None,
        security_response=answers(grave, is_visible=visible.issues),
        security=flow(grave, window) if visible.issues else None,
        reviews=reviews(changes, window) if visible.changes and visible.answers else None,
    )


def believed(cases: Iterable[Case], now: datetime) -> list[Case]:
    """Give the tickets of people whose moments can be."""
    return [each for each in cases if not each.is_by_bot and _can_be(each, now)]


def disbelieved(cases: Iterable[Case], now: datetime) -> int:
    """Count the tickets of people whose moments cannot be."""
    return sum(1 for each in cases if not each.is_by_bot and not _can_be(each, now))


def response(cases: Iterable[Case], window: Window, hours: OfficeHours) -> Response:
    """H14: how soon the first answer came, of tickets opened in a window."""
    opened = [each for each in cases if _is_within(each.opened_at, window)]
    answered = [(each.opened_at, each.answered_at) for each in opened if each.answered_at]
    silent = [each for each in opened if each.answered_at is None]
    read = [each for each in silent if each.are_replies_read]
    took = sorted(_hours(start, end) for start, end in answered)
    worked = sorted(hours_between(start, end, hours) for start, end in answered)
    so_far = [_hours(each.opened_at, each.closed_at or window.until) for each in read]
    return Response(
        answered=len(answered),
        waiting=sum(1 for each in read if each.closed_at is None),
        closed_unanswered=sum(1 for each in read if each.closed_at is not None),
        not_looked_at=len(silent) - len(read),
        median_hours=median(took) if took else None,
        mean_hours=fmean(took) if took else None,
        p90_hours=nearest_rank(took, 0.9),
        median_office_hours=median(worked) if worked else None,
        p90_office_hours=nearest_rank(worked, 0.9),
        half_within_hours=half_within(took, so_far),
        longest_wait_hours=max(so_far, default=None),
    )


def flow(cases: Iterable[Case], window: Window) -> Flow:
    """H15 and H16: closed ÷ opened in a window, None where nothing was opened; the median from opening to closing."""
    every = list(cases)
    opened = sum(1 for each in every if _is_within(each.opened_at, window))
    took = [
        (each.closed_at - each.opened_at).total_seconds() / _DAY_SECONDS
        for each in every
        if each.closed_at is not None and _is_within(each.closed_at, window)
    ]
    ratio = Fraction(len(took), opened) if opened else None
    return Flow(opened, len(took), ratio, median(took) if took else None)


def backlog(cases: Iterable[Case], kind: Kind, now: datetime) -> Backlog:
    """H17: how many tickets of a kind are open, and which share of them for longer than 365 days."""
    waits = [
        (now - each.opened_at).total_seconds() / _DAY_SECONDS
        for each in believed(cases, now)
        if each.kind is kind and each.closed_at is None
    ]
    old = sum(1 for each in waits if each > _OLD_DAYS)
    return Backlog(len(waits), old, Fraction(old, len(waits)) if waits else None)


def reviews(cases: Iterable[Case], window: Window) -> Reviews:
    """H19: from the newest merge backwards, up to the first whose reviews nobody has read: to skip it would lie."""
    merged = [(each.merged_at, each) for each in cases if each.merged_at and _is_within(each.merged_at, window)]
    merged.sort(key=lambda pair: (pair[0], pair[1].number), reverse=True)
    read = list(takewhile(lambda each: each.is_reviewed is not None, (each for _at, each in merged)))
    reviewed = sum(1 for each in read if each.is_reviewed)
    return Reviews(len(merged), len(read), reviewed, Fraction(reviewed, len(read)) if read else None)


def are_answered(cases: Iterable[Case], window: Window, visible: Visible, measures: Measures) -> bool | None:
    """Whether people who write get an answer: at least the share of the pack did, of tickets opened in the window.

    A ticket that waits for less than the days of the pack is not counted. None where nobody asked, or nobody can see.
    """
    if not visible.answers or not (visible.issues or visible.changes):
        return None
    opened = [
        each
        for each in believed(cases, window.until)
        if _shows(visible, each.kind)
        and _is_within(each.opened_at, window)
        and (each.answered_at or (each.are_replies_read and not _is_fresh(each, window.until, measures)))
    ]
    if not opened:
        return None
    return Fraction(sum(1 for each in opened if each.answered_at), len(opened)) >= measures.answered_share


def first_response_days(found: Response | None, slow_days: float) -> float | None:
    """Give the days within which half had an answer; where less than half have one, the longest wait if it is slow.

    None is not known: the host shows no answers, nobody asked, or those who did have not waited for long.
    """
    if found is None:
        return None
    if found.half_within_hours is not None:
        return found.half_within_hours / 24
    waited = (found.longest_wait_hours or 0) / 24
    return waited if waited > slow_days else None


def has_checks(paths: Iterable[str] | None) -> bool | None:
    """H28: whether automatic checks are set up in a file; None without a list of files.

    >>> has_checks([".gitlab-ci.yml"]), has_checks(["docs/Jenkinsfile.md"]), has_checks(None)
    (True, False, None)
    """
    return None if paths is None else any(_CHECKS.fullmatch(path) for path in paths)


def half_within(answered: Iterable[float], so_far: Iterable[float]) -> float | None:
    """Give the time within which half had an answer, of tickets answered after, and unanswered for, so long.

    Of tickets that are all answered it is the time of the first answer with which half have one.

    >>> half_within([1, 2, 9], []), half_within([1, 2], [5]), half_within([1], [5, 5])
    (2, 2, None)
    """
    waits = sorted([(each, False) for each in answered] + [(each, True) for each in so_far])
    left, still_waiting = len(waits), Fraction(1)
    for at, together in groupby(waits, key=_length):
        group = [is_open for _at, is_open in together]
        still_waiting *= 1 - Fraction(group.count(False), left)
        if still_waiting <= _HALF:
            return at
        left -= len(group)
    return None


def nearest_rank(ordered: Sequence[float], share: float) -> float | None:
    """Give the smallest of some ordered values that at least that share do not exceed.

    >>> nearest_rank([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9), nearest_rank([], 0.9)
    (9, None)
    """
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None


def has_label(case: Case, words: frozenset[str]) -> bool:
    """Whether a label, or a part of it between colons and strokes, is one of some words.

    >>> opened = datetime(2026, 1, 1)
    >>> [has_label(Case(Kind.ISSUE, 1, opened, labels=(each,)), frozenset({"bug"}))
    ...  for each in ("Type: Bug", "not a bug")]
    [True, False]
    """
    lowered = [label.strip().casefold() for label in case.labels]
    return any(part in words for label in lowered for part in (label, *_PARTS.split(label)))


def _can_be(case: Case, now: datetime) -> bool:
    later = (case.closed_at, case.merged_at, case.answered_at)
    return EARLIEST <= case.opened_at <= now and all(each is None or case.opened_at <= each <= now for each in later)


def _is_within(at: datetime, window: Window) -> bool:
    return 0 <= (window.until - at).total_seconds() <= window.days * _DAY_SECONDS


def _is_fresh(case: Case, now: datetime, measures: Measures) -> bool:
    return case.closed_at is None and (now - case.opened_at).total_seconds() < measures.patience_days * _DAY_SECONDS


def _shows(visible: Visible, kind: Kind) -> bool:
    return visible.issues if kind is Kind.ISSUE else visible.changes


def _length(wait: tuple[float, bool]) -> float:
    return wait[0]


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3_600

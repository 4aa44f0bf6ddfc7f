"""The figures H1 to H6, H8 to H11 and H20, counted from what people did (version: counting 2).

"In w" is in a window (`tally.Window`): 45, 90 or 365 days back, from today where the question is whether somebody is
there, from the last commit where it is how the work is spread. None is not known, and never zero.

Sources: CHAOSS metrics Contributor Absence Factor, Elephant Factor, New Contributors, Inactive Contributors; the tie
rule and what counts are our own, docs/reference/health.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from commonweal.health.rules import identities, tally
from commonweal.health.rules.identities import Identity
from commonweal.health.rules.tally import Moments, Window, Work

VERSION = "counting 2"
HALF = Fraction(1, 2)
CORE = Fraction(4, 5)
WINDOWS_DAYS = (45, 90, 365)
_SILENT_SECONDS = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted in one window, by the rules named in `rules`."""

    window: Window | None
    commits: int
    active_authors: int
    absence_factor: int
    core_size: int
    elephant_factor: int | None
    unknown_organisation_share: Fraction | None
    outside_share: Fraction | None
    newcomers: int | None
    retention: Fraction | None
    core_turnover: Fraction | None
    returning: int | None
    rules: tuple[str, ...] = (identities.VERSION, tally.VERSION, VERSION)


def figures(work: Work, window: Window | None, owner: frozenset[str] | None = None) -> Figures:
    """Count everything in a window, or in all time; what compares windows is None in all time."""
    return Figures(
        window=window,
        commits=commits(work, window),
        active_authors=active_authors(work, window),
        absence_factor=absence_factor(_counts(work, window)),
        core_size=absence_factor(_counts(work, window), CORE),
        elephant_factor=elephant_factor(work, window),
        unknown_organisation_share=unknown_organisation_share(work, window),
        outside_share=outside_share(work, window, owner),
        newcomers=len(newcomers(work, window)) if window else None,
        retention=retention(work, window) if window else None,
        core_turnover=core_turnover(work, window.until) if window else None,
        returning=returning(work, window) if window else None,
    )


def commits(work: Work, window: Window | None = None) -> int:
    """H1: commits in w that are no merges and not by programs, on the default branch."""
    return work.commits.within(window)


def active_authors(work: Work, window: Window | None = None) -> int:
    """H2: people with a contribution in w."""
    return sum(1 for count in _counts(work, window) if count)


def absence_factor(counts: Iterable[int], share: Fraction = HALF) -> int:
    """H3, and H4 with a share of 0.8: the smallest number of people who together did at least that share.

    Of nothing it is 0. The tie rule (H3b): to reach the share is enough.

    >>> absence_factor([5, 5])
    1
    >>> absence_factor([5, 5, 5], CORE)
    3
    """
    largest_first = sorted((count for count in counts if count > 0), reverse=True)
    wanted, reached = share * sum(largest_first), 0
    for number, count in enumerate(largest_first, 1):
        reached += count
        if reached >= wanted:
            return number
    return 0


def elephant_factor(work: Work, window: Window | None = None) -> int | None:
    """H5: as H3 over organisations, of the contributions whose organisation is known; None when none is.

    High means spread over many. Show the unknown share (H6) beside it.
    """
    known = (moments.within(window) for name, moments in work.by_organisation.items() if name is not None)
    return absence_factor(known) or None


def unknown_organisation_share(work: Work, window: Window | None = None) -> Fraction | None:
    """H6: contributions in w whose mail tells no organisation ÷ all; None when there are none at all."""
    everything = sum(moments.within(window) for moments in work.by_organisation.values())
    if not everything:
        return None
    unknown = work.by_organisation.get(None)
    return Fraction(unknown.within(window) if unknown else 0, everything)


def newcomers(work: Work, window: Window) -> frozenset[Identity]:
    """H8: people whose first contribution ever lies in w; whoever has an undated one may have been there before."""
    start = int(window.until.timestamp()) - window.days * 86_400
    return frozenset(
        person
        for person, moments in work.by_person.items()
        if moments.dated and not moments.undated and start <= moments.dated[0] <= window.until.timestamp()
    )


def retention(work: Work, window: Window) -> Fraction | None:
    """H9: of the newcomers of the window before w, the share who contribute again in w; None when there were none."""
    came = newcomers(work, window.before())
    if not came:
        return None
    return Fraction(sum(1 for person in came if work.by_person[person].within(window)), len(came))


def core(work: Work, window: Window) -> frozenset[Identity]:
    """The people H4 counts in w; of people with the same number, the first in the alphabet."""
    counted = {person: moments.within(window) for person, moments in work.by_person.items()}
    largest_first = sorted(counted, key=lambda person: (-counted[person], person))
    return frozenset(largest_first[: absence_factor(counted.values(), CORE)])


def core_turnover(work: Work, until: datetime) -> Fraction | None:
    """H10: of the core of the year before, the share who are not in that of this year; None when there was none."""
    year = Window(until, 365)
    before = core(work, year.before())
    return Fraction(len(before - core(work, year)), len(before)) if before else None


def returning(work: Work, window: Window) -> int:
    """H11: people who contributed in w after a silence of at least 365 days since they last did."""
    return sum(1 for moments in work.by_person.values() if _has_returned(moments, window))


def outside_share(work: Work, window: Window | None, owner: frozenset[str] | None) -> Fraction | None:
    """H20: contributions of organisations other than the owner ÷ all; None when the owner's are not known.

    Subdomains of the owner's are the owner's. What is of unknown organisation counts in all and never as outside, so
    that the share is a least one.
    """
    everything = sum(moments.within(window) for moments in work.by_organisation.values())
    if not owner or not everything:
        return None
    inside = tuple(f".{each}" for each in owner)
    outside = (
        moments.within(window)
        for name, moments in work.by_organisation.items()
        if name and not f".{name}".endswith(inside)
    )
    return Fraction(sum(outside), everything)


def _has_returned(moments: Moments, window: Window) -> bool:
    until = int(window.until.timestamp())
    first = bisect_left(moments.dated, until - window.days * 86_400)
    with_the_one_before = moments.dated[max(first - 1, 0) : bisect_right(moments.dated, until)]
    if not with_the_one_before or with_the_one_before[-1] - with_the_one_before[0] < _SILENT_SECONDS:
        return False
    return any(now - then >= _SILENT_SECONDS for then, now in pairwise(with_the_one_before))


def _counts(work: Work, window: Window | None) -> list[int]:
    return [moments.within(window) for moments in work.by_person.values()]

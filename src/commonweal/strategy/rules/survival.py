"""How long things live: how many ended, how old the others are, and the Kaplan–Meier estimate (version: survival 1).

Source: Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958. What still runs counts as long
as it has run so far. Those of which no beginning is known are counted, and nothing more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

VERSION = "survival 1"
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when; None is not known or still running. `is_closed` without an end is closed on an unknown day."""

    began_on: date | None
    ended_on: date | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The share that lives longer than so many years, and of how many it was measured there."""

    years: float
    share: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class Survival:
    """Counts, ages in years (None where nothing is known), and the steps of the estimate."""

    closed: int
    active: int
    undated: int
    median_age: float | None
    median_life_of_closed: float | None
    steps: tuple[Step, ...]


def survival(lives: Iterable[Life], today: date) -> Survival:
    """Count and measure; `undated` are those whose age or life cannot be told.

    >>> lives = [Life(date(2020, 1, 1), date(2022, 1, 1), True), Life(date(2021, 1, 1), None, False)]
    >>> found = survival(lives, date(2025, 1, 1))
    >>> found.closed, found.active, found.median_age, [round(step.share, 2) for step in found.steps]
    (1, 1, 4.0, [0.5])
    """
    found = list(lives)
    ended = [_years(each.began_on, each.ended_on) for each in found if each.is_closed]
    running = [_years(each.began_on, today) for each in found if not each.is_closed]
    known_ended = [years for years in ended if years is not None]
    known_running = [years for years in running if years is not None]
    return Survival(
        closed=len(ended),
        active=len(running),
        undated=len(found) - len(known_ended) - len(known_running),
        median_age=_median(known_running),
        median_life_of_closed=_median(known_ended),
        steps=_steps(known_ended, known_running),
    )


def _years(began: date | None, ended: date | None) -> float | None:
    if began is None or ended is None or ended < began:
        return None
    return round((ended - began).days / DAYS_A_YEAR, 2)


def _median(years: list[float]) -> float | None:
    return median(years) if years else None


def _steps(ended: list[float], running: list[float]) -> tuple[Step, ...]:
    deaths = Counter(ended)
    share, steps = 1.0, []
    for years in sorted(deaths):
        at_risk = sum(each >= years for each in (*ended, *running))
        share *= 1 - deaths[years] / at_risk
        steps.append(Step(years, share, at_risk))
    return tuple(steps)

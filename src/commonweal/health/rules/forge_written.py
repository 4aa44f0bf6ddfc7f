"""Figures of a forge as plain values that can be kept (version of the form: 1).

Shares are numbers from 0 to 1 with six digits, times are hours or days with two; None is not visible.

Source: own form; docs/reference/health.md names the figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from commonweal.connectors.forges.tickets import Standing
from commonweal.health.rules.forge import (
    Case,
    Kind,
    Measures,
    Visible,
    are_answered,
    backlog,
    disbelieved,
    first_response_days,
    forge_figures,
    has_checks,
)
from commonweal.health.rules.presence import files_there
from commonweal.health.rules.tally import Window

FORM = 1
_MOST_RELEASES = 50
_LEFT_OUT = frozenset({"window", "rules"})


def written_figures(
    cases: Iterable[Case], now: datetime, days: Iterable[int], visible: Visible, measures: Measures, slow_days: float
) -> dict[str, Any]:
    """Count all and write it: by windows, the backlog of today, and what the four words ask for."""
    told = list(cases)
    by_days = {each: forge_figures(told, Window(now, each), visible, measures) for each in days}
    longest = Window(now, max(by_days))
    shown = {Kind.ISSUE: visible.issues, Kind.CHANGE: visible.changes}
    return {
        "form": FORM,
        "visible": {"issues": visible.issues, "changes": visible.changes, "answers": visible.answers},
        "windows": {str(each): _written(figures) for each, figures in by_days.items()},
        "backlog": {kind.value: _written(backlog(told, kind, now)) if shown[kind] else None for kind in Kind},
        "are_issues_answered": are_answered(told, longest, visible, measures),
        "first_response_days": _plain(first_response_days(by_days[longest.days].response, slow_days)),
        "by_programs": sum(1 for each in told if each.is_by_bot),
        "disbelieved": disbelieved(told, now),
    }


def written_standing(standing: Standing) -> dict[str, Any]:
    """Write what a host says of a repository; of its files which of the known kinds are there."""
    releases = standing.releases
    dates = sorted((each.released_at for each in releases or () if each.released_at), reverse=True)
    return {
        "form": FORM,
        "is_archived": standing.is_archived,
        "is_mirror": standing.is_mirror,
        "are_issues_visible": standing.are_issues_visible,
        "are_changes_visible": standing.are_changes_visible,
        "is_branch_protected": standing.is_branch_protected,
        "releases": None if releases is None else [each.name[:200] for each in releases][:_MOST_RELEASES],
        "last_release_at": dates[0].isoformat() if dates else None,
        "ci": standing.ci.value if standing.ci else None,
        "has_checks": has_checks(standing.paths),
        "files": _files(standing),
    }


def _files(standing: Standing) -> Mapping[str, bool] | None:
    found = files_there(standing.paths)
    return None if found is None else dict(found)


def _written(found: object) -> Any:
    """Write a figure and those within it."""
    if not is_dataclass(found):
        return _plain(found)
    names = (each.name for each in fields(found) if each.name not in _LEFT_OUT)
    return {name: _written(getattr(found, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return round(float(value), 6)
    return round(value, 2) if isinstance(value, float) else value

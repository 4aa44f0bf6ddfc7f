"""The figures of an examination as a table with definitions, and the commits of each month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.drawing.columns import Column
from commonweal.health.documents.words import in_words, share
from commonweal.health.models import Examination, ForgeFacts

MONTHS_SHOWN = 36
# (from which moment back, how many days)
WINDOWS = (("from_today", "45"), ("from_today", "90"), ("from_today", "365"), ("from_last_commit", "365"))
COUNTED: Sequence[tuple[str, str, Promise, Promise]] = (
    ("H1", "commits", _("Changes of the code"), _("Commits of people on the default branch; no merges, no programs.")),
    (
        "H2",
        "active_authors",
        _("People who worked on it"),
        _("Everybody with a contribution; several names of one person count once."),
    ),
    (
        "H3",
        "absence_factor",
        _("People who do half of the work"),
        _("The smallest number of people who together made at least half of the contributions."),
    ),
    ("H4", "core_size", _("People who do most of the work"), _("The same with four fifths.")),
    (
        "H5",
        "elephant_factor",
        _("Organisations that do half of the work"),
        _("The same over organisations, told by the mail of a contribution. High means spread over many."),
    ),
    (
        "H6",
        "unknown_organisation_share",
        _("Organisation not known"),
        _("Contributions whose mail tells no organisation, of all."),
    ),
    ("H8", "newcomers", _("Newcomers"), _("People whose first contribution ever lies in the time.")),
    (
        "H9",
        "retention",
        _("Newcomers who stayed"),
        _("Of the newcomers of the time before, those who contributed again."),
    ),
    (
        "H10",
        "core_turnover",
        _("Core that changed"),
        _("Of the people who did most of the work the year before, those who no longer do."),
    ),
    ("H11", "returning", _("People who came back"), _("People who contributed after a silence of a year or more.")),
    (
        "H20",
        "outside_share",
        _("Work from outside"),
        _("Contributions of organisations other than the publisher, of all; at least so much."),
    ),
)
SINGLE: Sequence[tuple[str, str, Promise, Promise]] = (
    (
        "H7",
        "truck_factor",
        _("People whose files would be orphaned"),
        _("How many may leave before fewer than half of the files have an author."),
    ),
    ("H12", "releases.in_window", _("Releases in 365 days"), _("Tags of the repository.")),
    ("H12", "releases.median_days_between", _("Days between releases"), _("The median: half of the gaps are shorter.")),
    ("H12", "releases.days_since_last", _("Days since the last release"), _("On the day of the look.")),
    (
        "H13",
        "releases.versioned_share",
        _("Releases with a proper number"),
        _("Tags named by Semantic Versioning or the calendar, of all."),
    ),
    (
        "H13",
        "releases.signed_share",
        _("Signed releases"),
        _("Tags that carry a signature, of all; it is seen, not verified."),
    ),
    (
        "H13",
        "releases.explained_share",
        _("Releases that say what changed"),
        _("Tags with a message of more than one paragraph, of all."),
    ),
)
TOLD_DAYS = ("91", "365")
TOLD: Sequence[tuple[str, str, Promise, Promise]] = (
    (
        "H14",
        "response.half_within_hours",
        _("Hours until a first answer"),
        _("Half of the issues and change requests had an answer of somebody else within this time."),
    ),
    (
        "H14",
        "response.median_office_hours",
        _("Office hours until a first answer"),
        _("The same in hours of working days, of those that were answered."),
    ),
    (
        "H15",
        "changes.closure_ratio",
        _("Change requests closed for each opened"),
        _("Below 1 they pile up."),
    ),
    (
        "H16",
        "changes.median_days",
        _("Days a change request takes"),
        _("From opened to taken in or closed; the median."),
    ),
    (
        "H18",
        "bug_response.half_within_hours",
        _("Hours until faults are answered"),
        _("As the first line, of what is labelled as a fault."),
    ),
    (
        "H18",
        "security_response.half_within_hours",
        _("Hours until weaknesses are answered"),
        _("As the first line, of what is labelled as a matter of security."),
    ),
    (
        "H19",
        "reviews.coverage",
        _("Changes that somebody else looked at"),
        _("Of the change requests taken in, those with a review by another person."),
    ),
)
HIDDEN: Sequence[tuple[str, Promise]] = (
    ("H14", _("how long people wait for a first answer")),
    ("H15", _("how many change requests are closed for each that is opened")),
    ("H16", _("how long change requests take")),
    ("H17", _("how many issues are open, and how old they are")),
    ("H18", _("how soon weaknesses and faults are answered")),
    ("H19", _("how many changes are looked at by somebody else")),
)
_SHARES = frozenset(
    {"retention", "core_turnover", "versioned_share", "signed_share", "explained_share", "closure_ratio", "coverage"}
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure: what its definition calls it, how it is counted, and its values in the order of the columns."""

    metric: str
    name: str
    definition: str
    values: tuple[str, ...]

    @property
    def values_known(self) -> tuple[bool, ...]:
        """Of each value whether there is one."""
        return tuple(value != translate("not known") for value in self.values)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in words, and how many commits it had."""

    name: str
    count: int


def windowed(examination: Examination) -> list[FigureRow]:
    """The figures that are counted in windows; one that is not counted in a window has a dash there."""
    figures = examination.figures
    return [
        FigureRow(metric, str(name), str(definition), tuple(_value(_window(figures, *at), key) for at in WINDOWS))
        for metric, key, name, definition in COUNTED
    ]


def year_today(metric: FigureRow) -> str:
    """Of the values by window that of the year before the look."""
    return metric.values[WINDOWS.index(("from_today", "365"))]


def single(examination: Examination) -> list[FigureRow]:
    """The figures that are counted once."""
    found = []
    for metric, path, name, definition in SINGLE:
        holder, _dot, key = path.rpartition(".")
        values = examination.figures.get(holder) or {} if holder else examination.figures
        found.append(FigureRow(metric, str(name), str(definition), (_value(values, key),)))
    return found


def told(forge: ForgeFacts) -> list[FigureRow]:
    """What the host told, for three months and a year; one that it does not show is not known."""
    windows = forge.figures.get("windows") or {}
    return [
        FigureRow(metric, str(name), str(definition), tuple(_deep(windows.get(days) or {}, path) for days in TOLD_DAYS))
        for metric, path, name, definition in TOLD
    ]


def open_issues(forge: ForgeFacts) -> tuple[int, str] | None:
    """H17: how many issues are open, and the share older than a year; None where they are not visible."""
    backlog = (forge.figures.get("backlog") or {}).get("issue")
    if not backlog:
        return None
    old = backlog.get("old_share")
    return backlog["open"], translate("not known") if old is None else share(old)


def not_visible(forge: ForgeFacts | None) -> list[tuple[str, Promise]]:
    """What the host does not show; all of it where it was not asked or did not answer."""
    seen = {row.metric for row in (told(forge) if forge else []) if any(row.values_known)}
    if forge is not None and open_issues(forge) is not None:
        seen.add("H17")
    return [(metric, text) for metric, text in HIDDEN if metric not in seen]


def months(examination: Examination, today: date) -> list[Month]:
    """The commits of each month of the last three years, the oldest first; as far as the project is that old."""
    counts: dict[tuple[int, int], int] = {}
    for day, count in examination.days.items():
        counts[(int(day[:4]), int(day[5:7]))] = counts.get((int(day[:4]), int(day[5:7])), 0) + count
    place = today.year * 12 + today.month - 1
    every = [divmod(at, 12) for at in range(place - MONTHS_SHOWN + 1, place + 1)]
    first = examination.first_commit_at
    begun = (first.year, first.month) if first else (0, 0)
    return [
        Month(f"{MONTHS[month + 1]} {year}", counts.get((year, month + 1), 0))
        for year, month in every
        if (year, month + 1) >= begun
    ]


def columns(found: Sequence[Month]) -> list[Column]:
    """The months as columns of a chart."""
    return [Column(month.name, month.count) for month in found]


def _window(figures: Mapping[str, Any], start: str, days: str) -> Mapping[str, Any]:
    return (figures.get(start) or {}).get(days) or {}


def _deep(window: Mapping[str, Any], path: str) -> str:
    holder, _dot, key = path.partition(".")
    values = window.get(holder) or {}
    waited = values.get("longest_wait_hours")
    if key == "half_within_hours" and values.get(key) is None and waited:
        # Fewer than half have an answer yet: all one knows is how long they have waited.
        return translate("more than %(hours)s, and no answer yet") % {"hours": in_words(key, waited)}
    return _value(values, key)


def _value(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if value is None:
        return translate("not known")
    return share(value) if key in _SHARES else in_words(key, value)

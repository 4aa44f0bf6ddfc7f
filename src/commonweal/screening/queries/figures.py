"""How many asked, how many were ruled at once, and how long rulings took: by kind and month, within a scope.

Each request counts once, in the month in which it was asked, by its first ruling: whatever is reopened later, the
first answer is what somebody waited for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from commonweal.components.queries import Scope
from commonweal.screening.models import How, Request, Ruling
from commonweal.screening.rules.figures import median_seconds, ninetieth_seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """One month and kind, or all of them; `asked` is the sum of the five counts that follow it.

    Times are in seconds from asking to the first ruling; None where nothing was ruled.
    """

    month: date | None
    kind: str
    asked: int
    fast_lane: int
    earlier: int
    person: int
    withdrawn: int
    waiting: int
    median: float | None
    ninetieth: float | None
    median_of_persons: float | None

    @property
    def at_once_share(self) -> float | None:
        """The share of what was asked that the fast lane ruled."""
        return self.fast_lane / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class _Row:
    month: date
    kind: str
    how: str
    seconds: float | None


def figures(scope: Scope) -> tuple[Figure, list[Figure]]:
    """Give the figure of everything, and those of each month and kind, newest month first."""
    rows = _rows(scope)
    grouped: dict[tuple[date, str], list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[row.month, row.kind].append(row)
    newest = sorted(grouped, key=lambda key: (-key[0].toordinal(), key[1]))
    return _figure(None, "", rows), [_figure(month, kind, grouped[month, kind]) for month, kind in newest]


def _rows(scope: Scope) -> list[_Row]:
    first = Ruling.objects.filter(request=OuterRef("pk")).order_by("at", "pk")
    found = Request.objects.annotate(
        first_how=Subquery(first.values("how")[:1]), first_at=Subquery(first.values("at")[:1])
    )  # fmt: skip
    if not scope.is_everything:
        found = found.filter(body__in=scope.bodies)
    values = found.values_list("kind", "asked_at", "withdrawn_at", "first_how", "first_at")
    return [_row(*each) for each in values.order_by()]


def _row(kind: str, asked_at: datetime, withdrawn_at: datetime | None, how: str | None, at: datetime | None) -> _Row:
    month = timezone.localtime(asked_at).date().replace(day=1)
    state = how or ("withdrawn" if withdrawn_at else "waiting")
    return _Row(month, kind, state, (at - asked_at).total_seconds() if at else None)


def _figure(month: date | None, kind: str, rows: Sequence[_Row]) -> Figure:
    times = _seconds(rows)
    of_persons = _seconds(row for row in rows if row.how == How.PERSON)
    return Figure(
        month=month,
        kind=kind,
        asked=len(rows),
        fast_lane=_count(rows, How.FAST_LANE),
        earlier=_count(rows, How.EARLIER),
        person=_count(rows, How.PERSON),
        withdrawn=_count(rows, "withdrawn"),
        waiting=_count(rows, "waiting"),
        median=median_seconds(times),
        ninetieth=ninetieth_seconds(times),
        median_of_persons=median_seconds(of_persons),
    )


def _count(rows: Iterable[_Row], how: str) -> int:
    return sum(row.how == how for row in rows)


def _seconds(rows: Iterable[_Row]) -> list[float]:
    return [row.seconds for row in rows if row.seconds is not None]

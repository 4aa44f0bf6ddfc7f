"""What changed within a scope since a moment: new findings, decisions, and lists that came in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from commonweal.components.models import SbomDocument
from commonweal.components.queries import Scope
from commonweal.risk.models import Decision, Vulnerability
from commonweal.risk.queries.standings import PlaceTask


@dataclass(frozen=True, slots=True)
class NewHit:
    """A vulnerability that is known to hit some bodies only since then."""

    vulnerability: Vulnerability
    bodies: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed; `new` with what is exploited and severe first."""

    new: tuple[NewHit, ...]
    decided: int
    ended: int
    lists: int

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changed."""
        return not (self.new or self.decided or self.ended or self.lists)


def changes_since(scope: Scope, since: datetime, tasks: Iterable[PlaceTask]) -> Changes:
    """Tell what changed, from the tasks of each body in the scope (`standings.tasks_by`); findings by the day."""
    first_day = timezone.localtime(since).date()
    bodies: dict[int, set[int]] = defaultdict(set)
    named: dict[int, Vulnerability] = {}
    for task in tasks:
        if task.open and task.known_since >= first_day:
            bodies[task.vulnerability.pk].add(task.place)
            named[task.vulnerability.pk] = task.vulnerability
    new = [NewHit(named[pk], len(places)) for pk, places in bodies.items()]
    decisions = Decision.objects.all() if scope.is_everything else Decision.objects.filter(body__in=scope.bodies)
    lists = SbomDocument.objects.filter(system__in=scope.systems(), received_at__gte=since)
    return Changes(
        new=tuple(sorted(new, key=_order)),
        decided=decisions.filter(decided_at__gte=since).count(),
        ended=decisions.filter(ended_at__gte=since).count(),
        lists=lists.count(),
    )


def _order(given: NewHit) -> tuple[object, ...]:
    found = given.vulnerability
    return (found.exploited_on is None, -float(found.score or 0), found.name)

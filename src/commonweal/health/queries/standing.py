"""Projects, and the examination of each that stands: the newest that did not fail."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from commonweal.health.models import Examination, Project

EXAMINED_EVERY = timedelta(days=1)
# Addresses under "example" are reserved for what is made up, such as the demo world: nothing ever answers there.
_MADE_UP = r"^[a-z]+://[^/]*\.example(:[0-9]+)?(/|$)"


def not_made_up() -> QuerySet[Project]:
    """The projects that can be looked at, since their address is one of this world."""
    return Project.objects.exclude(url__iregex=_MADE_UP)


def is_made_up(project: Project) -> bool:
    """Whether its address is made up, so that nobody ever looks there."""
    return re.match(_MADE_UP, project.url, re.IGNORECASE) is not None


def projects() -> QuerySet[Project]:
    """All projects, each with its entry and with `is_examined`."""
    good = Examination.objects.filter(project=OuterRef("pk"), failure="")
    return Project.objects.select_related("entry").annotate(is_examined=Exists(good)).order_by("url")


def standing(project: Project) -> Examination | None:
    """The examination that stands, None before the first."""
    return Examination.objects.filter(project=project, failure="").order_by("-examined_at", "-pk").first()


def standing_examinations(of: Iterable[Project] | None = None) -> QuerySet[Examination]:
    """The one that stands of each project that has one, or only of these."""
    good = Examination.objects.filter(failure="")
    if of is not None:
        good = good.filter(project__in=[each.pk for each in of])
    newest = good.order_by("project_id", "-examined_at", "-pk").distinct("project_id")
    return Examination.objects.filter(pk__in=newest.values("pk"))


def last_failure(project: Project) -> Examination | None:
    """The failure since the examination that stands, None where the newest look went well."""
    newest = newest_look(project)
    return newest if newest is not None and newest.failure else None


def newest_look(project: Project) -> Examination | None:
    """The newest examination, failed or not, by when it was last found so."""
    return Examination.objects.filter(project=project).order_by("-seen_at", "-pk").first()


def due_projects(now: datetime, most: int) -> list[Project]:
    """Those to look at next: never looked at first, then the longest ago; none that was looked at within a day."""
    looked = not_made_up().annotate(looked_at=Max("examinations__seen_at"))
    due = looked.filter(Q(looked_at=None) | Q(looked_at__lt=now - EXAMINED_EVERY))
    return list(due.order_by(F("looked_at").asc(nulls_first=True), "pk")[:most])

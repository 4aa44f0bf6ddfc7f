"""Projects, and the examination of each that stands: the newest that did not fail."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from commonweal.health.models import Examination, Project

EXAMINED_EVERY = timedelta(days=1)


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
    looked = Project.objects.annotate(looked_at=Max("examinations__seen_at"))
    due = looked.filter(Q(looked_at=None) | Q(looked_at__lt=now - EXAMINED_EVERY))
    return list(due.order_by(F("looked_at").asc(nulls_first=True), "pk")[:most])

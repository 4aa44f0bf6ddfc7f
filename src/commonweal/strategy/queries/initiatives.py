"""Initiatives that somebody may see, what is the matter with them, and how long such things live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from commonweal.organisations.models import Body, Office
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Initiative, Milestone
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.rules.alarms import Alarm, Running, alarms_of_initiative
from commonweal.strategy.rules.survival import Life, Survival, survival


@dataclass(frozen=True, slots=True)
class Watched:
    """An initiative and what is the matter with it, the gravest first."""

    initiative: Initiative
    alarms: tuple[Alarm, ...]


def initiatives_for(viewer: Viewer) -> QuerySet[Initiative]:
    """Every initiative that the viewer may see: those that run first, by the day their money ends."""
    found = visible(initiatives_with_milestones(), viewer).select_related("owner", "office")
    by_end = (F("ended_on").desc(nulls_first=True), F("funding_ends_on").asc(nulls_last=True), "title", "pk")
    return found.prefetch_related("owner__names").order_by(*by_end)


def initiatives_with_milestones() -> QuerySet[Initiative]:
    """Every initiative with the steps of its plan that were not reached yet, as `watched` reads them."""
    milestones = Prefetch("milestones", Milestone.objects.filter(reached_at=None), to_attr="milestones_open")
    return Initiative.objects.prefetch_related(milestones)


def initiatives_of(viewer: Viewer, body: Body) -> QuerySet[Initiative]:
    """The initiatives that a body keeps and the viewer may see."""
    return initiatives_for(viewer).filter(owner=body)


def initiative_for(viewer: Viewer, pk: int) -> Initiative | None:
    """An initiative that the viewer may see."""
    return initiatives_for(viewer).filter(pk=pk).first()


def watched(initiatives: Iterable[Initiative], today: date) -> list[Watched]:
    """What is the matter with each, on a day; they come from `initiatives_for`."""
    terms = watch_pack().terms
    return [Watched(each, alarms_of_initiative(_running(each), terms, today)) for each in initiatives]


def survival_of_offices(viewer: Viewer, today: date) -> Survival:
    """How long the offices of the directory live."""
    found = visible(Office.objects.all(), viewer)
    return survival((Life(each.active_from, each.active_to, each.is_closed) for each in found), today)


def survival_of_initiatives(viewer: Viewer, today: date) -> Survival:
    """How long initiatives live."""
    rows = visible(Initiative.objects.all(), viewer).order_by().values_list("started_on", "ended_on")
    return survival((Life(began, ended, ended is not None and ended <= today) for began, ended in rows), today)


def _running(initiative: Initiative) -> Running:
    return Running(
        registered_on=timezone.localtime(initiative.registered_at).date(),
        started_on=initiative.started_on,
        funding_ends_on=initiative.funding_ends_on,
        has_funding_plan=bool(initiative.funding_plan),
        owner_name=initiative.owner_name,
        people_count=initiative.people_count,
        review_on=initiative.review_on,
        ended_on=initiative.ended_on,
        milestones_open=[each.due_on for each in initiative.milestones_open],  # type: ignore[attr-defined]
    )

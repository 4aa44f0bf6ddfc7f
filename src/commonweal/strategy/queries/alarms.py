"""What calls for somebody at a body: reviews, actions and initiatives, each with the thing it is about."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commonweal.organisations.models import Body, Visibility, Visible
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Initiative, Milestone, PlannedAction, Strategy
from commonweal.strategy.queries.initiatives import initiatives_with_milestones, watched
from commonweal.strategy.rules.alarms import Alarm, alarms_of_action, alarms_of_strategy

Thing = TypeVar("Thing", bound=Visible)


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm and what it is about; `about` names the thing for a machine, such as "initiative 7"."""

    alarm: Alarm
    thing: Strategy | PlannedAction | Initiative
    about: str


def alarms_of(body: Body, today: date, viewer: Viewer | None = None) -> list[Raised]:
    """What calls for somebody at a body, oldest first; without a viewer, all that the body's own people may see."""
    strategies = _seen(Strategy.objects.filter(owner=body, ended_at=None), viewer)
    actions = _seen(open_actions().filter(owner=body), viewer)
    initiatives = _seen(initiatives_with_milestones().filter(owner=body, ended_on=None), viewer)
    found = [
        *(_raised(each, alarm) for each in strategies for alarm in _of_strategy(each, today)),
        *(_raised(each, alarm) for each in actions for alarm in _of_action(each, today)),
        *(_raised(each.initiative, alarm) for each in watched(initiatives, today) for alarm in each.alarms),
    ]
    return sorted(found, key=lambda each: (each.alarm.on, each.about))


def open_actions() -> QuerySet[PlannedAction]:
    """Every action that is neither done nor dropped nor carried over."""
    return PlannedAction.objects.filter(done_at=None, dropped_at=None, carried_to=None)


def bodies_to_tell() -> QuerySet[Body]:
    """The bodies where something might call for somebody."""
    here = {"owner": OuterRef("pk"), "visibility__gte": Visibility.BODY}
    anything = (
        Exists(Strategy.objects.filter(ended_at=None, **here))
        | Exists(open_actions().filter(**here))
        | Exists(Initiative.objects.filter(ended_on=None, **here))
    )
    return Body.objects.filter(Q(ended_on=None) & anything).order_by("pk")


def milestones_of(initiative: Initiative) -> QuerySet[Milestone]:
    """The steps of an initiative in the order of their days."""
    return initiative.milestones.select_related("reached_by")


def _seen(things: QuerySet[Thing], viewer: Viewer | None) -> QuerySet[Thing]:
    return things.filter(visibility__gte=Visibility.BODY) if viewer is None else visible(things, viewer)


def _of_strategy(strategy: Strategy, today: date) -> tuple[Alarm, ...]:
    return alarms_of_strategy(strategy.review_on, strategy.ends_on, today)


def _of_action(action: PlannedAction, today: date) -> tuple[Alarm, ...]:
    planned_on = timezone.localtime(action.planned_at).date()
    return alarms_of_action(action.due_on, action.owner_name, planned_on, today)


def _raised(thing: Strategy | PlannedAction | Initiative, alarm: Alarm) -> Raised:
    return Raised(alarm, thing, f"{thing._meta.model_name} {thing.pk}")

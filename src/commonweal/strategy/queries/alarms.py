"""What calls for somebody at a body: reviews, actions and initiatives, each with the thing it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commonweal.organisations.models import Body, Visibility, Visible
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Initiative, Milestone, PlannedAction, Strategy, TeamMember
from commonweal.strategy.queries.initiatives import initiatives_with_milestones, watched
from commonweal.strategy.queries.team import load_of
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.rules.alarms import Alarm, AlarmKind, alarms_of_action, alarms_of_strategy
from commonweal.strategy.rules.team import short_from

Thing = Strategy | PlannedAction | Initiative | TeamMember | Body
Seen = TypeVar("Seen", bound=Visible)


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm and what it is about; `about` names the thing for a machine, such as "initiative 7"."""

    alarm: Alarm
    thing: Thing
    about: str


def alarms_of(body: Body, today: date, viewer: Viewer | None = None) -> list[Raised]:
    """What calls for somebody at a body, oldest first; without a viewer, all that the body's own people may see."""
    strategies = _seen(Strategy.objects.filter(owner=body, ended_at=None), viewer)
    actions = list(_seen(open_actions().filter(owner=body), viewer))
    initiatives = _seen(initiatives_with_milestones().filter(owner=body, ended_on=None), viewer)
    found = [
        *(_raised(each, alarm) for each in strategies for alarm in _of_strategy(each, today)),
        *(_raised(each, alarm) for each in actions for alarm in _of_action(each, today)),
        *(_raised(each.initiative, alarm) for each in watched(initiatives, today) for alarm in each.alarms),
        *_of_team(body, actions, today, viewer),
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
        | Exists(TeamMember.objects.filter(withdrawn_at=None, **here))
    )
    return Body.objects.filter(Q(ended_on=None) & anything).order_by("pk")


def milestones_of(initiative: Initiative) -> QuerySet[Milestone]:
    """The steps of an initiative in the order of their days."""
    return initiative.milestones.select_related("reached_by")


def _seen(things: QuerySet[Seen], viewer: Viewer | None) -> QuerySet[Seen]:
    return things.filter(visibility__gte=Visibility.BODY) if viewer is None else visible(things, viewer)


def _of_strategy(strategy: Strategy, today: date) -> tuple[Alarm, ...]:
    return alarms_of_strategy(strategy.review_on, strategy.ends_on, today)


def _of_action(action: PlannedAction, today: date) -> tuple[Alarm, ...]:
    planned_on = timezone.localtime(action.planned_at).date()
    return alarms_of_action(action.due_on, action.owner_name, planned_on, today)


def _of_team(body: Body, actions: Sequence[PlannedAction], today: date, viewer: Viewer | None) -> Iterator[Raised]:
    """Months for which too much is planned, and people whose time ends with nobody after them."""
    team = TeamMember.objects.filter(owner=body, withdrawn_at=None).select_related("initiative", "owner")
    members = list(_seen(team, viewer))
    if not members:
        return
    pack, found = watch_pack(), load_of(members, actions, today)
    short = short_from(found.load, pack.team_months, pack.team_missing_days * 100)
    if short is not None:
        yield _raised(body, Alarm(AlarmKind.TEAM_SHORT, short))
    soon = today + timedelta(days=pack.terms.funding_days)
    for each in found.endings:
        if each.on <= soon and (each.left or each.is_last):
            yield _raised(found.members[each.key][-1], Alarm(AlarmKind.TEAM_LEAVES, each.on))


def _raised(thing: Thing, alarm: Alarm) -> Raised:
    return Raised(alarm, thing, f"{thing._meta.model_name} {thing.pk}")

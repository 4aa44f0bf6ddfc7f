"""The next two years of a body on one page: every day that is known, and what its initiatives have not planned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.strategy.models import Initiative, Milestone, PlannedAction, Strategy
from commonweal.strategy.queries.initiatives import Watched, initiatives_of, watched
from commonweal.strategy.queries.strategies import actions_of, standing_strategy
from commonweal.strategy.queries.team import TeamLoad, load_of, team_of
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.rules.alarms import AlarmKind, month_after
from commonweal.strategy.rules.horizon import Stretch, unplanned


class DayKind(StrEnum):
    """What is on a day."""

    ACTION = "action"
    MILESTONE = "milestone"
    STRATEGY_REVIEW = "strategy_review"
    STRATEGY_END = "strategy_end"
    INITIATIVE_REVIEW = "initiative_review"
    FUNDING_PLAN = "funding_plan"
    FUNDING_END = "funding_end"
    TEAM_END = "team_end"


@dataclass(frozen=True, slots=True)
class PlanDay:
    """Something on a day: its title, who sees to it ("" is not known), its page; `key` names it for a machine."""

    on: date
    kind: DayKind
    title: str
    who: str
    address: str
    key: str


@dataclass(frozen=True, slots=True)
class InitiativePlan:
    """What an initiative has planned: until when it should (None where its beginning is not known), and what lacks."""

    watched: Watched
    until: date | None
    stretches: tuple[Stretch, ...]

    @property
    def lacks_funding_plan(self) -> bool:
        """Whether it should say by now what follows when the money ends, and does not."""
        return any(alarm.kind == AlarmKind.NO_FUNDING_PLAN for alarm in self.watched.alarms)


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is planned: days until `until`, those that passed first; how many come later, and how many have no day."""

    until: date
    days: tuple[PlanDay, ...]
    later: int
    undated: tuple[PlannedAction, ...]
    initiatives: tuple[InitiativePlan, ...]
    team: TeamLoad


def horizon_of(viewer: Viewer, body: Body, today: date) -> Horizon:
    """The next months of a body, as far as the viewer may see them."""
    pack = watch_pack()
    until = month_after(today, pack.plan_months)
    strategy = standing_strategy(viewer, body)
    actions = list(actions_of(viewer, body).filter(done_at=None, dropped_at=None))
    running = watched(initiatives_of(viewer, body).filter(ended_on=None), today)
    members = list(team_of(viewer, body))
    team = load_of(members, actions if members else [], today)
    days = sorted(
        (
            *_of_strategy(strategy),
            *(_of_action(each) for each in actions if each.due_on),
            *(day for each in running for day in _of_initiative(each)),
            *_of_team(team),
        ),
        key=lambda each: (each.on, each.key),
    )
    return Horizon(
        until=until,
        days=tuple(each for each in days if each.on <= until),
        later=sum(each.on > until for each in days),
        undated=tuple(each for each in actions if each.due_on is None),
        initiatives=tuple(_plans(running, today)),
        team=team,
    )


def _of_strategy(strategy: Strategy | None) -> Iterator[PlanDay]:
    if strategy is None:
        return
    for day, kind in ((strategy.review_on, DayKind.STRATEGY_REVIEW), (strategy.ends_on, DayKind.STRATEGY_END)):
        if day is not None:
            yield PlanDay(day, kind, strategy.title, "", strategy.get_absolute_url(), f"{kind.value}-{strategy.pk}")


def _of_action(action: PlannedAction) -> PlanDay:
    kind, day = DayKind.ACTION, action.due_on or date.max
    return PlanDay(day, kind, action.title, action.owner_name, action.get_absolute_url(), f"{kind.value}-{action.pk}")


def _of_initiative(found: Watched) -> Iterator[PlanDay]:
    one, address = found.initiative, found.initiative.get_absolute_url()
    open_steps: Sequence[Milestone] = one.milestones_open  # type: ignore[attr-defined]  # read by the query
    for step in open_steps:
        kind = DayKind.MILESTONE
        yield PlanDay(step.due_on, kind, f"{one}: {step}", step.owner_name, address, f"{kind.value}-{step.pk}")
    starts = None if one.funding_plan else one.started_on
    missing = month_after(starts, watch_pack().terms.plan_month) if starts else None
    known = (
        (one.review_on, DayKind.INITIATIVE_REVIEW),
        (missing, DayKind.FUNDING_PLAN),
        (one.funding_ends_on, DayKind.FUNDING_END),
    )
    for day, kind in known:
        if day is not None:
            yield PlanDay(day, kind, one.title, one.owner_name, address, f"{kind.value}-{one.pk}")


def _of_team(team: TeamLoad) -> Iterator[PlanDay]:
    for each in team.endings:
        member, kind = team.members[each.key][-1], DayKind.TEAM_END
        yield PlanDay(each.on, kind, str(member), "", member.get_absolute_url(), f"{kind.value}-{member.pk}")


def _plans(running: Iterable[Watched], today: date) -> Iterator[InitiativePlan]:
    found, pack = list(running), watch_pack()
    steps = _steps([each.initiative for each in found])
    for each in found:
        begins = each.initiative.started_on
        until = month_after(begins, pack.plan_months) if begins else None
        planned = steps[each.initiative.pk]
        stretches = unplanned(begins, until, planned, pack.plan_gap_months, today) if begins and until else ()
        yield InitiativePlan(each, until, stretches)


def _steps(initiatives: Sequence[Initiative]) -> dict[int, list[date]]:
    """Every step of each initiative, reached or not."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = Milestone.objects.filter(initiative__in=initiatives).values_list("initiative_id", "due_on")
    for pk, day in rows.order_by():
        found[pk].append(day)
    return found

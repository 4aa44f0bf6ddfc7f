"""Strategies that somebody may see, with their goals and what is done for each."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Clause, Evidence, Goal, Initiative, PlannedAction, Strategy


@dataclass(frozen=True, slots=True)
class Aimed:
    """A goal with the actions and clauses behind it that the reader may see."""

    goal: Goal
    actions: tuple[PlannedAction, ...]
    clauses: tuple[Clause, ...]

    @property
    def label(self) -> str:
        """The id of its heading on a page."""
        return f"goal-{self.goal.pk}"


@dataclass(frozen=True, slots=True)
class Orphans:
    """What hangs in the air: goals for which nothing is done, actions and initiatives that serve no goal.

    `without_initiative` are goals for which no initiative runs.
    """

    goals: tuple[Goal, ...]
    actions: tuple[PlannedAction, ...]
    initiatives: tuple[Initiative, ...]
    without_initiative: tuple[Goal, ...]

    @property
    def count(self) -> int:
        """How many things hang in the air."""
        return len(self.goals) + len(self.actions) + len(self.initiatives)


def strategies_of(viewer: Viewer, body: Body) -> QuerySet[Strategy]:
    """The strategies of a body that the viewer may see, the newest version first."""
    return visible(Strategy.objects.filter(owner=body), viewer).order_by("-version")


def strategy_for(viewer: Viewer, pk: int) -> Strategy | None:
    """A strategy that the viewer may see."""
    found = visible(Strategy.objects.all(), viewer).select_related("owner", "renews", "ended_by")
    return found.prefetch_related("owner__names").filter(pk=pk).first()


def standing_strategy(viewer: Viewer, body: Body) -> Strategy | None:
    """The strategy of a body that stands, if the viewer may see it."""
    return strategies_of(viewer, body).filter(ended_at=None).first()


def aimed(viewer: Viewer, strategy: Strategy) -> list[Aimed]:
    """The goals of a strategy with what is done for each; goals that ended come last."""
    actions: dict[int | None, list[PlannedAction]] = defaultdict(list)
    for action in seen_actions(viewer).filter(goal__strategy=strategy):
        actions[action.goal_id].append(action)
    clauses: dict[int | None, list[Clause]] = defaultdict(list)
    for clause in visible(Clause.objects.filter(goal__strategy=strategy, ended_at=None), viewer):
        clauses[clause.goal_id].append(clause)
    found = [Aimed(goal, tuple(actions[goal.pk]), tuple(clauses[goal.pk])) for goal in strategy.goals.all()]
    return sorted(found, key=lambda each: (each.goal.ended_at is not None, each.goal.pk))


def seen_actions(viewer: Viewer) -> QuerySet[PlannedAction]:
    """Every action that the viewer may see, with what shows that it was done."""
    evidence = Prefetch("evidence", Evidence.objects.filter(withdrawn_at=None).select_related("by"))
    found = visible(PlannedAction.objects.all(), viewer)
    return found.select_related("owner", "goal__strategy", "initiative", "carried_to", "done_by").prefetch_related(
        evidence
    )


def actions_of(viewer: Viewer, body: Body) -> QuerySet[PlannedAction]:
    """The actions of a body that the viewer may see; those carried over are shown by their copies."""
    return seen_actions(viewer).filter(owner=body, carried_to=None)


def action_for(viewer: Viewer, pk: int) -> PlannedAction | None:
    """An action that the viewer may see."""
    found = seen_actions(viewer).select_related("dropped_by", "carried_from").prefetch_related("owner__names")
    return found.filter(pk=pk).first()


def goal_seen(viewer: Viewer, goal: Goal | None) -> Goal | None:
    """The goal of an action or a clause; None where its strategy is hidden from the viewer."""
    if goal is None or not visible(Strategy.objects.filter(pk=goal.strategy_id), viewer).exists():
        return None
    return goal


def initiative_seen(viewer: Viewer, initiative: Initiative | None) -> Initiative | None:
    """The initiative of an action; None where it is hidden from the viewer."""
    if initiative is None or not visible(Initiative.objects.filter(pk=initiative.pk), viewer).exists():
        return None
    return initiative


def goals_to_choose(body: Body) -> QuerySet[Goal]:
    """The goals that stand in the strategy that stands."""
    return Goal.objects.filter(strategy__owner=body, strategy__ended_at=None, ended_at=None)


def is_open(action: PlannedAction) -> bool:
    """Whether something is still to be done; `carried_to` is read already in what comes from here."""
    return action.done_at is None and action.dropped_at is None and not hasattr(action, "carried_to")


def orphans(viewer: Viewer, body: Body) -> Orphans:
    """What hangs in the air at a body, as far as the viewer may see it; nothing of the goals of a hidden strategy."""
    strategy = standing_strategy(viewer, body)
    actions = list(actions_of(viewer, body).filter(dropped_at=None))
    done_for = {action.goal_id for action in actions}
    running_for = {action.goal_id for action in actions if action.initiative_id}
    goals = list(strategy.goals.filter(ended_at=None)) if strategy else []
    serving = {action.initiative_id for action in actions if action.goal_id}
    initiatives = visible(Initiative.objects.filter(owner=body, ended_on=None), viewer)
    return Orphans(
        goals=tuple(goal for goal in goals if goal.pk not in done_for),
        actions=tuple(action for action in actions if action.goal_id is None and action.done_at is None),
        initiatives=tuple(each for each in initiatives if each.pk not in serving),
        without_initiative=tuple(goal for goal in goals if goal.pk not in running_for),
    )

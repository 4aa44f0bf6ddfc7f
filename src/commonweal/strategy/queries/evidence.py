"""What shows that a body has a strategy, for those who assess it: goals, owners, and clauses of other documents."""

from dataclasses import dataclass

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, visible
from commonweal.strategy.models import Clause, DocumentKind
from commonweal.strategy.queries.strategies import actions_of, standing_strategy


@dataclass(frozen=True, slots=True)
class StrategyEvidence:
    """Counts, as far as the reader may see; `clauses` name open source also where there is no strategy."""

    has_strategy: bool
    goals: int
    goals_with_action: int
    goals_owned: int
    clauses: int
    clauses_elsewhere: int

    @property
    def is_there(self) -> bool:
        """Whether anything shows a strategy: one of its own, or clauses of other documents."""
        return self.has_strategy or self.clauses > 0


def strategy_evidence(viewer: Viewer, body: Body) -> StrategyEvidence:
    """What is on file for a body.

    `goals_with_action` have an action that was not dropped; of those, `goals_owned` name somebody for each open one.
    """
    strategy = standing_strategy(viewer, body)
    goals = [goal.pk for goal in strategy.goals.filter(ended_at=None)] if strategy else []
    actions = list(actions_of(viewer, body).filter(goal__in=goals, dropped_at=None))
    with_action = {action.goal_id for action in actions}
    unowned = {action.goal_id for action in actions if not action.owner_name and action.done_at is None}
    clauses = visible(Clause.objects.filter(owner=body, ended_at=None), viewer)
    kinds = list(clauses.values_list("kind", flat=True))
    return StrategyEvidence(
        has_strategy=strategy is not None,
        goals=len(goals),
        goals_with_action=len(with_action),
        goals_owned=len(with_action - unowned),
        clauses=len(kinds),
        clauses_elsewhere=sum(kind != DocumentKind.STRATEGY for kind in kinds),
    )

"""What a council reads before it decides: everything on file for the strategy of a body, gathered once."""

from dataclasses import dataclass
from datetime import date

from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.strategy.models import Clause, Concern, PlannedAction, Strategy
from commonweal.strategy.queries.clauses import Matrix, matrix_of
from commonweal.strategy.queries.concerns import open_concerns
from commonweal.strategy.queries.figures import Measured, figures_for
from commonweal.strategy.queries.strategies import Aimed, actions_of, aimed, is_open, standing_strategy
from commonweal.strategy.queries.team import TeamLoad, team_load


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A goal that stands, what is open and done for it, and the figures that tell of it."""

    aimed: Aimed
    open_actions: tuple[PlannedAction, ...]
    done: tuple[PlannedAction, ...]
    figures: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says; `loose` are open actions that serve no goal. Without a strategy there are no goals."""

    body: Body
    strategy: Strategy | None
    goals: tuple[GoalPart, ...]
    loose: tuple[PlannedAction, ...]
    clauses: tuple[Clause, ...]
    concerns: tuple[Concern, ...]
    matrix: Matrix
    team: TeamLoad
    made_on: date

    @property
    def open_actions(self) -> tuple[PlannedAction, ...]:
        """Everything that is still to be done, for a goal or for none."""
        return (*(action for goal in self.goals for action in goal.open_actions), *self.loose)


def paper_of(viewer: Viewer, body: Body, today: date) -> Paper:
    """The paper of a body as the viewer may see it; who may not see everything is no reader of it."""
    strategy = standing_strategy(viewer, body)
    goals = [each for each in aimed(viewer, strategy) if each.goal.ended_at is None] if strategy else []
    measured = figures_for(viewer, body, {each.goal.aim for each in goals}, today)
    standing = {each.goal.pk for each in goals}
    loose = actions_of(viewer, body).filter(done_at=None, dropped_at=None).exclude(goal__in=standing)
    matrix = matrix_of(viewer, body)
    return Paper(
        body=body,
        strategy=strategy,
        goals=tuple(_part(each, measured) for each in goals),
        loose=tuple(loose),
        clauses=tuple(row.clause for row in matrix.rows),
        concerns=tuple(open_concerns(viewer, body)),
        matrix=matrix,
        team=team_load(viewer, body, today),
        made_on=today,
    )


def _part(found: Aimed, measured: list[Measured]) -> GoalPart:
    return GoalPart(
        aimed=found,
        open_actions=tuple(each for each in found.actions if is_open(each)),
        done=tuple(each for each in found.actions if each.done_at is not None),
        figures=tuple(each for each in measured if found.goal.aim in each.figure.aims),
    )

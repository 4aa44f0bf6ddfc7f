"""The nouns of the context."""

from commonweal.strategy.models.alerts import Alert
from commonweal.strategy.models.clauses import Clause, ClauseSupport, DocumentKind, SupportKind
from commonweal.strategy.models.concerns import Concern
from commonweal.strategy.models.initiatives import Initiative, Milestone, Participation, PartKind
from commonweal.strategy.models.stakeholders import Reach, Sector, Stakeholder
from commonweal.strategy.models.strategies import Aim, Evidence, Goal, PlannedAction, Strategy, StrategyReview
from commonweal.strategy.models.team import PaidBy, TeamMember

__all__ = [
    "Aim",
    "Alert",
    "Clause",
    "ClauseSupport",
    "Concern",
    "DocumentKind",
    "Evidence",
    "Goal",
    "Initiative",
    "Milestone",
    "PaidBy",
    "PartKind",
    "Participation",
    "PlannedAction",
    "Reach",
    "Sector",
    "Stakeholder",
    "Strategy",
    "StrategyReview",
    "SupportKind",
    "TeamMember",
]

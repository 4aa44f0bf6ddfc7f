"""The nouns of the context."""

from commonweal.health.models.examinations import Examination, LifeStage, Reach
from commonweal.health.models.forge import ForgeFacts, ForgeLook, Ticket, TicketKind
from commonweal.health.models.lifecycles import (
    Ended,
    LifecycleProduct,
    LifecycleRange,
    LifecycleReading,
    LifecycleRelease,
    LifecycleSource,
    ReleaseCycle,
)
from commonweal.health.models.packages import PackageFacts
from commonweal.health.models.projects import Project
from commonweal.health.models.sayings import MaintenanceConfirmation, StageDeclaration
from commonweal.health.models.screening import Course, HealthDecision, Importance, ManualCheck

__all__ = [
    "Course",
    "Ended",
    "Examination",
    "ForgeFacts",
    "ForgeLook",
    "HealthDecision",
    "Importance",
    "LifeStage",
    "LifecycleProduct",
    "LifecycleRange",
    "LifecycleReading",
    "LifecycleRelease",
    "LifecycleSource",
    "MaintenanceConfirmation",
    "ManualCheck",
    "PackageFacts",
    "Project",
    "Reach",
    "ReleaseCycle",
    "StageDeclaration",
    "Ticket",
    "TicketKind",
]

"""The nouns of the context."""

from commonweal.health.models.examinations import Examination, LifeStage, Reach
from commonweal.health.models.lifecycles import (
    Ended,
    LifecycleProduct,
    LifecycleRange,
    LifecycleReading,
    LifecycleRelease,
    LifecycleSource,
    ReleaseCycle,
)
from commonweal.health.models.projects import Project
from commonweal.health.models.sayings import MaintenanceConfirmation, StageDeclaration
from commonweal.health.models.screening import Course, HealthDecision, Importance, ManualCheck

__all__ = [
    "Course",
    "Ended",
    "Examination",
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
    "Project",
    "Reach",
    "ReleaseCycle",
    "StageDeclaration",
]

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

__all__ = [
    "Ended",
    "Examination",
    "LifeStage",
    "LifecycleProduct",
    "LifecycleRange",
    "LifecycleReading",
    "LifecycleRelease",
    "LifecycleSource",
    "MaintenanceConfirmation",
    "Project",
    "Reach",
    "ReleaseCycle",
    "StageDeclaration",
]

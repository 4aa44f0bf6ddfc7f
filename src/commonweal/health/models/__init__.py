"""The nouns of the context."""

from commonweal.health.models.examinations import Examination, LifeStage, Reach
from commonweal.health.models.projects import Project
from commonweal.health.models.sayings import MaintenanceConfirmation, StageDeclaration

__all__ = ["Examination", "LifeStage", "MaintenanceConfirmation", "Project", "Reach", "StageDeclaration"]

"""The nouns of the context."""

from commonweal.skills.models.cohorts import AnsweredLevel, Cohort, CohortAnswer, Moment, Participant
from commonweal.skills.models.needs import SkillFigures, SkillNeed
from commonweal.skills.models.statements import Level, SkillCount, SkillStatement, StatedLevel

__all__ = [
    "AnsweredLevel",
    "Cohort",
    "CohortAnswer",
    "Level",
    "Moment",
    "Participant",
    "SkillCount",
    "SkillFigures",
    "SkillNeed",
    "SkillStatement",
    "StatedLevel",
]

"""The nouns of the context."""

from commonweal.skills.models.cohorts import AnsweredLevel, Cohort, CohortAnswer, Moment, Participant
from commonweal.skills.models.mentoring import HelpOffer, HelpWanted, HourEntry, Mentorship
from commonweal.skills.models.needs import SkillFigures, SkillNeed
from commonweal.skills.models.statements import Level, SkillCount, SkillStatement, StatedLevel

__all__ = [
    "AnsweredLevel",
    "Cohort",
    "CohortAnswer",
    "HelpOffer",
    "HelpWanted",
    "HourEntry",
    "Level",
    "Mentorship",
    "Moment",
    "Participant",
    "SkillCount",
    "SkillFigures",
    "SkillNeed",
    "SkillStatement",
    "StatedLevel",
]

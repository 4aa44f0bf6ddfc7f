"""The nouns of the context."""

from commonweal.assessments.models.assessments import (
    Answer,
    AnswerState,
    Assessment,
    Respondent,
    RespondentRole,
    SubjectKind,
)
from commonweal.assessments.models.results import Drop, Result, SuggestionReview, Verdict

__all__ = [
    "Answer",
    "AnswerState",
    "Assessment",
    "Drop",
    "Respondent",
    "RespondentRole",
    "Result",
    "SubjectKind",
    "SuggestionReview",
    "Verdict",
]

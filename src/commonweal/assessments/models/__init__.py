"""The nouns of the context."""

from commonweal.assessments.models.assessments import (
    Answer,
    AnswerState,
    Assessment,
    Respondent,
    RespondentRole,
    SubjectKind,
)
from commonweal.assessments.models.campaigns import Campaign, ConflictDecision, Invitation, OfflineForm
from commonweal.assessments.models.results import Drop, Result, SuggestionReview, Verdict

__all__ = [
    "Answer",
    "AnswerState",
    "Assessment",
    "Campaign",
    "ConflictDecision",
    "Drop",
    "Invitation",
    "OfflineForm",
    "Respondent",
    "RespondentRole",
    "Result",
    "SubjectKind",
    "SuggestionReview",
    "Verdict",
]

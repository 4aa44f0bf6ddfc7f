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
from commonweal.assessments.models.letters import CampaignLetter, LetterKind
from commonweal.assessments.models.results import Drop, Result, SuggestionReview, Verdict

__all__ = [
    "Answer",
    "AnswerState",
    "Assessment",
    "Campaign",
    "CampaignLetter",
    "ConflictDecision",
    "Drop",
    "Invitation",
    "LetterKind",
    "OfflineForm",
    "Respondent",
    "RespondentRole",
    "Result",
    "SubjectKind",
    "SuggestionReview",
    "Verdict",
]

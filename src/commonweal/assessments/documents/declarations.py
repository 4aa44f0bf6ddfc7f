"""Declarations by the UN principles as the list and the feed show them, read from what was frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from commonweal.assessments.documents.report import AnswerDocument
from commonweal.assessments.documents.reporting import report_of
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.assessments import instrument_of
from commonweal.assessments.queries.declarations import declarations


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a body declares: how many principles it keeps in words, each answer, and the page that shows it."""

    body: str
    said: str
    answered: int
    applicable: int
    answers: tuple[AnswerDocument, ...]
    made_at: datetime
    address: str


def declared(most: int) -> list[Declaration]:
    """The newest declarations, in the reader's language."""
    return shown(declarations()[:most])


def shown(found: Iterable[Assessment]) -> list[Declaration]:
    """Declarations from assessments with their results."""
    return [_shown(each) for each in found]


def _shown(assessment: Assessment) -> Declaration:
    result = assessment.result
    name = assessment.owner.name_in(get_language() or "en") if assessment.owner is not None else ""
    report = report_of(
        result.content,
        instrument_of(assessment),
        about=name,
        version=result.pack_version,
        is_short=assessment.is_short,
        made_at=result.made_at,
    )
    return Declaration(
        body=name,
        said=report.whole_words,
        answered=report.coverage.answered,
        applicable=report.coverage.applicable,
        answers=tuple(report.answers),
        made_at=result.made_at,
        address=reverse("assessment-result", args=[assessment.pk]),
    )

"""What a result freezes: {"shape", "score", "units", "answers", "advice"}, as `rules.frozen`, `frozen_advice` say."""

from typing import Any

from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.assessments import (
    combined_answers,
    evidence_of,
    instrument_of,
    scores_by_unit,
    working_score,
)
from commonweal.assessments.queries.recommendations import working_advice
from commonweal.assessments.rules.frozen import SHAPE, frozen_answers, frozen_score
from commonweal.assessments.rules.frozen_advice import frozen_advice
from commonweal.organisations.queries import Viewer


def content_of(viewer: Viewer, assessment: Assessment) -> dict[str, Any]:
    """What the answers so far come to, with the answers of the form, as JSON."""
    asked = {question.id for question in instrument_of(assessment).of_form(short=assessment.is_short)}
    combined = {question: one for question, one in combined_answers(assessment).items() if question in asked}
    roles = {str(pk): role for pk, role in assessment.respondents.values_list("pk", "role")}
    advice = working_advice(viewer, assessment)
    return {
        "shape": SHAPE,
        "score": frozen_score(working_score(assessment)),
        "units": [{"unit": unit, "score": frozen_score(found)} for unit, found in scores_by_unit(assessment).items()],
        "answers": frozen_answers(combined, roles, evidence_of(assessment)),
        "advice": frozen_advice(advice) if advice is not None else None,
    }

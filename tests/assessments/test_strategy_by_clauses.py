"""A town without a strategy, but with open source in another document, stands above zero in strategy."""

import pytest

from commonweal.assessments import actions
from commonweal.assessments.actions import AssessmentDraft
from commonweal.assessments.queries.results import answers_in, score_of
from commonweal.strategy import actions as strategy
from commonweal.strategy.actions import ClauseDraft
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_clauses_of_other_documents_alone_lift_the_part_on_strategy(cast: Cast) -> None:
    for document in ("Innovation policy", "Bratislava 2030"):
        draft = ClauseDraft(document=document, says="Prefer open source", kind="policy")
        strategy.add_clause(body=cast.town, draft=draft, by=cast.chiara)
    begun = actions.start_assessment(
        body=cast.town, draft=AssessmentDraft(instrument="organisation", is_short=True), by=cast.chiara
    )

    actions.accept_suggestion(respondent=begun.respondents.get(), question="QA1", by=cast.chiara)
    result = actions.finish_assessment(assessment=begun, by=cast.chiara)

    part = score_of(result).dimension("A")
    assert part is not None
    assert (part.mean, part.level) == (2.0, 2)
    (evidence,) = answers_in(result)["QA1"].evidence
    assert evidence.note.startswith("2 places in your documents that speak of open source")

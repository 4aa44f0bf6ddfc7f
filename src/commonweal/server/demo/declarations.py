"""What Borgo and the ministry of Esempia say of themselves by the UN principles; the university keeps it to itself."""

from collections.abc import Mapping

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.declarations import PRINCIPLES
from commonweal.assessments.queries.instruments import instruments
from commonweal.organisations.models import Body
from commonweal.server.demo.landscape import lot

SHOWN = {"borgo": True, "ministero": True, "universita-lagoverde": False}


def settle(bodies: Mapping[str, Body]) -> None:
    """Write it all down; once."""
    if Assessment.objects.filter(instrument=PRINCIPLES).exists():
        return
    for key, is_shown in SHOWN.items():
        begun = actions.start_assessment(body=bodies[key], draft=AssessmentDraft(instrument=PRINCIPLES), by=None)
        said = RespondentDraft(role="manager", name="The secretary")
        respondent = actions.join(assessment=begun, draft=said, by=None)
        answers = {
            each.id: AnswerDraft(state="answered", value=min(1, lot(key, each.id, of=4)), evidence_note="Yearly report")
            for each in instruments()[PRINCIPLES].questions
        }
        actions.answer_many(respondent=respondent, answers=answers, by=None)
        actions.finish_assessment(assessment=begun, by=None)
        if is_shown:
            actions.publish_declaration(assessment=begun, by=None)

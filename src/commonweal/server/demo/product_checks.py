"""Two checks of a product: how it is governed, as an audit found it, and whether it could be a digital public good."""

from collections.abc import Mapping

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Assessment, Respondent
from commonweal.assessments.queries.instruments import instruments
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, User, Visibility

PRODUCT = "mensa-facile"
# Red, red with an accepted reason, and yellow, as in the published audits that we read; all else is green.
LIGHTS = {"F7": 1, "F4": 2, "F11": 2, "F13": 2, "F20": 0, "G9": 0, "S4": 0, "G12": 0}
SHOWN = {"1.1": "3 and 4", "1.2": "Children eat at school.", "2.1": "EUPL-1.2", "3.1": "Borgo"}


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Write it all down; once."""
    entry = Entry.objects.filter(slug=PRODUCT).first()
    if entry is None or Assessment.objects.filter(instrument__in=("governance", "dpg")).exists():
        return
    borgo, chiara = bodies["borgo"], accounts["chiara"]
    governed = _begun("governance", entry, borgo, chiara)
    lights = {each.id: _said(LIGHTS.get(each.id, 3)) for each in instruments()["governance"].questions}
    actions.answer_many(respondent=governed, answers=lights, by=chiara)
    actions.finish_assessment(assessment=governed.assessment, by=chiara)
    proposed = _begun("dpg", entry, borgo, chiara)
    shown = {question: _said(1, note) for question, note in SHOWN.items()}
    actions.answer_many(respondent=proposed, answers=shown, by=chiara)


def _begun(instrument: str, entry: Entry, body: Body, by: User) -> Respondent:
    draft = AssessmentDraft(instrument=instrument, entry=entry, visibility=Visibility.PUBLIC)
    return actions.start_assessment(body=body, draft=draft, by=by).respondents.get()


def _said(value: float, note: str = "Seen at the last meeting.") -> AnswerDraft:
    return AnswerDraft(state="answered", value=value, evidence_note=note)

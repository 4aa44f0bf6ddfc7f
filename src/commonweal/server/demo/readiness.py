"""How bodies of Esempia answered the 13 short questions: Borgo twice, towns to compare it with, two larger ones."""

from collections.abc import Mapping

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.instruments import instruments
from commonweal.organisations.models import Body, User
from commonweal.organisations.queries import size_band
from commonweal.server.demo.landscape import lot

INSTRUMENT = "organisation"
PEERS = 6
ALIKE = size_band(3_000)
FACTS: Mapping[str, float] = {"capacity": 0.2, "staff": 14, "has_developers": 0}
# A ministry and a university beside the towns: more people, and answers one step higher.
LARGER: Mapping[str, Mapping[str, float]] = {
    "ministero": {"capacity": 12, "staff": 420, "has_developers": 1, "publishes_code": 1},
    "universita-lagoverde": {"capacity": 4, "staff": 900, "has_developers": 1, "publishes_code": 1},
}


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Write it all down; once."""
    if Assessment.objects.filter(instrument=INSTRUMENT, invitation=None).exists():
        return
    borgo, chiara = bodies["borgo"], accounts["chiara"]
    towns = [each for each in bodies.values() if each.kind == borgo.kind and size_band(each.population) == ALIKE]
    smallest = min(towns, key=lambda town: town.population or 0, default=None)  # where nothing is written down yet
    for town in [each for each in towns if each != smallest][:PEERS]:
        _finished(_begun(town, None), town.slug, None)
    for key, facts in LARGER.items():
        _finished(_begun(bodies[key], None), key, None, facts)
    first = _finished(_begun(borgo, chiara), "first", chiara)
    again = _finished(actions.begin_again(assessment=first, by=chiara), "second", chiara)
    actions.drop_recommendation(
        assessment=again,
        rule=again.result.content["advice"]["ranked"][0]["rule"],
        reason="No money this year.",
        by=chiara,
    )
    actions.start_assessment(body=borgo, draft=AssessmentDraft(instrument=INSTRUMENT), by=chiara)


def _begun(body: Body, by: User | None) -> Assessment:
    return actions.start_assessment(body=body, draft=AssessmentDraft(instrument=INSTRUMENT, is_short=True), by=by)


def _finished(assessment: Assessment, seed: str, by: User | None, facts: Mapping[str, float] = FACTS) -> Assessment:
    """Answer by lot, higher the second time, with a question that nobody can answer."""
    draft = RespondentDraft(role="manager", name="The secretary", unit="Registry")
    respondent = actions.join(assessment=assessment, draft=draft, by=by)
    least = int(seed == "second" or seed in LARGER)
    asked = instruments()[INSTRUMENT].of_form(short=True)
    said = {
        each.id: AnswerDraft(state="answered", value=least + lot(seed, each.id, of=3))
        for each in asked
        if each.id != "QG1"
    }
    actions.answer_many(respondent=respondent, answers=said, by=by)
    if seed == "second":
        _elsewhere(assessment)
    actions.say_facts(assessment=assessment, facts=facts, by=by)
    actions.finish_assessment(assessment=assessment, by=by)
    return Assessment.objects.select_related("result").get(pk=assessment.pk)


def _elsewhere(assessment: Assessment) -> None:
    """Let a second department answer what concerns its people."""
    library = RespondentDraft(role="other", name="The librarian", unit="Library")
    respondent = actions.join(assessment=assessment, draft=library, by=None)
    said = {question: AnswerDraft(state="answered", value=4) for question in ("QB1", "QI1")}
    actions.answer_many(respondent=respondent, answers=said, by=None)

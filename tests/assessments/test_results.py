"""Frozen results: equal to what SQL counts, beside peers without names, and the facts behind suggestions."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Answer, Assessment
from commonweal.assessments.queries.advice_facts import facts_of, weights_of
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.queries.results import peers, score_of
from commonweal.assessments.queries.suggestions import suggestions_for
from commonweal.assessments.rules.instrument import FACTS
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body, Visibility
from commonweal.organisations.queries import size_band
from commonweal.skills.actions.statements import state_skills
from commonweal.strategy import actions as strategy
from commonweal.usage import actions as usage
from tests.components.world import EVERYBODY, SECRET, SEES, build
from tests.conftest import Cast
from tests.usage.claims_world import software

pytestmark = pytest.mark.django_db
FULL = AssessmentDraft(instrument="organisation")
SHORT = AssessmentDraft(instrument="organisation", is_short=True)


def town(number: int, population: int | None = 2_000) -> Body:
    """One more town."""
    return organisations.register_body(
        draft=organisations.BodyDraft(
            uri=f"https://esempia.example/id/{number}",
            name=f"Comune {number}",
            kind="municipality",
            tier="local",
            country="XX",
            population=population,
        ),
        by=None,
    )


def answered(body: Body, draft: AssessmentDraft = SHORT, **grades: float) -> Assessment:
    """An assessment in which somebody gave these grades, each with something it rests on."""
    assessment = actions.start_assessment(body=body, draft=draft, by=None)
    respondent = actions.join(assessment=assessment, draft=actions.RespondentDraft(name="The clerk"), by=None)
    said = {
        question: AnswerDraft(state="answered", value=grade, evidence_note="The file.")
        for question, grade in grades.items()
    }
    actions.answer_many(respondent=respondent, answers=said, by=None)
    return assessment


def finished(body: Body, draft: AssessmentDraft = SHORT, **grades: float) -> Assessment:
    """The same with its result."""
    assessment = answered(body, draft, **grades)
    actions.finish_assessment(assessment=assessment, by=None)
    assessment.refresh_from_db()
    return assessment


def test_every_number_is_the_one_that_sql_counts(cast: Cast) -> None:
    grades = {"QA1": 3, "QA2": 1, "QA3": 4, "QA4": 2, "QB1": 0, "QB2": 3, "QB4": 3, "QC1": 1}
    result = finished(cast.town, FULL, **grades).result

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(question, 2, 1), round(avg(value)::numeric, 2)::float, count(*) "
            "FROM assessments_answer GROUP BY 1 ORDER BY 1"
        )
        counted = cursor.fetchall()
        cursor.execute(
            "SELECT d->>'id', (d->>'mean')::float, (d->'coverage'->>'answered')::int FROM assessments_result, "
            "jsonb_array_elements(content->'score'->'dimensions') d WHERE d->'coverage'->>'answered' <> '0' ORDER BY 1"
        )
        frozen = cursor.fetchall()

    told = [(each.id, each.mean, each.coverage.answered) for each in score_of(result).dimensions[:3]]
    assert frozen == told
    assert [row for row in counted if row[0] != "C"] == told[:2]
    assert told[2] == ("C", None, 1)  # one of five is not enough to show


def test_peers_are_quartiles_of_five_or_more_of_the_same_kind_and_size(cast: Cast) -> None:
    organisations.count_population(body=cast.town, year=2025, inhabitants=2_100, source="Census", by=None)
    mine = finished(cast.town, QA1=2)
    for number, grade in enumerate((0, 1, 2, 3)):
        finished(town(number), QA1=grade)
    finished(town(50, 900_000), QA1=4)
    few = peers(mine)
    finished(town(5), QA1=4)
    finished(town(6), SHORT, QB1=4)

    found = peers(mine)

    assert few.count == 4
    assert all(each.means is None for each in few.dimensions)
    assert found.count == 6
    first, second = found.dimensions[:2]
    assert first.means is not None
    assert (first.means.count, first.means.low, first.means.middle, first.means.high) == (5, 1, 2, 3)
    assert second.means is None


def test_the_page_says_of_which_kind_and_size_peers_are_and_where_there_are_too_few(cast: Cast, client: Client) -> None:
    organisations.count_population(body=cast.town, year=2025, inhabitants=2_100, source="Census", by=None)
    mine = finished(cast.town, QA1=2)
    for number in range(5):
        finished(town(number), QA1=number % 4)
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/assessments/{mine.pk}/result").content.decode()

    band = size_band(2_100)
    assert band is not None
    assert f"municipality, {band.smallest:,} to {band.largest:,} inhabitants" in page
    assert page.count("fewer than five") == 12


def test_a_peer_counts_once_with_its_newest_result_and_a_private_one_never(cast: Cast) -> None:
    mine = finished(cast.town, QA1=2)
    other = town(1, None)
    again = actions.begin_again(assessment=finished(other, QA1=0), by=None)
    hidden = finished(town(2, None), AssessmentDraft(instrument="organisation", is_short=True), QA1=0)
    Assessment.objects.filter(pk=hidden.pk).update(visibility=Visibility.PRIVATE)

    assert again.finished_at is None
    assert peers(mine).count == 1


def test_nothing_is_suggested_from_silence(cast: Cast) -> None:
    assessment = answered(cast.town, FULL, QA1=1)

    assert suggestions_for(cast.chiara, assessment) == {}


def test_what_is_on_file_suggests_answers_with_the_page_it_rests_on(cast: Cast) -> None:
    union = organisations.register_body(
        draft=organisations.BodyDraft(
            uri="https://esempia.example/id/unione", name="Unione", kind="association", tier="local", country="XX"
        ),
        by=None,
    )
    organisations.add_parent(body=cast.town, parent=union, relation="membership", since=None, by=None)
    usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Registro"), by=None)
    strategy.add_clause(
        body=cast.town,
        draft=strategy.ClauseDraft(document="Plan of the town", says="Open source is considered first."),
        by=None,
    )

    found = suggestions_for(cast.chiara, answered(cast.town, FULL, QA1=1))

    assert {question: (each.value, each.fact.url) for question, each in found.items()} == {
        "QA1": (2, "/bodies/borgo/strategy"),
        "QH1": (2, "/bodies/borgo/systems"),
        "QI2": (2, f"/bodies/{union.slug}"),
    }
    assert suggestions_for(AnonymousUser(), answered(cast.town, FULL, QA1=1)).keys() == {"QI2"}


def test_worries_and_contracts_on_file_suggest_answers_to_the_people_of_the_body(cast: Cast) -> None:
    assessment = answered(cast.town, FULL, QA1=1)
    first, second = (strategy.raise_concern(body=cast.town, fear=fear, by=None) for fear in ("Who helps?", "Safe?"))
    strategy.answer_concern(concern=first, answer="Our association.", by=None)
    usage.enter_contract(body=cast.town, draft=usage.ContractDraft(title="Registry"), by=None)
    half = suggestions_for(cast.chiara, assessment)
    strategy.answer_concern(concern=second, answer="Yes, see the report.", by=None)

    whole = suggestions_for(cast.chiara, assessment, {"QB5"})

    assert {question: (each.value, each.fact.url) for question, each in half.items()} == {
        "QB5": (1, "/bodies/borgo/strategy/concerns"),
        "QH1": (2, "/bodies/borgo/contracts"),
    }
    assert half["QB5"].fact.sentence == "Of 2 worries on file here, 1 have an answer."
    assert {question: each.value for question, each in whole.items()} == {"QB5": 2}
    assert suggestions_for(cast.dragan, assessment) == {}
    assert not Answer.objects.filter(question__in=half).exists()  # offered, never taken


def test_what_people_said_they_know_is_suggested_to_the_people_of_the_body_only(cast: Cast) -> None:
    public = answered(cast.town, AssessmentDraft(instrument="organisation", visibility=Visibility.PUBLIC), QA1=1)
    nothing = suggestions_for(cast.chiara, public, {"QB2"})
    state_skills(body=cast.town, levels={"read-licence": 2}, would_help=False, by=cast.chiara)

    found = suggestions_for(cast.chiara, public, {"QB2"})

    assert nothing == {}
    assert (found["QB2"].value, found["QB2"].fact.url) == (2, "/bodies/borgo/skills")
    assert "1 of your people" not in found["QB2"].fact.sentence  # so few are never counted
    assert suggestions_for(AnonymousUser(), public, {"QB2"}) == suggestions_for(cast.dragan, public, {"QB2"}) == {}


def test_what_a_body_has_on_file_is_asked_for_and_no_fact_is_read_that_no_question_asks_for() -> None:
    asked = {name: {question.suggested_by for question in one.questions} - {""} for name, one in instruments().items()}

    assert {
        "publishes_code", "valid_publiccode", "sbom_coverage", "has_inventory", "has_strategy", "worries_answered",
        "knows_people",
    } <= asked["organisation"]  # fmt: skip
    assert set().union(*asked.values()) == FACTS


def test_a_finished_assessment_has_no_suggestions(cast: Cast) -> None:
    usage.enter_system(body=cast.town, draft=usage.SystemDraft(name="Registro"), by=None)

    assert suggestions_for(cast.chiara, finished(cast.town, FULL, QA1=1)) == {}


def test_facts_that_nobody_said_are_not_known_and_what_is_said_counts(cast: Cast) -> None:
    assessment = answered(cast.town, FULL, QA1=1)
    before = facts_of(assessment, {})
    actions.say_facts(assessment=assessment, facts={"capacity": 0.2, "has_developers": 0}, by=None)

    after = facts_of(assessment, {})

    assert set(before.values()) == {None}
    assert {name: value for name, value in after.items() if value is not None} == {"capacity": 0.2, "has_developers": 0}


def test_an_aim_of_the_strategy_counts_twice_but_not_in_a_result_shown_more_widely(cast: Cast) -> None:
    made = strategy.begin_strategy(body=cast.town, draft=strategy.StrategyDraft(title="Our own way"), by=None)
    strategy.set_goal(strategy=made, draft=strategy.GoalDraft(title="Be safe", aim="security"), by=None)
    own = answered(cast.town, FULL, QA1=1)
    public = answered(cast.town, AssessmentDraft(instrument="organisation", visibility=Visibility.PUBLIC), QA1=1)

    assert weights_of(cast.chiara, own) == {"security": 2.0}
    assert weights_of(cast.chiara, public) == {}


def test_what_the_catalogue_says_of_a_product_suggests_answers(cast: Cast) -> None:
    entry = software("Mense")
    made = {
        name: actions.start_assessment(body=cast.town, draft=AssessmentDraft(instrument=name, entry=entry), by=None)
        for name in ("dpg", "public-code", "release")
    }

    found = {name: suggestions_for(cast.chiara, assessment) for name, assessment in made.items()}

    assert {name: {question: each.value for question, each in one.items()} for name, one in found.items()} == {
        "dpg": {"2.1": 1},
        "public-code": {"C13.2": 1},
        "release": {"publiccode": 0},  # its file says too little
    }
    assert found["dpg"]["2.1"].fact.sentence == f"The catalogue names its licence: {entry.licence}."


def test_the_page_tells_what_changed_only_to_who_may_see_the_result_before(cast: Cast, client: Client) -> None:
    first = finished(cast.town, QA1=0, QB1=2)
    again = actions.begin_again(assessment=first, by=None)
    respondent = actions.join(assessment=again, draft=actions.RespondentDraft(name="The clerk"), by=None)
    actions.answer(respondent=respondent, question="QA1", draft=AnswerDraft(state="answered", value=3), by=None)
    actions.finish_assessment(assessment=again, by=None)
    Assessment.objects.filter(pk=again.pk).update(visibility=Visibility.PUBLIC)
    address = f"/assessments/{again.pk}/result"

    everybody = client.get(address).content.decode()
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()

    assert "What changed since" not in everybody
    assert "What changed since" in page
    assert "2 answers are other ones" in page


@pytest.mark.parametrize("person", EVERYBODY)
def test_what_systems_are_made_of_is_suggested_only_to_who_may_see_it(person: str) -> None:
    world = build()
    assessment = answered(world.bodies["borgo"], FULL, QA1=1)

    found = suggestions_for(world.people[person], assessment)

    assert ("QF2" in found) is ("QF1" in found) is (person in SEES)
    assert SECRET not in str(found)


def test_a_result_tells_nothing_of_what_systems_are_made_of() -> None:
    world = build()
    assessment = answered(world.bodies["borgo"], FULL, QA1=1)

    result = actions.finish_assessment(assessment=assessment, by=world.person("editor"))

    facts = result.content["advice"]["facts"]
    assert {name for name, value in facts.items() if value is not None} <= {"join_first", "shared_needs"}
    assert SECRET not in str(result.content)

"""Beginning, answering, finishing, and what the result leads to: outcomes, events, refusals, repetition."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft, RespondentDraft
from commonweal.assessments.models import Answer, Assessment, Drop, Respondent, SuggestionReview
from commonweal.assessments.permissions import NotAllowed
from commonweal.assessments.queries.assessments import assessments_for, combined_answers, earlier_of, working_score
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.queries.recommendations import advice_of
from commonweal.assessments.queries.results import answers_in, delta, score_of
from commonweal.journal.models import Event
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import User
from commonweal.organisations.roles import Role
from commonweal.strategy.models import PlannedAction
from commonweal.usage import actions as usage
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SHORT = AssessmentDraft(instrument="organisation", is_short=True)
THREE = AnswerDraft(state="answered", value=3)
NOTHING = AnswerDraft(state="answered", value=0)


@dataclass
class House:
    """Borgo with an open assessment in which Chiara answers, and people of every role."""

    cast: Cast
    people: dict[str, User]
    assessment: Assessment
    respondent: Respondent

    @property
    def chiara(self) -> User:
        """Who edits for Borgo."""
        return self.people["editor"]


@pytest.fixture
def house(cast: Cast) -> House:
    """See `House`."""
    people = {"administrator": cast.aino, "curator": cast.bruno, "editor": cast.chiara, "nobody": cast.dragan}
    elsewhere = organisations.register_body(
        draft=organisations.BodyDraft(
            uri="https://esempia.example/id/altrove", name="Altrove", kind="municipality", tier="local", country="XX"
        ),
        by=None,
    )
    for name, role, body in (
        ("member", Role.MEMBER, cast.town),
        ("guard", Role.SECURITY, cast.town),
        ("supplier", Role.SUPPLIER, cast.town),
        ("stranger", Role.EDITOR, elsewhere),
    ):
        people[name] = organisations.open_account(
            username=name, email=f"{name}@esempia.example", password=name, display_name=name.title(), by=None
        )
        organisations.grant_role(user=people[name], role=role, body=body, by=None)
    assessment = actions.start_assessment(body=cast.town, draft=SHORT, by=cast.chiara)
    return House(cast, people, assessment, assessment.respondents.get())


def say(house: House, **answers: AnswerDraft) -> None:
    """Answer as Chiara."""
    actions.answer_many(respondent=house.respondent, answers=answers, by=house.chiara)


def finished(house: House, **answers: AnswerDraft) -> Assessment:
    """The assessment with its result."""
    say(house, **(answers or {"QA1": NOTHING, "QC1": NOTHING}))
    actions.finish_assessment(assessment=house.assessment, by=house.chiara)
    house.assessment.refresh_from_db()
    return house.assessment


def checked(house: House) -> Assessment:
    """A finished self-check of Borgo by the UN principles."""
    draft = AssessmentDraft(instrument="un-principles")
    begun = actions.start_assessment(body=house.cast.town, draft=draft, by=house.chiara)
    yes = {"documentation": AnswerDraft(state="answered", value=1)}
    actions.answer_many(respondent=begun.respondents.get(), answers=yes, by=house.chiara)
    actions.finish_assessment(assessment=begun, by=house.chiara)
    begun.refresh_from_db()
    return begun


def with_system(house: House) -> House:
    """Borgo runs a system, of which the platform knows."""
    usage.enter_system(body=house.cast.town, draft=usage.SystemDraft(name="Registro"), by=None)
    return house


EDITS = {"editor", "administrator"}
ANSWERS = EDITS | {"member", "guard"}
# Who may do what about Borgo.
ACTIONS: dict[str, tuple[set[str], Callable[[House, User], object]]] = {
    "start_assessment": (EDITS, lambda h, by: actions.start_assessment(body=h.cast.town, draft=SHORT, by=by)),
    "join": (ANSWERS, lambda h, by: actions.join(assessment=h.assessment, draft=RespondentDraft(), by=by)),
    "answer": ({"editor"}, lambda h, by: actions.answer(respondent=h.respondent, question="QA1", draft=THREE, by=by)),
    "answer_many": (
        {"editor"},
        lambda h, by: actions.answer_many(respondent=h.respondent, answers={"QA1": THREE}, by=by),
    ),
    "say_facts": (ANSWERS, lambda h, by: actions.say_facts(assessment=h.assessment, facts={"capacity": 1}, by=by)),
    "accept_suggestion": (
        {"editor"},
        lambda h, by: actions.accept_suggestion(respondent=with_system(h).respondent, question="QH1", by=by),
    ),
    "decline_suggestion": (
        ANSWERS,
        lambda h, by: actions.decline_suggestion(assessment=with_system(h).assessment, question="QH1", by=by),
    ),
    "finish_assessment": (
        EDITS,
        lambda h, by: say(h, QA1=THREE) or actions.finish_assessment(assessment=h.assessment, by=by),
    ),
    "begin_again": (EDITS, lambda h, by: actions.begin_again(assessment=finished(h), by=by)),
    "drop_recommendation": (
        EDITS,
        lambda h, by: actions.drop_recommendation(assessment=finished(h), rule=FIRST, reason="Not now.", by=by),
    ),
    "restore_recommendation": (
        EDITS,
        lambda h, by: actions.restore_recommendation(assessment=finished(h), rule=FIRST, by=by),
    ),
    "take_recommendation": (
        EDITS,
        lambda h, by: actions.take_recommendation(assessment=finished(h), rule=FIRST, by=by),
    ),
    "publish_declaration": (EDITS, lambda h, by: actions.publish_declaration(assessment=checked(h), by=by)),
    "withdraw_declaration": (EDITS, lambda h, by: actions.withdraw_declaration(assessment=checked(h), by=by)),
}
FIRST = "write-a-statement"
ROOMS = ("answering", "assessing", "declarations", "recommendations")


def test_every_action_is_in_the_table() -> None:
    ours = {
        name
        for name in actions.__all__
        if name[0].islower() and getattr(actions, name).__module__.rpartition(".")[2] in ROOMS
    }

    assert ours == set(ACTIONS)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_who_may_do_what(house: House, action: str) -> None:
    allowed, act = ACTIONS[action]
    refused = (NotAllowed, actions.NotYourAnswers, actions.NoSuchSuggestion)

    for name, person in house.people.items():
        undo = transaction.savepoint()
        if name in allowed:
            act(house, person)
        else:
            with pytest.raises(refused):
                act(house, person)
        transaction.savepoint_rollback(undo)
        house.assessment.refresh_from_db()


def test_who_begins_answers_too_and_the_version_is_kept(house: House) -> None:
    assert (house.assessment.subject, house.assessment.pack_version[:4]) == ("body", "2026")
    assert house.respondent.user == house.chiara
    assert Event.objects.get(name="assessments.assessment_started").data["instrument"] == "organisation"


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (AssessmentDraft(instrument="horoscope"), actions.NoSuchInstrument),
        (AssessmentDraft(instrument="governance", is_short=True), actions.NoSuchInstrument),
        (AssessmentDraft(instrument="governance"), actions.NoSubject),
        (AssessmentDraft(instrument="purchase"), actions.NoSubject),
        (AssessmentDraft(instrument="enablement"), actions.NoSubject),
    ],
)
def test_what_nobody_can_answer_is_not_begun(cast: Cast, draft: AssessmentDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\.$"):
        actions.start_assessment(body=cast.town, draft=draft, by=None)

    assert not Assessment.objects.exists()


def test_a_country_a_product_and_a_purchase_are_assessed_by_the_same_actions(cast: Cast) -> None:
    for draft in (
        AssessmentDraft(instrument="enablement", country="xx"),
        AssessmentDraft(instrument="governance", subject_text="A register"),
        AssessmentDraft(instrument="purchase", subject_text="Mail"),
    ):
        actions.start_assessment(body=cast.town, draft=draft, by=None)

    assert sorted(Assessment.objects.values_list("subject", "country", "subject_text")) == [
        ("country", "XX", ""),
        ("product", "", "A register"),
        ("purchase", "", "Mail"),
    ]


def test_the_database_refuses_an_assessment_without_a_subject(cast: Cast) -> None:
    assessment = actions.start_assessment(
        body=cast.town, draft=AssessmentDraft(instrument="purchase", subject_text="Mail"), by=None
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(subject_text="")


def test_joining_twice_only_says_anew_from_where(house: House) -> None:
    again = actions.join(
        assessment=house.assessment, draft=RespondentDraft(role="buyer", unit="Office"), by=house.chiara
    )

    assert again == house.respondent
    assert (again.role, again.unit) == ("buyer", "Office")
    assert Event.objects.filter(name="assessments.respondent_joined").count() == 1


def test_a_department_with_a_long_name_is_cut_and_not_refused(house: House) -> None:
    again = actions.join(assessment=house.assessment, draft=RespondentDraft(unit="Office " * 50), by=house.chiara)

    assert len(again.unit) == 200


def test_two_who_say_facts_at_once_take_nothing_from_each_other(house: House) -> None:
    first, second = (Assessment.objects.get(pk=house.assessment.pk) for _ in range(2))

    actions.say_facts(assessment=first, facts={"capacity": 0.5}, by=house.chiara)
    actions.say_facts(assessment=second, facts={"shared_needs": 3}, by=house.chiara)

    house.assessment.refresh_from_db()
    assert house.assessment.facts == {"capacity": 0.5, "shared_needs": 3}


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_fact_that_is_no_number_is_refused(house: House, value: float) -> None:
    with pytest.raises(actions.NoSuchFact, match=r"\.$"):
        actions.say_facts(assessment=house.assessment, facts={"capacity": value}, by=house.chiara)


def test_saving_many_answers_asks_the_database_as_often_as_saving_one(house: House) -> None:
    with CaptureQueriesContext(connection) as one:
        say(house, QA1=THREE)

    with CaptureQueriesContext(connection) as many:
        say(house, QA1=NOTHING, QB1=THREE, QC1=THREE, QD1=THREE)

    assert len(many) == len(one)
    assert Answer.objects.count() == 4


def test_an_editor_writes_down_what_somebody_without_an_account_said(house: House) -> None:
    mayor = actions.join(
        assessment=house.assessment, draft=RespondentDraft(role="manager", name="The mayor"), by=house.chiara
    )

    actions.answer(respondent=mayor, question="QA1", draft=THREE, by=house.chiara)

    assert (mayor.user, mayor.name) == (None, "The mayor")
    with pytest.raises(NotAllowed):
        actions.answer(respondent=mayor, question="QA1", draft=THREE, by=house.people["member"])


def test_answers_are_changed_until_the_assessment_is_finished(house: House) -> None:
    say(house, QA1=THREE, QB1=AnswerDraft(state="unknown"))
    say(house, QA1=NOTHING)
    actions.finish_assessment(assessment=house.assessment, by=house.chiara)

    with pytest.raises(actions.AssessmentFinished):
        say(house, QA1=THREE)
    with pytest.raises(actions.AssessmentFinished):
        actions.finish_assessment(assessment=house.assessment, by=house.chiara)

    assert list(Answer.objects.values_list("question", "value")) == [("QA1", 0.0), ("QB1", None)]


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("QZ9", THREE),
        ("QA1", AnswerDraft(state="answered")),
        ("QA1", AnswerDraft(state="answered", value=5)),
        ("QA1", AnswerDraft(state="perhaps")),
        ("QA1", AnswerDraft(state="inapplicable", reason="  ")),
        ("QA1", replace(THREE, evidence_url="javascript:alert(1)")),
        ("QA1", replace(THREE, evidence_url="https://esempia.example/" + "x" * 1000)),
        ("QA1", replace(THREE, value=float("nan"))),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_all_others(
    house: House, question: str, draft: AnswerDraft
) -> None:
    with pytest.raises(actions.NotAnswerable, match=r"\.$"):
        actions.answer_many(respondent=house.respondent, answers={"QB1": THREE, question: draft}, by=house.chiara)

    assert not Answer.objects.exists()


def test_where_roles_differ_by_two_levels_it_is_told(house: House) -> None:
    say(house, QA1=THREE)
    guard = actions.join(assessment=house.assessment, draft=RespondentDraft(role="security"), by=house.people["guard"])
    actions.answer(respondent=guard, question="QA1", draft=NOTHING, by=house.people["guard"])

    found = combined_answers(house.assessment)["QA1"]
    result = actions.finish_assessment(assessment=house.assessment, by=house.chiara)

    assert (found.given.value, found.disagree) == (0, True)
    assert {(voice.role, voice.value) for voice in answers_in(result)["QA1"].voices} == {("other", 3), ("security", 0)}
    assert "Guard" not in str(result.content["answers"])


def test_a_result_keeps_what_was_and_is_never_worked_out_anew(house: House) -> None:
    before = working_score(house.assessment)
    say(house, QA1=replace(THREE, evidence_note="The plan of 2025."))

    result = actions.finish_assessment(assessment=house.assessment, by=house.chiara)
    Answer.objects.update(value=0)
    result.refresh_from_db()

    found = score_of(result).dimension("A")
    assert before.coverage.answered == 0
    assert found is not None
    assert (found.level, found.mean, score_of(result).coverage.with_evidence) == (3, 3.0, 1)
    assert answers_in(result)["QA1"].evidence[0].note == "The plan of 2025."
    assert Event.objects.get(name="assessments.assessment_finished").data["pack_version"] == result.pack_version


def test_without_an_answer_there_is_no_result(house: House) -> None:
    say(house, QA1=AnswerDraft(state="unknown"))

    with pytest.raises(actions.NothingAnswered):
        actions.finish_assessment(assessment=house.assessment, by=house.chiara)


def test_beginning_again_asks_the_same_of_the_same_and_shows_what_changed(house: House) -> None:
    first = finished(house, QA1=NOTHING, QB1=THREE)

    again = actions.begin_again(assessment=first, by=house.chiara)
    twice = actions.begin_again(assessment=first, by=house.chiara)
    actions.answer_many(respondent=again.respondents.get(), answers={"QA1": THREE, "QB1": THREE}, by=house.chiara)
    actions.finish_assessment(assessment=again, by=house.chiara)

    assert (twice, again.renews, again.is_short) == (again, first, True)
    again.refresh_from_db()
    assert earlier_of(house.chiara, again) == [first]
    found = delta(first.result, again.result)
    assert [(each.id, each.step) for each in found.dimensions if each.step] == [("A", 3)]
    assert [each.question for each in found.answers] == ["QA1"]
    assert found.is_same_version


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_again_at_once_begin_the_same(house: House) -> None:
    first = finished(house)

    def begin(_number: int) -> int:
        try:
            return actions.begin_again(assessment=first, by=house.chiara).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        begun = set(pool.map(begin, range(4)))

    assert len(begun) == 1


def test_an_open_assessment_is_not_begun_again(house: House) -> None:
    with pytest.raises(actions.StillOpen):
        actions.begin_again(assessment=house.assessment, by=house.chiara)


def test_a_suggestion_is_taken_as_an_answer_with_what_it_rests_on(house: House) -> None:
    answer = actions.accept_suggestion(respondent=with_system(house).respondent, question="QH1", by=house.chiara)

    review = SuggestionReview.objects.get()
    assert (answer.value, answer.evidence_note) == (2, "1 system of yours is on file here.")
    assert (review.verdict, review.fact, review.evidence) == ("accepted", "has_inventory", "/bodies/borgo/systems")
    assert Event.objects.get(name="assessments.suggestion_accepted").data["question"] == "QH1"


def test_a_suggestion_that_was_declined_does_not_come_back(house: House) -> None:
    actions.decline_suggestion(assessment=with_system(house).assessment, question="QH1", by=house.chiara)

    with pytest.raises(actions.NoSuchSuggestion):
        actions.accept_suggestion(respondent=house.respondent, question="QH1", by=house.chiara)

    assert not Answer.objects.exists()
    assert Event.objects.filter(name="assessments.suggestion_declined").count() == 1


def test_of_a_finished_assessment_no_suggestion_is_taken_and_the_refusal_says_so(house: House) -> None:
    finished(with_system(house))

    with pytest.raises(actions.AssessmentFinished):
        actions.accept_suggestion(respondent=house.respondent, question="QH1", by=house.chiara)


def test_a_town_gets_three_actions_and_a_dropped_one_keeps_its_reason_and_gives_way(house: House) -> None:
    answers = {question.id: NOTHING for question in instruments()["organisation"].of_form(short=True)}
    assessment = finished(house, **answers)
    before = advice_of(house.chiara, assessment)
    assert before is not None
    rule, following = before.given[0].rule, before.later[0].rule

    for _ in range(2):
        actions.drop_recommendation(assessment=assessment, rule=rule, reason="No money.", by=house.chiara)

    after = advice_of(house.chiara, assessment)
    assert after is not None
    assert len(before.given) == len(after.given) == 3
    assert following in {each.rule for each in after.given}
    assert [(each.action.rule, each.drop.reason) for each in after.dropped] == [(rule, "No money.")]
    assert Event.objects.filter(name="assessments.recommendation_dropped").count() == 1


def test_a_dropped_action_comes_back(house: House) -> None:
    assessment = finished(house)
    actions.drop_recommendation(assessment=assessment, rule=FIRST, reason="No money.", by=house.chiara)

    actions.restore_recommendation(assessment=assessment, rule=FIRST, by=house.chiara)
    actions.restore_recommendation(assessment=assessment, rule=FIRST, by=house.chiara)

    assert Drop.objects.get().ended_by == house.chiara
    assert Event.objects.filter(name="assessments.recommendation_restored").count() == 1


@pytest.mark.parametrize(
    ("rule", "reason", "refusal"),
    [(FIRST, " ", actions.NoReason), ("publish-yearly-report", "Later.", actions.NotRecommended)],
)
def test_what_is_not_recommended_or_has_no_reason_is_not_dropped(
    house: House, rule: str, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal, match=r"\.$"):
        actions.drop_recommendation(assessment=finished(house), rule=rule, reason=reason, by=house.chiara)


def test_a_recommendation_becomes_an_action_of_the_strategy_once(house: House) -> None:
    assessment = finished(house)
    due = date(2027, 3, 1)

    action = actions.take_recommendation(
        assessment=assessment, rule=FIRST, owner="The clerk", due_on=due, by=house.chiara
    )
    actions.take_recommendation(assessment=assessment, rule=FIRST, owner="The clerk", due_on=due, by=house.chiara)

    assert PlannedAction.objects.get() == action
    assert (action.owner, action.owner_name, action.due_on) == (house.cast.town, "The clerk", due)
    assert action.origin == f"organisation {assessment.result.pack_version}/{FIRST}"
    standing = advice_of(house.chiara, assessment)
    assert standing is not None
    assert standing.taken == {FIRST: action}


def test_before_the_result_there_is_nothing_to_take(house: House) -> None:
    with pytest.raises(actions.NotRecommended):
        actions.take_recommendation(assessment=house.assessment, rule=FIRST, by=house.chiara)


def test_what_the_house_says_of_itself_counts_for_the_advice(house: House) -> None:
    actions.say_facts(assessment=house.assessment, facts={"capacity": 4, "staff": 30}, by=house.chiara)
    actions.say_facts(assessment=house.assessment, facts={"staff": None}, by=house.chiara)

    with pytest.raises(actions.NoSuchFact):
        actions.say_facts(assessment=house.assessment, facts={"luck": 1}, by=house.chiara)

    assert house.assessment.facts == {"capacity": 4}
    standing = advice_of(house.chiara, finished(house))
    assert standing is not None
    assert standing.advice.most is None


def test_an_assessment_is_seen_by_its_body_only(house: House) -> None:
    seeing = {name for name, person in house.people.items() if assessments_for(person).exists()}

    assert seeing == {"editor", "member", "guard", "administrator"}

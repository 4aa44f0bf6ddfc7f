"""The order of what to do next is worked out again from what a result keeps, and explained by its numbers."""

import pytest

from commonweal.assessments import actions
from commonweal.assessments.actions import AnswerDraft, AssessmentDraft
from commonweal.assessments.models import Assessment, Result
from commonweal.assessments.queries.advice_packs import advice_pack
from commonweal.assessments.queries.recommendations import advice_in, advice_of
from commonweal.assessments.queries.results import answers_in
from commonweal.assessments.rules.instrument import Given, State
from commonweal.assessments.rules.recommending import recommend
from commonweal.strategy import actions as strategy
from commonweal.strategy.actions import GoalDraft, StrategyDraft
from commonweal.strategy.models import Strategy
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
SAID = {"QA1": 0, "QB1": 1, "QC1": 0, "QE1": 2, "QF1": 0, "QG1": 1, "QH1": 0, "QJ1": 2, "QK1": 0}


def finished(cast: Cast) -> Result:
    """The result of a town that pursues security, with two full-time people."""
    plan = strategy.begin_strategy(body=cast.town, draft=StrategyDraft(title="Borgo 2030"), by=cast.chiara)
    strategy.set_goal(strategy=plan, draft=GoalDraft(title="Know what we run", aim="security"), by=cast.chiara)
    draft = AssessmentDraft(instrument="organisation", is_short=True)
    begun = actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)
    answers = {question: AnswerDraft(state="answered", value=value) for question, value in SAID.items()}
    actions.answer_many(respondent=begun.respondents.get(), answers=answers, by=cast.chiara)
    actions.say_facts(assessment=begun, facts={"capacity": 2}, by=cast.chiara)
    return actions.finish_assessment(assessment=begun, by=cast.chiara)


def test_what_a_result_keeps_gives_the_same_order_again(cast: Cast) -> None:
    result = finished(cast)
    frozen = advice_in(result)
    assert frozen is not None
    kept = {
        question: Given(State(answer.state), answer.value, reason=answer.reason)
        for question, answer in answers_in(result).items()
    }
    weights = {each.arithmetic.aim: each.arithmetic.weight for each in frozen.ranked}

    again = recommend(advice_pack().rules, kept, frozen.facts, weights, {})

    assert weights["security"] == 2.0
    assert len(frozen.ranked) >= len(SAID)
    assert (*again.recommended, *again.later) == tuple(each.arithmetic for each in frozen.ranked)


def test_every_place_is_explained_by_gap_weight_and_days(cast: Cast) -> None:
    frozen = advice_in(finished(cast))
    assert frozen is not None

    numbers = [each.arithmetic for each in frozen.ranked]

    assert all(each.gap == 4 - SAID[each.question] for each in numbers)
    assert all(each.priority == each.gap * each.weight / each.days for each in numbers)
    assert [each.priority for each in numbers] == sorted((each.priority for each in numbers), reverse=True)


def test_what_the_body_learns_later_changes_no_order_that_is_frozen(cast: Cast) -> None:
    result = finished(cast)
    before = advice_in(result)
    strategy.set_goal(strategy=Strategy.objects.get(), draft=GoalDraft(title="Spend less", aim="cost"), by=cast.chiara)

    after = advice_of(cast.chiara, Assessment.objects.get(pk=result.assessment_id))

    assert after is not None
    assert after.advice == before

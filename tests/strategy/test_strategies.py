"""Strategies in versions: what renewing takes along, what hangs in the air, and what stands as evidence."""

from datetime import date

import pytest
from django.utils import timezone

from commonweal.journal.models import Event
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, ClauseDraft, GoalDraft, InitiativeDraft, StrategyDraft
from commonweal.strategy.models import Goal, PlannedAction, Strategy
from commonweal.strategy.queries.evidence import strategy_evidence
from commonweal.strategy.queries.strategies import actions_of, aimed, orphans
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _strategy(cast: Cast) -> Strategy:
    return actions.begin_strategy(body=cast.town, draft=StrategyDraft(title="Borgo 2030"), by=cast.chiara)


def _goal(strategy: Strategy, cast: Cast, title: str = "Decide for ourselves") -> Goal:
    return actions.set_goal(strategy=strategy, draft=GoalDraft(title=title, aim="sovereignty"), by=cast.chiara)


def _plan(cast: Cast, title: str, **more: object) -> PlannedAction:
    return actions.plan_action(body=cast.town, draft=ActionDraft(title=title, **more), by=cast.chiara)


def test_renewing_copies_goals_and_open_actions_exactly_once(cast: Cast) -> None:
    strategy = _strategy(cast)
    goal = _goal(strategy, cast)
    still_open = _plan(cast, "Write exit clauses", goal=goal, owner_name="Anna", due_on=date(2027, 3, 1))
    done = actions.finish_action(action=_plan(cast, "Name a contact", goal=goal), by=cast.chiara)
    actions.drop_action(action=_plan(cast, "Buy a server", goal=goal), reason="not needed", by=cast.chiara)

    renewed = actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="Borgo 2034"), by=cast.chiara)

    copied = PlannedAction.objects.filter(goal__strategy=renewed)
    assert [(each.title, each.owner_name, each.due_on, each.carried_from) for each in copied] == [
        ("Write exit clauses", "Anna", date(2027, 3, 1), still_open)
    ]
    assert renewed.version == 2
    assert renewed.goals.get().copied_from == goal
    assert done.goal == goal
    with pytest.raises(actions.StrategyEnded):
        actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="Again"), by=cast.chiara)
    assert PlannedAction.objects.filter(carried_from=still_open).count() == 1


def test_renewing_twice_carries_the_copy_on(cast: Cast) -> None:
    strategy = _strategy(cast)
    first = _plan(cast, "Write exit clauses", goal=_goal(strategy, cast))
    second = actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="Second"), by=cast.chiara)

    third = actions.renew_strategy(strategy=second, draft=StrategyDraft(title="Third"), by=cast.chiara)

    assert PlannedAction.objects.filter(title=first.title).count() == 3
    assert actions_of(cast.chiara, cast.town).get().goal.strategy == third


def test_a_body_has_one_strategy_at_a_time(cast: Cast) -> None:
    _strategy(cast)

    with pytest.raises(actions.StrategyStands):
        _strategy(cast)


def test_a_renewed_strategy_does_not_change(cast: Cast) -> None:
    strategy = _strategy(cast)
    goal = _goal(strategy, cast)
    action = _plan(cast, "Write exit clauses", goal=goal)
    actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="Next"), by=cast.chiara)

    for change in (
        lambda: actions.change_strategy(strategy=strategy, draft=StrategyDraft(title="Other"), by=cast.chiara),
        lambda: _goal(strategy, cast, "Another"),
        lambda: actions.end_goal(goal=goal, reason="over", by=cast.chiara),
        lambda: actions.review_strategy(strategy=strategy, found="", next_on=date(2099, 1, 1), by=cast.chiara),
    ):
        with pytest.raises(actions.StrategyEnded):
            change()
    with pytest.raises(actions.ActionOver):
        actions.finish_action(action=action, by=cast.chiara)


def test_the_same_draft_twice_changes_nothing(cast: Cast) -> None:
    strategy = _strategy(cast)
    draft = StrategyDraft(title="Borgo 2030", summary="In short")
    actions.change_strategy(strategy=strategy, draft=draft, by=cast.chiara)

    actions.change_strategy(strategy=strategy, draft=draft, by=cast.chiara)

    assert Event.objects.filter(name="strategy.strategy_changed").count() == 1


def test_a_review_sets_the_day_of_the_next(cast: Cast) -> None:
    strategy = _strategy(cast)

    review = actions.review_strategy(strategy=strategy, found="On track", next_on=date(2099, 1, 1), by=cast.chiara)

    strategy.refresh_from_db()
    assert strategy.review_on == review.next_on == date(2099, 1, 1)
    with pytest.raises(actions.ReviewInThePast):
        actions.review_strategy(strategy=strategy, found="", next_on=timezone.localdate(), by=cast.chiara)


def test_the_same_advice_taken_twice_is_one_action(cast: Cast) -> None:
    draft = ActionDraft(title="Name a contact", origin="organisation 2026.11.22/QA4", effort_days=0.5)
    first = actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)

    again = actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)

    assert again == first
    assert Event.objects.filter(name="strategy.action_planned").count() == 1
    actions.finish_action(action=first, by=cast.chiara)
    assert actions.plan_action(body=cast.town, draft=draft, by=cast.chiara) != first


def test_an_action_serves_a_goal_of_its_own_body_that_stands(cast: Cast) -> None:
    goal = _goal(_strategy(cast), cast)
    actions.end_goal(goal=goal, reason="reached", by=cast.chiara)

    with pytest.raises(actions.OfAnotherBody):
        _plan(cast, "Write exit clauses", goal=goal)


def test_what_was_done_may_be_taken_up_again_and_what_is_open_not(cast: Cast) -> None:
    action = actions.finish_action(action=_plan(cast, "Name a contact"), by=cast.chiara)
    with pytest.raises(actions.ActionOver):
        actions.finish_action(action=action, by=cast.chiara)

    action = actions.reopen_action(action=action, by=cast.chiara)

    assert action.done_at is None
    with pytest.raises(actions.ActionOver):
        actions.reopen_action(action=action, by=cast.chiara)


def test_evidence_that_was_taken_back_stays_with_who_and_when(cast: Cast) -> None:
    action = _plan(cast, "Name a contact")
    evidence = actions.add_evidence(action=action, title="Decree 12", url="https://b.example/12", by=cast.chiara)

    evidence = actions.withdraw_evidence(evidence=evidence, by=cast.chiara)

    assert evidence.withdrawn_by == cast.chiara
    assert list(actions_of(cast.chiara, cast.town).get().evidence.all()) == []


def test_what_hangs_in_the_air_is_named(cast: Cast) -> None:
    strategy = _strategy(cast)
    served, bare = _goal(strategy, cast), _goal(strategy, cast, "Work together")
    drafts = [InitiativeDraft(title=name) for name in ("Rete", "Sola")]
    network, alone = (actions.register_initiative(body=cast.town, draft=draft, by=cast.chiara) for draft in drafts)
    _plan(cast, "Run the network", goal=served, initiative=network)
    loose = _plan(cast, "Write exit clauses")

    found = orphans(cast.chiara, cast.town)

    assert found.goals == (bare,)
    assert found.actions == (loose,)
    assert found.initiatives == (alone,)
    assert found.without_initiative == (bare,)


def test_ending_a_goal_leaves_its_open_actions_without_one(cast: Cast) -> None:
    strategy = _strategy(cast)
    goal = _goal(strategy, cast)
    action = _plan(cast, "Write exit clauses", goal=goal)

    actions.end_goal(goal=goal, reason="given up", by=cast.chiara)

    assert orphans(cast.chiara, cast.town).actions == (action,)
    assert aimed(cast.chiara, strategy)[0].actions == ()


def test_clauses_of_other_documents_show_a_strategy_where_there_is_none(cast: Cast) -> None:
    before = strategy_evidence(cast.chiara, cast.town)
    draft = ClauseDraft(document="Innovation policy 2030", says="Share what we build", kind="policy")
    actions.add_clause(body=cast.town, draft=draft, by=cast.chiara)

    after = strategy_evidence(cast.chiara, cast.town)

    assert not before.is_there
    assert after.is_there
    assert (after.has_strategy, after.clauses, after.clauses_elsewhere) == (False, 1, 1)
    assert not strategy_evidence(cast.dragan, cast.town).is_there


def test_a_goal_is_owned_when_each_open_action_names_somebody(cast: Cast) -> None:
    strategy = _strategy(cast)
    owned, half = _goal(strategy, cast), _goal(strategy, cast, "Work together")
    _plan(cast, "Write exit clauses", goal=owned, owner_name="Anna")
    _plan(cast, "Ask the neighbours", goal=half, owner_name="Anna")
    _plan(cast, "Ask the region", goal=half)

    found = strategy_evidence(cast.chiara, cast.town)

    assert (found.goals, found.goals_with_action, found.goals_owned) == (2, 2, 1)


def test_a_clause_follows_its_goal_into_the_next_version(cast: Cast) -> None:
    strategy = _strategy(cast)
    draft = ClauseDraft(document="Budget", says="Money for it", goal=_goal(strategy, cast))
    clause = actions.add_clause(body=cast.town, draft=draft, by=cast.chiara)

    renewed = actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="Next"), by=cast.chiara)

    assert aimed(cast.chiara, renewed)[0].clauses == (clause,)


@pytest.mark.parametrize("days", [-1.0, float("nan"), float("inf")])
def test_an_effort_that_is_no_number_of_days_is_refused(cast: Cast, days: float) -> None:
    with pytest.raises(actions.NegativeEffort):
        _plan(cast, "Write", effort_days=days)

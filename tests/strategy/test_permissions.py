"""Who may do what, and who reads it: every kind of person against every action."""

from datetime import date
from typing import TypeVar

import pytest
from django.db import models, transaction

from commonweal.organisations.models import Visibility
from commonweal.organisations.permissions import NotAllowed
from commonweal.strategy import actions
from commonweal.strategy.actions import (
    ActionDraft,
    ClauseDraft,
    GoalDraft,
    InitiativeDraft,
    MemberDraft,
    MilestoneDraft,
    StakeholderDraft,
    StrategyDraft,
)
from commonweal.strategy.queries.strategies import strategies_of
from tests.components.world import EVERYBODY, World, build

pytestmark = pytest.mark.django_db
KEEPS = {"editor", "administrator"}
RUNS = KEEPS | {"curator"}
Thing = TypeVar("Thing", bound=models.Model)
RAISES = KEEPS | {"guard", "member", "chief"}


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_who_may_do_what(world: World) -> None:
    borgo, later = world.bodies["borgo"], date(2099, 1, 1)
    strategy = actions.begin_strategy(body=borgo, draft=StrategyDraft(title="Borgo"), by=None)
    goal = actions.set_goal(strategy=strategy, draft=GoalDraft(title="Share"), by=None)
    action = actions.plan_action(body=borgo, draft=ActionDraft(title="Write"), by=None)
    done = actions.finish_action(
        action=actions.plan_action(body=borgo, draft=ActionDraft(title="Call"), by=None), by=None
    )
    evidence = actions.add_evidence(action=action, title="Decree", by=None)
    clause = actions.add_clause(body=borgo, draft=ClauseDraft(document="Law", says="Share"), by=None)
    support = actions.support_clause(clause=clause, kind="guide", title="Guide", by=None)
    concern = actions.raise_concern(body=borgo, fear="It breaks", by=None)
    settled = actions.raise_concern(body=borgo, fear="It costs", by=None)
    actions.answer_concern(concern=settled, answer="Less", by=None)
    settled = actions.close_concern(concern=settled, by=None)
    initiative = actions.register_initiative(body=borgo, draft=InitiativeDraft(title="Rete"), by=None)
    step = MilestoneDraft(title="Found", due_on=later)
    milestone = actions.plan_milestone(initiative=initiative, draft=step, by=None)
    member = actions.add_member(body=borgo, draft=MemberDraft(role="Buyer"), by=None)
    university = StakeholderDraft(name="University", sector="academia", reach="local")
    talked = actions.add_stakeholder(body=borgo, draft=university, by=None)
    part = actions.take_part(initiative=initiative, kind="lead", name="Rete", by=None)
    keeping = {
        "change_strategy": lambda by: actions.change_strategy(strategy=strategy, draft=StrategyDraft(title="B"), by=by),
        "renew_strategy": lambda by: actions.renew_strategy(strategy=strategy, draft=StrategyDraft(title="B"), by=by),
        "review_strategy": lambda by: actions.review_strategy(strategy=strategy, found="", next_on=later, by=by),
        "set_goal": lambda by: actions.set_goal(strategy=strategy, draft=GoalDraft(title="Work"), by=by),
        "change_goal": lambda by: actions.change_goal(goal=_fresh(goal), draft=GoalDraft(title="Work"), by=by),
        "end_goal": lambda by: actions.end_goal(goal=_fresh(goal), reason="over", by=by),
        "plan_action": lambda by: actions.plan_action(body=borgo, draft=ActionDraft(title="Ask"), by=by),
        "change_action": lambda by: actions.change_action(action=action, draft=ActionDraft(title="Ask"), by=by),
        "finish_action": lambda by: actions.finish_action(action=action, by=by),
        "drop_action": lambda by: actions.drop_action(action=action, reason="no", by=by),
        "reopen_action": lambda by: actions.reopen_action(action=done, by=by),
        "add_evidence": lambda by: actions.add_evidence(action=action, title="Act", by=by),
        "withdraw_evidence": lambda by: actions.withdraw_evidence(evidence=_fresh(evidence), by=by),
        "add_clause": lambda by: actions.add_clause(body=borgo, draft=ClauseDraft(document="A", says="B"), by=by),
        "end_clause": lambda by: actions.end_clause(clause=_fresh(clause), by=by),
        "support_clause": lambda by: actions.support_clause(clause=clause, kind="tool", title="T", by=by),
        "end_support": lambda by: actions.end_support(support=_fresh(support), by=by),
        "add_member": lambda by: actions.add_member(body=borgo, draft=MemberDraft(role="Lawyer"), by=by),
        "change_member": lambda by: actions.change_member(member=member, draft=MemberDraft(role="Lawyer"), by=by),
        "withdraw_member": lambda by: actions.withdraw_member(member=member, by=by),
        "add_stakeholder": lambda by: actions.add_stakeholder(body=borgo, draft=university, by=by),
        "withdraw_stakeholder": lambda by: actions.withdraw_stakeholder(stakeholder=_fresh(talked), by=by),
        "answer_concern": lambda by: actions.answer_concern(concern=concern, answer="No", by=by),
        "close_concern": lambda by: actions.close_concern(concern=settled, by=by),
    }
    raising = {
        "raise_concern": lambda by: actions.raise_concern(body=borgo, fear="It ends", by=by),
        "reopen_concern": lambda by: actions.reopen_concern(concern=_fresh(settled), by=by),
    }
    running = {
        "register_initiative": lambda by: actions.register_initiative(
            body=borgo, draft=InitiativeDraft(title="New"), by=by
        ),
        "change_initiative": lambda by: actions.change_initiative(
            initiative=_fresh(initiative), draft=InitiativeDraft(title="New"), by=by
        ),
        "close_initiative": lambda by: actions.close_initiative(
            initiative=_fresh(initiative), on=later, reason="x", by=by
        ),
        "plan_milestone": lambda by: actions.plan_milestone(initiative=initiative, draft=step, by=by),
        "take_part": lambda by: actions.take_part(initiative=initiative, kind="co_fund", name="Lega", by=by),
        "end_part": lambda by: actions.end_part(participation=_fresh(part), by=by),
        "reach_milestone": lambda by: actions.reach_milestone(milestone=_fresh(milestone), by=by),
    }
    everything = keeping | raising | running
    may: dict[str, set[str]] = {name: set() for name in everything}

    for person in EVERYBODY[1:]:
        for name, act in everything.items():
            try:
                with transaction.atomic():
                    act(world.person(person))
                    may[name].add(person)
                    transaction.set_rollback(True)
            except NotAllowed:
                pass

    assert may == (dict.fromkeys(keeping, KEEPS) | dict.fromkeys(raising, RAISES) | dict.fromkeys(running, RUNS))


def _fresh(thing: Thing) -> Thing:
    """As it stands in the database: what was undone there is still in memory."""
    return type(thing)._default_manager.get(pk=thing.pk)


def test_who_may_begin_a_strategy(world: World) -> None:
    may = set()

    for person in EVERYBODY[1:]:
        try:
            with transaction.atomic():
                draft = StrategyDraft(title="Borgo")
                actions.begin_strategy(body=world.bodies["borgo"], draft=draft, by=world.person(person))
                may.add(person)
                transaction.set_rollback(True)
        except NotAllowed:
            pass

    assert may == KEEPS


@pytest.mark.parametrize(
    ("visibility", "reads"),
    [
        (Visibility.BODY, {"editor", "guard", "member", "administrator"}),
        (Visibility.PUBLIC, set(EVERYBODY)),
    ],
)
def test_a_strategy_is_read_by_those_for_whom_it_is(world: World, visibility: int, reads: set[str]) -> None:
    draft = StrategyDraft(title="Borgo", visibility=visibility)
    actions.begin_strategy(body=world.bodies["borgo"], draft=draft, by=None)

    found = {person for person in EVERYBODY if strategies_of(world.people[person], world.bodies["borgo"]).exists()}

    assert found == reads


def test_nobody_else_learns_that_something_is_written_down(world: World) -> None:
    borgo = world.bodies["borgo"]
    strategy = actions.begin_strategy(body=borgo, draft=StrategyDraft(title="Segretissimo"), by=None)
    goal = actions.set_goal(strategy=strategy, draft=GoalDraft(title="Segretissimo"), by=None)
    action = actions.plan_action(body=borgo, draft=ActionDraft(title="Segretissimo", goal=goal), by=None)
    clause = actions.add_clause(body=borgo, draft=ClauseDraft(document="Segretissimo", says="x"), by=None)
    concern = actions.raise_concern(body=borgo, fear="Segretissimo", by=None)
    draft = InitiativeDraft(title="Segretissimo", visibility=Visibility.BODY)
    initiative = actions.register_initiative(body=borgo, draft=draft, by=None)
    own = (
        f"/strategies/{strategy.pk}", f"/strategy/actions/{action.pk}", f"/strategy/clauses/{clause.pk}",
        f"/strategy/concerns/{concern.pk}/answer", f"/initiatives/{initiative.pk}", f"/strategy/goals/{goal.pk}/change",
    )  # fmt: skip
    lists = (
        "/bodies/borgo/strategy", "/bodies/borgo/strategy/coverage", "/bodies/borgo/strategy/coverage.csv",
        "/bodies/borgo/strategy/concerns", "/initiatives", "/initiatives.csv",
    )  # fmt: skip

    for person in ("anonymous", "supplier", "stranger", "curator"):
        client = world.client(person)
        for path in own:
            assert client.get(path).status_code == 404, (person, path)
        for path in lists:
            assert b"Segretissimo" not in client.get(path).content, (person, path)
    for path in lists:
        assert b"Segretissimo" in world.client("editor").get(path).content, path


def test_a_public_action_or_clause_does_not_name_the_goal_of_a_hidden_strategy(world: World) -> None:
    borgo = world.bodies["borgo"]
    strategy = actions.begin_strategy(body=borgo, draft=StrategyDraft(title="Borgo"), by=None)
    goal = actions.set_goal(strategy=strategy, draft=GoalDraft(title="Segretissimo"), by=None)
    hidden = InitiativeDraft(title="Nascosta", visibility=Visibility.BODY)
    initiative = actions.register_initiative(body=borgo, draft=hidden, by=None)
    draft = ActionDraft(title="Write", goal=goal, initiative=initiative, visibility=Visibility.PUBLIC)
    action = actions.plan_action(body=borgo, draft=draft, by=None)
    public = ClauseDraft(document="Law", says="Share", goal=goal, visibility=Visibility.PUBLIC)
    clause = actions.add_clause(body=borgo, draft=public, by=None)

    for path in (f"/strategy/actions/{action.pk}", f"/strategy/clauses/{clause.pk}"):
        stranger, editor = (world.client(who).get(path).content.decode() for who in ("stranger", "editor"))
        assert "Segretissimo" not in stranger, path
        assert "Nascosta" not in stranger, path
        assert "Segretissimo" in editor, path


def test_a_goal_whose_actions_are_hidden_is_not_said_to_be_idle(world: World) -> None:
    borgo = world.bodies["borgo"]
    shown = StrategyDraft(title="Borgo", visibility=Visibility.PUBLIC)
    goal = actions.set_goal(
        strategy=actions.begin_strategy(body=borgo, draft=shown, by=None), draft=GoalDraft(title="Share"), by=None
    )
    actions.plan_action(body=borgo, draft=ActionDraft(title="Write", goal=goal), by=None)

    page = world.client("stranger").get("/bodies/borgo/strategy").content.decode()

    assert "Share" in page
    assert "Nothing is done for this goal" not in page
    assert "Goals for which nothing is done" not in page

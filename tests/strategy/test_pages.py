"""Pages and routes: what a clerk does from the first word of a strategy to its renewal, and what machines read."""

from datetime import date

import pytest
from django.test import Client

from commonweal.organisations.models import Visibility
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, GoalDraft, InitiativeDraft, StrategyDraft
from commonweal.strategy.models import Clause, Concern, Initiative, PlannedAction, Strategy
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_an_empty_page_says_how_to_begin(chiara: Client) -> None:
    assert "/bodies/borgo/strategy/new" in _text(chiara, "/bodies/borgo/strategy")
    assert "/bodies/borgo/strategy/new" not in _text(Client(), "/bodies/borgo/strategy")


def test_who_has_no_strategy_reads_what_one_is_for_and_finds_the_assessments(chiara: Client) -> None:
    chiara.post("/bodies/borgo/strategy/actions/new", {"title": "Name a contact", "visibility": 1})
    before = _text(chiara, "/bodies/borgo/strategy")

    chiara.post("/bodies/borgo/strategy/new", {"title": "Borgo 2030", "visibility": 1})

    assert "A strategy says, on half a page" in before
    assert 'href="/bodies/borgo/assessments"' in before
    assert "A strategy says, on half a page" not in _text(chiara, "/bodies/borgo/strategy")


def test_a_clerk_begins_a_strategy_plans_does_and_renews(chiara: Client) -> None:
    chiara.post("/bodies/borgo/strategy/new", {"title": "Borgo 2030", "visibility": 1})
    strategy = Strategy.objects.get()
    chiara.post(f"/strategies/{strategy.pk}/goals/new", {"title": "Decide for ourselves", "aim": "sovereignty"})
    goal = strategy.goals.get()
    for title in ("Write exit clauses", "Name a contact"):
        filled = {"title": title, "goal": goal.pk, "visibility": 1, "effort_days": "0.5"}
        chiara.post(f"/bodies/borgo/strategy/actions/new?goal={goal.pk}", filled)
    done = PlannedAction.objects.get(title="Name a contact")
    chiara.post(f"/strategy/actions/{done.pk}", {"title": "Decree 12", "url": "https://b.example/12"})
    chiara.post(f"/strategy/actions/{done.pk}/finish")

    answer = chiara.post(f"/strategies/{strategy.pk}/renew", {"title": "Borgo 2034", "visibility": 1}, follow=True)

    assert "Renewed. 1 open action came along." in answer.content.decode()
    page = _text(chiara, "/bodies/borgo/strategy")
    assert "Borgo 2034" in page
    assert "Earlier versions" in page
    assert "Decree 12" in _text(chiara, f"/strategies/{strategy.pk}")


def test_a_refusal_stands_on_the_form(chiara: Client, cast: Cast) -> None:
    strategy = actions.begin_strategy(body=cast.town, draft=StrategyDraft(title="Borgo"), by=cast.chiara)

    again = chiara.post("/bodies/borgo/strategy/new", {"title": "Other", "visibility": 1})
    early = chiara.post(f"/strategies/{strategy.pk}/review", {"found": "", "next_on": "2020-01-01"})

    assert (again.status_code, early.status_code) == (422, 422)
    assert "There is a strategy already" in again.content.decode()
    assert "The next look lies after today" in early.content.decode()


def test_what_needs_somebody_and_what_hangs_in_the_air_stands_on_the_page(chiara: Client, cast: Cast) -> None:
    draft = StrategyDraft(title="Borgo", review_on=date(2020, 5, 1))
    strategy = actions.begin_strategy(body=cast.town, draft=draft, by=cast.chiara)
    actions.set_goal(strategy=strategy, draft=GoalDraft(title="Share what we build"), by=cast.chiara)
    actions.plan_action(body=cast.town, draft=ActionDraft(title="Ask the region"), by=cast.chiara)

    page = _text(chiara, "/bodies/borgo/strategy")

    assert "2 things need somebody" in page
    assert "looked at the strategy again by 1 May 2020" in page
    assert "Goals for which nothing is done: Share what we build" in page
    assert "Actions without a goal" in page


def test_a_clerk_writes_down_a_clause_and_what_helps(chiara: Client) -> None:
    filled = {"document": "Innovation policy", "says": "Share", "kind": "policy", "visibility": 1}
    chiara.post("/bodies/borgo/strategy/clauses/new", filled)
    clause = Clause.objects.get()
    chiara.post(f"/strategy/clauses/{clause.pk}", {"kind": "guide", "title": "=How to share"})

    page = _text(chiara, "/bodies/borgo/strategy/coverage")

    assert "Innovation policy" in page
    assert "tool, training, contact, guide for suppliers" in page
    rows = chiara.get("/bodies/borgo/strategy/coverage.csv").content.decode().splitlines()
    assert rows[1] == "Innovation policy,,Share,'=How to share,,,,,tool training contact vendor_guide"
    chiara.post(f"/strategy/supports/{clause.supports.get().pk}/end")
    chiara.post(f"/strategy/clauses/{clause.pk}/end")
    assert "No clause is written down" in _text(chiara, "/bodies/borgo/strategy/coverage")


def test_a_fear_is_raised_answered_settled_and_opened_again(chiara: Client) -> None:
    chiara.post("/bodies/borgo/strategy/concerns", {"fear": "It breaks", "voiced_by": "council"})
    pk = Concern.objects.get().pk
    chiara.post(f"/strategy/concerns/{pk}/answer", {"answer": "It did not elsewhere"})
    chiara.post(f"/strategy/concerns/{pk}/close")
    settled = _text(chiara, "/bodies/borgo/strategy/concerns")

    chiara.post(f"/strategy/concerns/{pk}/reopen")

    assert "0 open concerns" in settled
    assert "Settled by" in settled
    assert "1 open concern<" in _text(chiara, "/bodies/borgo/strategy/concerns")


def test_a_clerk_enters_an_initiative_plans_steps_and_ends_it(chiara: Client) -> None:
    chiara.post("/bodies/borgo/initiatives/new", {"title": "Rete", "people_count": 1, "visibility": 3})
    pk = Initiative.objects.get().pk
    chiara.post(f"/initiatives/{pk}", {"title": "Ten towns", "due_on": "2030-01-01"})
    chiara.post(f"/strategy/milestones/{Initiative.objects.get().milestones.get().pk}/reach")
    fragile = _text(Client(), "/initiatives?show=fragile")

    chiara.post(f"/initiatives/{pk}/close", {"on": "2031-01-01", "reason": "The money ended"})

    assert "Nobody is named who answers for it." in fragile
    assert "It hangs on one person" in fragile
    assert "The money ended" in _text(Client(), "/initiatives")
    assert "0 initiatives" in _text(Client(), "/initiatives?show=fragile")
    assert "Rete,Borgo,,,,1,," in Client().get("/initiatives.csv").content.decode()


def test_the_register_of_policies_is_chosen_by_address() -> None:
    page = _text(Client(), "/policies?intervention=prescriptive&direction=inbound")

    assert "3 countries" in page
    assert all(f'href="/policies/{code}"' in page for code in ("fr", "nl", "es"))
    assert "not stated" in _text(Client(), "/policies/nl")
    assert Client().get("/policies/xx").status_code == 404


def test_machines_read_what_is_public_and_nothing_else(cast: Cast) -> None:
    hidden = StrategyDraft(title="Borgo")
    strategy = actions.begin_strategy(body=cast.town, draft=hidden, by=cast.chiara)
    goal = actions.set_goal(strategy=strategy, draft=GoalDraft(title="Share"), by=cast.chiara)
    for title, visibility in (("Write", Visibility.PUBLIC), ("Segreto", Visibility.BODY)):
        draft = ActionDraft(title=title, goal=goal, visibility=visibility)
        actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)
    actions.register_initiative(body=cast.town, draft=InitiativeDraft(title="Rete"), by=cast.chiara)
    before = Client().get("/api/v1/bodies/borgo/strategy").status_code
    shown = StrategyDraft(title="Borgo", visibility=Visibility.PUBLIC)
    actions.change_strategy(strategy=strategy, draft=shown, by=cast.chiara)

    found = Client().get("/api/v1/bodies/borgo/strategy").json()

    assert before == 404
    assert [(each["title"], each["state"]) for each in found["goals"][0]["actions"]] == [("Write", "open")]
    assert Client().get("/api/v1/initiatives").json()["data"][0]["alarms"] == ["unowned"]
    asked = Client().get("/api/v1/policies?intervention=prescriptive&direction=inbound").json()
    assert [each["code"] for each in asked["data"]] == ["ES", "FR", "NL"]


def test_the_share_decided_without_a_person_is_for_those_who_rule(chiara: Client, cast: Cast) -> None:
    assert "Nothing was decided yet" in _text(chiara, "/bodies/borgo/strategy/sunset")

    stranger = Client()
    stranger.force_login(cast.dragan, backend="django.contrib.auth.backends.ModelBackend")

    assert stranger.get("/bodies/borgo/strategy/sunset").status_code == 403

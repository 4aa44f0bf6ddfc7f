"""The paper for a decision: every open concern and no settled one, doing nothing, and what nobody knows."""

from datetime import date

import pytest
from django.test import Client

from commonweal.drawing.printing import Points
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, ClauseDraft, GoalDraft, MemberDraft, StrategyDraft
from commonweal.strategy.documents.paper import paper_sheet
from commonweal.strategy.models import Goal
from commonweal.strategy.queries.paper import paper_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PAPER = "/bodies/borgo/strategy/paper"
TODAY = date(2026, 11, 22)


@pytest.fixture
def chiara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _goal(cast: Cast, **known: object) -> Goal:
    draft = StrategyDraft(**({"title": "Borgo 2030"} | known))
    strategy = actions.begin_strategy(body=cast.town, draft=draft, by=cast.chiara)
    return actions.set_goal(strategy=strategy, draft=GoalDraft(title="Decide", aim="sovereignty"), by=cast.chiara)


def _text(client: Client, path: str = PAPER) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_every_open_concern_appears_and_no_settled_one(cast: Cast, chiara: Client) -> None:
    _goal(cast)
    fears = [f"Fear number {number}" for number in range(1, 8)]
    concerns = [actions.raise_concern(body=cast.town, fear=fear, voiced_by="IT", by=cast.chiara) for fear in fears]
    for concern in concerns[:4]:
        evidence = "https://b.example/shown"
        actions.answer_concern(concern=concern, answer="It is not so", evidence_url=evidence, by=cast.chiara)
    for concern in concerns[:2]:
        actions.close_concern(concern=concern, by=cast.chiara)

    sheet = paper_sheet(paper_of(cast.chiara, cast.town, TODAY))

    points = next(part for part in sheet.parts if isinstance(part, Points) and part.is_numbered).points
    assert [point.title for point in points] == [f"{fear} (IT)" for fear in fears[2:]]
    assert [point.text.startswith("Answered by Chiara") for point in points] == [True, True, False, False, False]
    assert points[0].address == "https://b.example/shown"
    assert "Not answered yet" in points[2].text
    for form in ("", ".md"):
        shown = _text(chiara, PAPER + form)
        assert all(fear in shown for fear in fears[2:])
        assert not any(fear in shown for fear in fears[:2])


def test_keeping_all_as_it_is_is_said_or_said_to_be_missing(cast: Cast, chiara: Client) -> None:
    goal = _goal(cast)
    missing = _text(chiara)
    draft = StrategyDraft(title="Borgo 2030", if_nothing="We stay with one supplier and pay 9,000 a year.")

    actions.change_strategy(strategy=goal.strategy, draft=draft, by=cast.chiara)

    assert "Without it the paper is not whole" in missing
    assert f"/strategies/{goal.strategy.pk}/change" in missing
    assert "We stay with one supplier" in _text(chiara)
    assert "Without it the paper is not whole" not in _text(chiara)


def test_the_paper_names_who_does_what_and_what_nobody_knows(cast: Cast, chiara: Client) -> None:
    goal = _goal(cast)
    for title, known in (
        ("Write exit clauses", {"goal": goal, "owner_name": "Anna", "effort_days": 2.5, "due_on": date(2027, 3, 1)}),
        ("Ask the region", {}),
    ):
        actions.plan_action(body=cast.town, draft=ActionDraft(title=title, **known), by=cast.chiara)
    actions.add_clause(body=cast.town, draft=ClauseDraft(document="Law 7", says="Share"), by=cast.chiara)

    shown = _text(chiara, f"{PAPER}.md")

    assert "| Write exit clauses | Anna | 2.5 | 1 March 2027 |" in shown
    assert "| Ask the region | nobody | not known | not known |" in shown
    assert "as far as it is known: 2.5 days. Actions without a known effort: 1." in shown
    assert "**Ask the region:** who sees to it, effort in days, a day" in shown
    assert "**Law 7:** Share" in shown
    assert "**Law 7:** guide, tool, training, contact, guide for suppliers" in shown
    assert "Nobody wrote down who has time for it" in shown
    assert "contracts in which we are caught" in shown


def test_too_little_time_stands_in_the_paper(cast: Cast, chiara: Client) -> None:
    actions.add_member(body=cast.town, draft=MemberDraft(role="clerk", name="Anna", days_a_month=1.0), by=cast.chiara)
    draft = ActionDraft(title="Write", owner_name="Anna", effort_days=90.0, due_on=date(2026, 1, 1))
    actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)

    shown = _text(chiara)

    assert "too much for: Anna" in shown
    assert "No strategy is written down" in shown


def test_what_people_wrote_is_no_markdown(cast: Cast, chiara: Client) -> None:
    actions.raise_concern(body=cast.town, fear="[x](javascript:alert) | <b>\n# bold", by=cast.chiara)

    shown = _text(chiara, f"{PAPER}.md")

    assert r"\[x\](javascript:alert) \| \<b\> \# bold" in shown


def test_the_paper_is_printed(cast: Cast, chiara: Client) -> None:
    _goal(cast)

    answer = chiara.get(f"{PAPER}.pdf")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_who_would_not_see_everything_gets_no_paper(cast: Cast, client: Client) -> None:
    client.force_login(cast.dragan, backend="django.contrib.auth.backends.ModelBackend")

    assert [client.get(PAPER + form).status_code for form in ("", ".pdf", ".md")] == [403, 403, 403]


def test_clauses_are_written_out_with_what_is_missing(cast: Cast, chiara: Client) -> None:
    draft = ClauseDraft(document="Law 7", reference="art. 2", says="Share what you build")
    clause = actions.add_clause(body=cast.town, draft=draft, by=cast.chiara)
    actions.support_clause(clause=clause, kind="guide", title="How to share", by=cast.chiara)

    shown = chiara.get("/bodies/borgo/strategy/coverage.md").content.decode()

    assert "## Law 7" in shown
    assert "- **art. 2** Share what you build" in shown
    assert "| Law 7 art. 2 | How to share | missing | missing | missing | missing |" in shown

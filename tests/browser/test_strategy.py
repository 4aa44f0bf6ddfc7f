"""Strategies in a browser: no page has a barrier or is too wide, narrow and wide, empty and full."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from commonweal.strategy import actions
from commonweal.strategy.actions import (
    ActionDraft,
    ClauseDraft,
    GoalDraft,
    InitiativeDraft,
    MemberDraft,
    StakeholderDraft,
    StrategyDraft,
)
from tests.browser.conftest import Axe
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Verwaltungsdigitalisierungsbeschleunigungsvorhaben"


@pytest.fixture
def pages(page: Page, live_server: object, cast: Cast) -> tuple[Page, list[str]]:
    """Chiara signed in, at a town that has written down one of each, with long words."""
    by, past = cast.chiara, timezone.localdate() - timedelta(days=1)
    strategy = actions.begin_strategy(body=cast.town, draft=StrategyDraft(title=LONG, review_on=past), by=by)
    goals = [actions.set_goal(strategy=strategy, draft=GoalDraft(title=title), by=by) for title in (LONG, "Share")]
    draft = ActionDraft(title=LONG, goal=goals[0], due_on=past)
    action = actions.plan_action(body=cast.town, draft=draft, by=by)
    actions.add_evidence(action=action, title=LONG, url=f"https://b.example/{LONG}", by=by)
    clause = actions.add_clause(body=cast.town, draft=ClauseDraft(document=LONG, says=LONG), by=by)
    actions.support_clause(clause=clause, kind="guide", title=LONG, by=by)
    concern = actions.raise_concern(body=cast.town, fear=LONG, by=by)
    actions.answer_concern(concern=concern, answer=LONG, by=by)
    actions.close_concern(concern=concern, by=by)
    initiative = actions.register_initiative(
        body=cast.town, draft=InitiativeDraft(title=LONG, started_on=past, funding_ends_on=past), by=by
    )
    actions.take_part(initiative=initiative, kind="follow", name=LONG, by=by)
    for name, effort in ((LONG, 90.0), ("", None)):
        paid = MemberDraft(role=LONG, name=name, days_a_month=2.0, paid_by="initiative", initiative=initiative)
        actions.add_member(body=cast.town, draft=paid, by=by)
        left = ActionDraft(title=LONG, owner_name=name, effort_days=effort, due_on=past + timedelta(days=90))
        actions.plan_action(body=cast.town, draft=left, by=by)
    talked = StakeholderDraft(name=LONG, sector="academia", reach="local", about=LONG)
    actions.add_stakeholder(body=cast.town, draft=talked, by=by)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("chiara")
    page.locator("[name=password]").fill("chiara")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)
    own = "/bodies/borgo/strategy"
    return page, [
        own, f"{own}/team", f"{own}/team/new", f"{own}/plan", f"{own}/paper", f"{own}/stakeholders",
        f"{own}/actions/new", f"{own}/coverage", f"{own}/concerns", f"{own}/sunset",
        strategy.get_absolute_url(), action.get_absolute_url(), f"/strategy/clauses/{clause.pk}",
        initiative.get_absolute_url(), f"{initiative.get_absolute_url()}/change",
        f"{initiative.get_absolute_url()}/part",
        "/initiatives", "/policies",
        "/initiatives/survival", "/initiatives?show=ended", "/policies/nl", "/policies?focus=external&form=law",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_is_too_wide(
    pages: tuple[Page, list[str]], live_server: object, axe: Axe, width: int
) -> None:
    page, paths = pages
    page.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []

    for path in paths:
        page.goto(live_server.url + path)
        faults += axe.barriers(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path} is {over} px too wide at {width} px"] if over > 0 else []

    assert faults == []

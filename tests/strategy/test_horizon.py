"""The plan of two years: every known day on one page, what initiatives have not planned, and who is told in time."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.organisations.models import Visibility
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, InitiativeDraft, MilestoneDraft, StrategyDraft
from commonweal.strategy.models import Initiative
from commonweal.strategy.queries.horizon import horizon_of
from commonweal.strategy.rules.alarms import month_after
from commonweal.strategy.rules.horizon import unplanned
from tests.conftest import Cast

BEGINS, ENDS = date(2026, 1, 1), date(2028, 1, 1)
DAYS = st.integers(-100, 900).map(lambda days: BEGINS + timedelta(days=days))


@settings(deadline=None)
@given(st.lists(DAYS, max_size=12), DAYS)
def test_one_more_step_never_makes_a_plan_emptier(steps: list[date], more: date) -> None:
    before = sum((each.ends - each.begins).days for each in unplanned(BEGINS, ENDS, steps, 6, BEGINS))
    after = sum((each.ends - each.begins).days for each in unplanned(BEGINS, ENDS, [*steps, more], 6, BEGINS))

    assert after <= before


def test_a_plan_with_a_step_every_six_months_is_whole() -> None:
    steps = [month_after(BEGINS, months) for months in (6, 12, 18)]

    assert unplanned(BEGINS, ENDS, steps, 6, BEGINS) == ()
    assert len(unplanned(BEGINS, ENDS, steps[:2], 6, BEGINS)) == 1
    assert unplanned(BEGINS, ENDS, [], 6, ENDS + timedelta(days=1)) == ()


def _initiative(cast: Cast, **known: object) -> Initiative:
    draft = InitiativeDraft(**({"title": "Rete", "owner_name": "Anna"} | known))
    return actions.register_initiative(body=cast.town, draft=draft, by=cast.chiara)


@pytest.mark.django_db
def test_every_known_day_stands_in_the_plan_once(cast: Cast) -> None:
    today = timezone.localdate()
    day = today + timedelta(days=30)
    draft = StrategyDraft(title="Borgo", review_on=day, ends_on=day)
    actions.begin_strategy(body=cast.town, draft=draft, by=cast.chiara)
    initiative = _initiative(cast, started_on=today, funding_ends_on=day, review_on=day)
    step = MilestoneDraft(title="Ten towns", due_on=day)
    reached = actions.plan_milestone(initiative=initiative, draft=step, by=cast.chiara)
    actions.reach_milestone(milestone=reached, by=cast.chiara)
    actions.plan_milestone(initiative=initiative, draft=step, by=cast.chiara)
    for title, due in (("Write", day), ("Late", today - timedelta(days=9)), ("Far", date(2099, 1, 1)), ("Open", None)):
        actions.plan_action(body=cast.town, draft=ActionDraft(title=title, due_on=due), by=cast.chiara)

    found = horizon_of(cast.chiara, cast.town, today)

    assert sorted(each.kind.value for each in found.days) == [
        "action", "action", "funding_end", "funding_plan", "initiative_review", "milestone", "strategy_end",
        "strategy_review",
    ]  # fmt: skip
    assert found.days[0].title == "Late"
    assert (found.later, [each.title for each in found.undated]) == (1, ["Open"])


@pytest.mark.django_db
def test_month_eighteen_without_a_plan_for_the_money_is_said(cast: Cast) -> None:
    today = timezone.localdate()
    _initiative(cast, title="Old", started_on=today - timedelta(days=18 * 31))
    _initiative(cast, title="Young", started_on=today - timedelta(days=17 * 30))

    found = {
        each.watched.initiative.title: each.lacks_funding_plan
        for each in horizon_of(cast.chiara, cast.town, today).initiatives
    }

    assert found == {"Old": True, "Young": False}


@pytest.mark.django_db
def test_where_no_beginning_is_known_nobody_says_that_the_plan_is_whole(cast: Cast, client: Client) -> None:
    _initiative(cast, funding_ends_on=date(2099, 1, 1))

    page = client.get("/bodies/borgo/strategy/plan").content.decode()
    found = client.get("/bodies/borgo/strategy/plan.json").json()

    assert "When it began is not known" in page
    assert "the plan is whole" not in page
    assert found["initiatives"][0]["covers_the_months"] is None


@pytest.mark.django_db
def test_page_calendar_and_json_tell_the_same_days_and_nothing_hidden(cast: Cast, client: Client) -> None:
    day = timezone.localdate() + timedelta(days=3)
    for title, visibility in (("Write, and send", Visibility.PUBLIC), ("Segreto", Visibility.BODY)):
        draft = ActionDraft(title=title, due_on=day, visibility=visibility)
        actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)

    page = client.get("/bodies/borgo/strategy/plan").content.decode()
    calendar = client.get("/bodies/borgo/strategy/plan.ics").content.decode()
    found = client.get("/bodies/borgo/strategy/plan.json").json()

    assert "Write, and send" in page
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in calendar
    assert "SUMMARY:action due: Write\\, and send" in calendar
    assert [(each["on"], each["title"]) for each in found["days"]] == [(day.isoformat(), "Write, and send")]
    assert "Segreto" not in page + calendar + str(found)

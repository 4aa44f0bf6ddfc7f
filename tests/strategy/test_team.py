"""The team of a body: whose an action is, what ends with its money, and who is told."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.journal.models import Event
from commonweal.organisations.models import Visibility
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, InitiativeDraft, MemberDraft
from commonweal.strategy.documents.team import months_of_team, people_of_team
from commonweal.strategy.models import Initiative, PlannedAction, TeamMember
from commonweal.strategy.queries.alarms import alarms_of, bodies_to_tell
from commonweal.strategy.queries.team import TeamLoad, team_load
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _member(cast: Cast, **known: object) -> TeamMember:
    draft = MemberDraft(**({"role": "developer", "name": "Anna", "days_a_month": 10.0} | known))
    return actions.add_member(body=cast.town, draft=draft, by=cast.chiara)


def _plan(cast: Cast, title: str = "Write", **known: object) -> PlannedAction:
    known = {"owner_name": "Anna", "effort_days": 1.0, "due_on": timezone.localdate()} | known
    return actions.plan_action(body=cast.town, draft=ActionDraft(title=title, **known), by=cast.chiara)


def _paying(cast: Cast, until: date) -> Initiative:
    draft = InitiativeDraft(title="Rete", owner_name="Anna", funding_ends_on=until)
    return actions.register_initiative(body=cast.town, draft=draft, by=cast.chiara)


def _load(cast: Cast) -> TeamLoad:
    return team_load(cast.chiara, cast.town, timezone.localdate())


def _team_alarms(cast: Cast) -> list[tuple[str, date]]:
    found = alarms_of(cast.town, timezone.localdate())
    return [(each.alarm.kind.value, each.alarm.on) for each in found if each.alarm.kind.value.startswith("team_")]


def test_an_action_is_of_whoever_has_the_name_or_alone_the_role(cast: Cast) -> None:
    _member(cast)
    _member(cast, name="Bea", role="buyer")
    _member(cast, name="Carla", role="developer")
    for owner in ("  anna ", "Buyer", "developer", "Rossi Ltd"):
        _plan(cast, f"For {owner}", owner_name=owner)

    rows = {row.key: sum(cell.planned for cell in row.cells) for row in _load(cast).load.rows}

    assert rows == {
        "name:anna": 100, "name:bea": 100, "name:carla": 0, "other:developer": 100, "other:rossi ltd": 100,
    }  # fmt: skip


def test_somebody_paid_by_two_sources_is_one_person(cast: Cast) -> None:
    _member(cast, until_on=date(2099, 1, 31))
    _member(cast, from_on=date(2099, 2, 1), until_on=date(2099, 3, 1))

    found = _load(cast)

    assert len(found.load.rows) == 1
    assert [each.on for each in found.endings] == [date(2099, 3, 1)]


def test_time_ends_with_the_money_that_pays_for_it(cast: Cast) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    member = _member(cast, paid_by="initiative", initiative=_paying(cast, soon), until_on=date(2099, 1, 1))
    _plan(cast, due_on=soon, effort_days=0.1)
    after = _plan(cast, "Later", due_on=soon + timedelta(days=1), effort_days=0.1)

    found = _load(cast)

    assert member.there_until == soon
    assert [(each.on, each.left, each.is_last) for each in found.endings] == [(soon, (after.pk,), True)]
    assert ("team_leaves", soon) in _team_alarms(cast)


def test_a_team_with_less_time_than_what_is_planned_calls_for_somebody(cast: Cast) -> None:
    _member(cast)
    month = timezone.localdate().replace(day=1)
    _plan(cast, effort_days=0.1)
    before = _team_alarms(cast)

    _plan(cast, "Too much", effort_days=40.0)

    assert before == []
    assert _team_alarms(cast) == [("team_short", month)]


def test_half_a_day_too_much_is_said_and_is_no_alarm(cast: Cast) -> None:
    today = date(2026, 12, 1)
    _member(cast, days_a_month=2.0)
    _plan(cast, effort_days=2.49, due_on=today)

    found = team_load(cast.chiara, cast.town, today)

    month, person = months_of_team(found, today)[0], people_of_team(found, today)[0]
    assert (month.planned, month.there, month.words) == ("2.5", "2", "too much: 0.5 days are missing")
    assert not month.is_bad
    assert not person.is_bad
    assert person.summary == "too much in 1 of 24 months"
    assert alarms_of(cast.town, today) == []


def test_what_reads_as_equal_is_enough(cast: Cast) -> None:
    today = date(2026, 12, 1)
    _member(cast, days_a_month=2.0)
    _plan(cast, effort_days=2.03, due_on=today)

    month = months_of_team(team_load(cast.chiara, cast.town, today), today)[0]

    assert (month.planned, month.there, month.words) == ("2", "2", "enough time")


def test_time_that_is_not_known_makes_no_team_short_and_none_sufficient(cast: Cast) -> None:
    _member(cast, days_a_month=None)
    _plan(cast, effort_days=40.0)

    assert _team_alarms(cast) == []
    assert _load(cast).load.total.cells[0].state.value == "unknown"


def test_a_body_with_a_team_is_asked_each_morning(cast: Cast) -> None:
    _member(cast)

    assert list(bodies_to_tell()) == [cast.town]


def test_a_member_that_was_taken_out_counts_no_more_and_stays_on_file(cast: Cast) -> None:
    member = actions.withdraw_member(member=_member(cast), by=cast.chiara)

    assert member.withdrawn_by == cast.chiara
    assert _load(cast).load.rows == ()


def test_the_same_time_twice_changes_nothing(cast: Cast) -> None:
    member, draft = _member(cast), MemberDraft(role="developer", name="Bea", days_a_month=3.0)
    actions.change_member(member=member, draft=draft, by=cast.chiara)

    changed = actions.change_member(member=member, draft=draft, by=cast.chiara)

    assert (changed.name, changed.days_a_month) == ("Bea", 3.0)
    assert Event.objects.filter(name="strategy.member_changed").count() == 1


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({"role": " "}, actions.RolelessMember),
        ({"days_a_month": 32.0}, actions.DaysOutOfRange),
        ({"days_a_month": float("nan")}, actions.DaysOutOfRange),
        ({"from_on": date(2027, 1, 2), "until_on": date(2027, 1, 1)}, actions.EndsBeforeItBegan),
        ({"paid_by": "initiative"}, actions.PayerUnclear),
        ({"paid_by": "luck"}, actions.PayerUnclear),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, known: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _member(cast, **known)


def test_a_hidden_initiative_pays_for_nobody_on_the_page(cast: Cast) -> None:
    draft = InitiativeDraft(title="Mine", visibility=Visibility.PRIVATE)
    hidden = actions.register_initiative(body=cast.town, draft=draft, by=cast.chiara)

    with pytest.raises(actions.OfAnotherBody):
        _member(cast, paid_by="initiative", initiative=hidden)


def test_the_page_the_table_and_the_json_say_the_same(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    page = "/bodies/borgo/strategy/team"
    client.post(f"{page}/new", {"role": "developer", "name": "=Anna", "days_a_month": "1", "paid_by": "own"})
    _plan(cast, owner_name="=Anna", effort_days=40.0)
    _plan(cast, "Ask around", owner_name="", effort_days=None)

    shown = client.get(page).content.decode()
    rows = client.get(f"{page}.csv").content.decode().splitlines()
    found = client.get(f"{page}.json").json()

    assert "too much in 1 of 24 months" in shown
    assert "1 action cannot be counted" in shown
    assert rows[1].split(",")[1:4] == ["'=Anna", "True", "40.0"]
    assert (len(rows), len(found["months"])) == (25, 24)
    assert found["months"][0]["planned_days"] == 40.0
    assert found["counted_apart"] == [{"action": "Ask around", "lacks": ["owner", "effort"]}]


def test_months_in_which_nothing_is_planned_are_folded(cast: Cast, client: Client) -> None:
    client.force_login(cast.chiara, backend="django.contrib.auth.backends.ModelBackend")
    _member(cast)
    _plan(cast)

    shown = client.get("/bodies/borgo/strategy/team").content.decode()
    months = shown[shown.index('id="months"') : shown.index('id="people"')]

    assert months.count("<table>") == 2
    assert months.index(">enough time<") < months.index("<details") < months.index("<td>nothing planned<")


def test_nobody_else_reads_the_team(cast: Cast, client: Client) -> None:
    _member(cast, name="Segretissima")
    _plan(cast, owner_name="Segretissima", visibility=Visibility.PUBLIC)

    for who in (None, cast.dragan, cast.bruno):
        if who is not None:
            client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for form in ("", ".csv", ".json"):
            assert "Segretissima" not in client.get(f"/bodies/borgo/strategy/team{form}").content.decode()

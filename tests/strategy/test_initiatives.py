"""Initiatives that may stop, who is told, clauses and concerns, and the register of policies."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Visibility
from commonweal.strategy import actions
from commonweal.strategy.actions import ActionDraft, ClauseDraft, InitiativeDraft, MilestoneDraft, StrategyDraft
from commonweal.strategy.models import Alert, Initiative
from commonweal.strategy.queries.alarms import alarms_of, bodies_to_tell
from commonweal.strategy.queries.clauses import matrix_of
from commonweal.strategy.queries.concerns import open_concerns
from commonweal.strategy.queries.initiatives import (
    initiatives_for,
    survival_of_initiatives,
    survival_of_offices,
    watched,
)
from commonweal.strategy.queries.packs import read_pack
from commonweal.strategy.queries.policies import countries_with, policy_pack
from commonweal.strategy.tasks import tell_bodies
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _initiative(cast: Cast, **known: object) -> Initiative:
    draft = InitiativeDraft(**({"title": "Rete", "owner_name": "Anna"} | known))
    return actions.register_initiative(body=cast.town, draft=draft, by=cast.chiara)


def _kinds(cast: Cast) -> list[str]:
    return [each.alarm.kind.value for each in alarms_of(cast.town, timezone.localdate())]


def test_money_that_ends_in_sixty_days_calls_for_somebody(cast: Cast) -> None:
    today = timezone.localdate()
    _initiative(cast, title="Later", funding_ends_on=today + timedelta(days=61))
    soon = _initiative(cast, funding_ends_on=today + timedelta(days=60))

    found = [each for each in watched(initiatives_for(AnonymousUser()), today) if each.alarms]

    assert [(each.initiative, each.alarms[0].kind.value) for each in found] == [(soon, "funding_ends")]


def test_an_initiative_that_ended_stays_and_calls_for_nobody(cast: Cast) -> None:
    initiative = _initiative(cast, owner_name="", started_on=date(2020, 1, 1))

    actions.close_initiative(initiative=initiative, on=date(2022, 1, 1), reason="The money ended", by=cast.chiara)

    assert initiatives_for(AnonymousUser()).get().end_reason == "The money ended"
    assert _kinds(cast) == []
    found = survival_of_initiatives(AnonymousUser(), timezone.localdate())
    assert (found.closed, found.active, found.median_life_of_closed) == (1, 0, 2.0)


def test_offices_that_closed_are_counted_as_closed_and_their_ages_as_by_hand(cast: Cast) -> None:
    began = {"Uno": date(2016, 11, 22), "Due": date(2020, 11, 22), "Tre": date(2022, 11, 22), "Quattro": None}
    offices = {
        name: organisations.open_office(draft=organisations.OfficeDraft(name=name, active_from=day), by=cast.bruno)
        for name, day in began.items()
    }
    organisations.close_office(office=offices["Due"], on=date(2024, 11, 22), reason="no money", by=cast.bruno)

    found = survival_of_offices(AnonymousUser(), date(2026, 11, 22))

    assert (found.closed, found.active, found.undated) == (1, 3, 1)
    assert (found.median_age, found.median_life_of_closed) == (7.0, 4.0)


def test_an_end_needs_a_reason_and_lies_after_the_beginning(cast: Cast) -> None:
    initiative = _initiative(cast, started_on=date(2020, 1, 1))

    with pytest.raises(actions.NoReason):
        actions.close_initiative(initiative=initiative, on=date(2022, 1, 1), reason=" ", by=cast.chiara)
    with pytest.raises(actions.EndsBeforeItBegan):
        actions.close_initiative(initiative=initiative, on=date(2019, 1, 1), reason="over", by=cast.chiara)


def test_month_eighteen_without_a_plan_for_the_money_calls_for_somebody(cast: Cast) -> None:
    initiative = _initiative(cast, started_on=timezone.localdate() - timedelta(days=18 * 31))
    before = _kinds(cast)
    draft = InitiativeDraft(
        title="Rete", owner_name="Anna", started_on=initiative.started_on, funding_plan="The towns pay a fee."
    )

    actions.change_initiative(initiative=initiative, draft=draft, by=cast.chiara)

    assert before == ["no_funding_plan"]
    assert _kinds(cast) == []


def test_who_changes_an_initiative_does_not_bring_back_one_that_was_ended_meanwhile(cast: Cast) -> None:
    initiative = _initiative(cast)
    opened_before = Initiative.objects.get(pk=initiative.pk)
    actions.close_initiative(initiative=initiative, on=date(2022, 1, 1), reason="over", by=cast.chiara)

    changed = actions.change_initiative(
        initiative=opened_before, draft=InitiativeDraft(title="Rete nuova"), by=cast.chiara
    )

    assert (changed.title, changed.end_reason) == ("Rete nuova", "over")


def test_a_step_that_was_reached_is_late_no_more(cast: Cast) -> None:
    initiative = _initiative(cast)
    step = MilestoneDraft(title="Ten towns", due_on=timezone.localdate() - timedelta(days=1))
    milestone = actions.plan_milestone(initiative=initiative, draft=step, by=cast.chiara)
    before = _kinds(cast)

    actions.reach_milestone(milestone=milestone, by=cast.chiara)

    assert before == ["milestone_late"]
    assert _kinds(cast) == []


def test_a_body_is_told_of_each_thing_once(cast: Cast) -> None:
    overdue = timezone.localdate() - timedelta(days=1)
    actions.begin_strategy(body=cast.town, draft=StrategyDraft(title="Borgo", review_on=overdue), by=cast.chiara)
    actions.plan_action(body=cast.town, draft=ActionDraft(title="Write", due_on=overdue), by=cast.chiara)
    found = alarms_of(cast.town, timezone.localdate())

    first = actions.alert_body(body=cast.town, alarms=found, by=None)

    assert len(first) == len(found) == 3
    assert actions.alert_body(body=cast.town, alarms=found, by=None) == []


def test_a_body_that_nobody_can_write_to_is_not_told(cast: Cast) -> None:
    draft = organisations.BodyDraft(uri="https://w.example/muto", name="Muto", kind="municipality", tier="local")
    silent = organisations.register_body(draft=draft, by=None)
    actions.plan_action(body=silent, draft=ActionDraft(title="Write"), by=None)

    assert actions.alert_body(body=silent, alarms=alarms_of(silent, timezone.localdate()), by=None) == []
    assert not Alert.objects.exists()


def test_the_worker_tells_every_body_where_something_is_due(cast: Cast, settings: object) -> None:
    _initiative(cast, owner_name="")
    settings.MAIL_IS_CONFIGURED = False
    tell_bodies(timestamp=0)
    without = Alert.objects.count()
    settings.MAIL_IS_CONFIGURED = True

    tell_bodies(timestamp=0)

    assert without == 0
    assert [(each.body, each.about.split()[-1]) for each in Alert.objects.all()] == [(cast.town, "unowned")]
    assert list(bodies_to_tell()) == [cast.town]


def test_what_is_private_to_a_person_is_told_to_nobody_else(cast: Cast) -> None:
    draft = ActionDraft(title="Think about it", visibility=Visibility.PRIVATE)

    actions.plan_action(body=cast.town, draft=draft, by=cast.chiara)

    assert alarms_of(cast.town, timezone.localdate()) == []
    assert len(alarms_of(cast.town, timezone.localdate(), cast.chiara)) == 1


def test_the_matrix_names_what_a_clause_lacks(cast: Cast) -> None:
    draft = ClauseDraft(document="Law", says="Publish what you build")
    clause = actions.add_clause(body=cast.town, draft=draft, by=cast.chiara)
    for kind in ("guide", "tool", "training", "contact"):
        actions.support_clause(clause=clause, kind=kind, title=kind, by=cast.chiara)
    vendor = actions.support_clause(clause=clause, kind="vendor_guide", title="For suppliers", by=cast.chiara)
    whole = matrix_of(cast.chiara, cast.town)

    actions.end_support(support=vendor, by=cast.chiara)

    assert whole.uncovered == ()
    lacking = matrix_of(cast.chiara, cast.town)
    assert [(row.clause, row.misses) for row in lacking.uncovered] == [(clause, ("vendor_guide",))]


def test_a_clause_that_holds_no_more_is_not_counted(cast: Cast) -> None:
    clause = actions.add_clause(body=cast.town, draft=ClauseDraft(document="Law", says="Publish"), by=cast.chiara)

    clause = actions.end_clause(clause=clause, by=cast.chiara)

    assert matrix_of(cast.chiara, cast.town).rows == ()
    with pytest.raises(actions.ClauseEnded):
        actions.support_clause(clause=clause, kind="tool", title="Checker", by=cast.chiara)


def test_a_fear_is_closed_only_after_an_answer_and_may_come_back(cast: Cast) -> None:
    concern = actions.raise_concern(body=cast.town, fear="It breaks", voiced_by="council", by=cast.chiara)
    with pytest.raises(actions.NotAnswered):
        actions.close_concern(concern=concern, by=cast.chiara)
    actions.answer_concern(concern=concern, answer="It did not elsewhere", by=cast.chiara)

    closed = actions.close_concern(concern=concern, by=cast.chiara)

    assert closed.closed_by == cast.chiara
    assert not open_concerns(cast.chiara, cast.town).exists()
    with pytest.raises(actions.ConcernClosed):
        actions.answer_concern(concern=closed, answer="Other", by=cast.chiara)
    actions.reopen_concern(concern=closed, by=cast.chiara)
    assert open_concerns(cast.chiara, cast.town).get().answer == "It did not elsewhere"


def test_countries_that_prescribe_to_use_open_source() -> None:
    found = countries_with({"intervention": "prescriptive", "direction": "inbound"})

    assert {each.code for each in found} == {"FR", "NL", "ES"}
    assert len(policy_pack().countries) == 16


def test_the_register_says_what_the_survey_says(shared_data: Path) -> None:
    survey = yaml.safe_load((shared_data / "practice" / "policy-dimensions.json").read_text())
    stated: dict[str, set[str]] = {}
    for country in policy_pack().countries:
        for dimension, values in country.says.items():
            if country.sources[dimension] == "survey":
                for value in values:
                    stated.setdefault(value, set()).add(country.code)

    named = {value: {"GB" if code == "UK" else code for code in codes} for value, codes in survey["examples"].items()}

    assert stated == named
    assert {country.code for country in policy_pack().countries} == set(survey["countries_surveyed"])


def test_every_value_of_the_register_is_one_of_its_dimension_and_has_a_source() -> None:
    pack = policy_pack()
    allowed = {each.id: {value.id for value in each.values} for each in pack.dimensions}
    sources = {source.id for source in pack.sources}

    for country in pack.countries:
        for dimension, values in country.says.items():
            assert set(values) <= allowed[dimension], country.code
            assert country.sources[dimension] in sources, country.code


def test_every_label_of_the_register_is_there_in_four_languages() -> None:
    pack = read_pack("policies")
    labels = [pack["note"], *(each["label"] for each in pack["dimensions"])]
    labels += [value["label"] for each in pack["dimensions"] for value in each["values"]]

    assert all(set(label) == {"en", "it", "fr", "de"} for label in labels)

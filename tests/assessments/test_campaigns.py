"""Campaigns: who may do what, what comes of it, and forms that came back in any order."""

from collections.abc import Callable
from itertools import permutations

import pytest
from django.db import transaction

from commonweal.assessments import actions as assessments
from commonweal.assessments.actions import campaigns as actions
from commonweal.assessments.actions import offline_forms as forms
from commonweal.assessments.models import Answer, Campaign, OfflineForm
from commonweal.assessments.permissions import NotAllowed
from commonweal.assessments.queries.campaigns import campaigns_for, filled
from commonweal.assessments.queries.merged_forms import merged_of
from commonweal.assessments.rules.instrument import State
from commonweal.assessments.rules.merging import Claim
from commonweal.journal.models import Event
from commonweal.organisations.models import User
from tests.assessments.campaign_world import COUNTRIES, TOWNS, Office, campaign, form, line, office, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
ONE, THREE = Claim(State.ANSWERED, 1.0), Claim(State.ANSWERED, 3.0)


@pytest.fixture
def ospo(cast: Cast) -> Office:
    return office(cast)


def everything(of: Office) -> dict[str, Callable[[User], object]]:
    """Every action of campaigns, on one in which two forms of Borgo contradict each other."""
    made = campaign(of)
    first = take(made, form(line(made, "borgo", "QA1", "1")), of.olga)
    take(made, form(line(made, "borgo", "QA1", "3", hand="h2")), of.olga)
    borgo = made.invitations.get(code="borgo")
    closed = actions.close_campaign(campaign=campaign(of), by=of.olga)
    file = forms.Received("x", form(line(made, "borgo", "QB1", "2")))
    return {
        "open_campaign": lambda by: actions.open_campaign(host=of.host, draft=TOWNS, by=by),
        "invite": lambda by: actions.invite(campaign=made, places=[of.host], by=by),
        "begin_answering": lambda by: actions.begin_answering(invitation=borgo, by=by),
        "reopen_campaign": lambda by: actions.reopen_campaign(campaign=closed, by=by),
        "take_in_form": lambda by: forms.take_in_form(campaign=made, file=file, by=by),
        "decide_conflict": lambda by: forms.decide_conflict(
            invitation=borgo, question="QA1", chosen=THREE, reason="", by=by
        ),
        "take_back_form": lambda by: forms.take_back_form(form=first, by=by),
        "withdraw_invitation": lambda by: actions.withdraw_invitation(invitation=borgo, by=by),
        "close_campaign": lambda by: actions.close_campaign(campaign=made, by=by),
    }


def test_who_may_do_what(ospo: Office) -> None:
    people = {"olga": ospo.olga, "chiara": ospo.cast.chiara, "bruno": ospo.cast.bruno, "dragan": ospo.cast.dragan}
    acts = everything(ospo)
    may: dict[str, set[str]] = {name: set() for name in acts}

    for name, act in acts.items():
        for person, account in people.items():
            try:
                with transaction.atomic():
                    act(account)
                    may[name].add(person)
                    transaction.set_rollback(True)
            except NotAllowed:
                pass

    runs: dict[str, set[str]] = {name: {"olga", "bruno"} for name in acts}
    assert may == runs | {"begin_answering": {"chiara"}}


def test_each_action_is_told(ospo: Office) -> None:
    for act in everything(ospo).values():
        with transaction.atomic():
            act(ospo.cast.aino)

    told = set(Event.objects.filter(name__startswith="assessments.").values_list("name", flat=True))

    assert told >= {
        "assessments.campaign_opened", "assessments.places_invited", "assessments.invitation_withdrawn",
        "assessments.campaign_closed", "assessments.campaign_reopened", "assessments.form_received",
        "assessments.form_taken_back", "assessments.conflict_decided",
    }  # fmt: skip


def test_inviting_twice_invites_once(ospo: Office) -> None:
    made = campaign(ospo)

    again = actions.invite(campaign=made, places=ospo.towns, by=ospo.olga)

    assert (again, made.invitations.count()) == ([], 2)


def test_who_is_not_invited_sees_nothing(ospo: Office) -> None:
    campaign(ospo)

    seen = {
        name: campaigns_for(person).count()
        for name, person in {"olga": ospo.olga, "chiara": ospo.cast.chiara, "dragan": ospo.cast.dragan}.items()
    }

    assert seen == {"olga": 1, "chiara": 1, "dragan": 0}


def test_a_town_answers_here_and_the_office_sees_it(ospo: Office) -> None:
    made = campaign(ospo)
    borgo = made.invitations.get(code="borgo")
    begun = actions.begin_answering(invitation=borgo, by=ospo.cast.chiara)
    draft = assessments.AnswerDraft(state="answered", value=2)

    assessments.answer_many(respondent=begun.respondents.get(), answers={"QA1": draft}, by=ospo.cast.chiara)

    place = filled(made).places[0]
    assert (place.name, place.dealt_with, place.known, place.asked) == ("Borgo", 1, 1, 13)
    assert place.replies["QA1"].given.value == 2
    assert actions.begin_answering(invitation=borgo, by=ospo.cast.chiara) == begun


def test_who_runs_it_answers_for_a_country_also_after_a_form_came_back(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    take(made, form(line(made, "IT", "1.1", "2")), ospo.olga)
    italy = made.invitations.get(code="IT")

    begun = actions.begin_answering(invitation=italy, by=ospo.cast.bruno)

    assert begun.respondents.filter(user=ospo.cast.bruno).exists()


def test_a_closed_campaign_takes_nothing(ospo: Office) -> None:
    made = actions.close_campaign(campaign=campaign(ospo), by=ospo.olga)

    with pytest.raises(actions.CampaignClosed):
        take(made, form(line(made, "borgo", "QA1", "1")), ospo.olga)


@pytest.mark.parametrize("place", ["QQ", "Borgo"])
def test_only_countries_are_invited_to_what_is_asked_of_countries(ospo: Office, place: str) -> None:
    made = campaign(ospo, COUNTRIES)

    with pytest.raises(actions.CampaignUnclear):
        actions.invite(campaign=made, places=[place], by=ospo.olga)
    with pytest.raises(actions.CampaignUnclear):
        actions.invite(campaign=made, places=ospo.towns, by=ospo.olga)


def answers(made: Campaign) -> set[tuple[str, str, str, float | None, str]]:
    """What is kept of the answers that came in by forms."""
    rows = Answer.objects.filter(respondent__invitation__campaign=made)
    return set(rows.values_list("respondent__invitation__code", "question", "state", "value", "reason"))


def test_forms_of_three_countries_in_any_order_and_twice_give_the_same(ospo: Office) -> None:
    made = campaign(ospo, COUNTRIES)
    italy = form(line(made, "IT", "1.1", "2"), line(made, "IT", "4.1", "5"), line(made, "IT", "9.9", "1"))
    france = form(line(made, "FR", "1.1", "3", turn=4), line(made, "FR", "1.1", "1", turn=3, reason="early"))
    other = form(line(made, "IT", "4.1", "7", hand="h2"), line(made, "DE", "1.1", "unknown", hand="h2"))
    results = []

    for order in permutations((italy, france, other)):
        with transaction.atomic():
            for content in (*order, order[0]):
                take(made, content, ospo.olga)
            conflicts = {asked for asked, each in merged_of(made).items() if each.is_conflict}
            results.append((answers(made), conflicts, made.forms.count()))
            transaction.set_rollback(True)

    told = {("IT", "1.1", "answered", 2.0, ""), ("FR", "1.1", "answered", 3.0, ""), ("DE", "1.1", "unknown", None, "")}
    assert results == [(told, {("IT", "4.1")}, 3)] * 6


def test_a_contested_answer_counts_for_nobody_until_it_is_decided(ospo: Office) -> None:
    made = campaign(ospo)
    take(made, form(line(made, "borgo", "QA1", "1", by="Rosa")), ospo.olga)
    assert {row[3] for row in answers(made)} == {1.0}

    take(made, form(line(made, "borgo", "QA1", "3", hand="h2", by="Jean")), ospo.olga)
    assert answers(made) == set()
    borgo = made.invitations.get(code="borgo")
    forms.decide_conflict(invitation=borgo, question="QA1", chosen=THREE, reason="Jean asked", by=ospo.olga)

    assert {row[3] for row in answers(made)} == {3.0}
    assert [each.by for each in merged_of(made)["borgo", "QA1"].said] == ["Rosa", "Jean"]


def test_what_nobody_said_cannot_be_decided(ospo: Office) -> None:
    made = campaign(ospo)
    take(made, form(line(made, "borgo", "QA1", "1")), ospo.olga)
    borgo = made.invitations.get(code="borgo")

    with pytest.raises(forms.NoConflict):
        forms.decide_conflict(invitation=borgo, question="QA1", chosen=ONE, reason="", by=ospo.olga)


def test_a_form_that_is_taken_back_counts_no_more_and_is_kept(ospo: Office) -> None:
    made = campaign(ospo)
    taken = take(made, form(line(made, "borgo", "QA1", "1")), ospo.olga)

    forms.take_back_form(form=taken, by=ospo.olga)

    assert (answers(made), OfflineForm.objects.count()) == (set(), 1)
    assert take(made, bytes(taken.content), ospo.olga) != taken


def test_a_form_for_a_place_invited_later_counts_when_it_is_sent_again(ospo: Office) -> None:
    made = actions.open_campaign(host=ospo.host, draft=TOWNS, by=ospo.olga)
    content = form(line(made, "borgo", "QA1", "1"))
    early = take(made, content, ospo.olga)
    assert [each["code"] for each in early.problems] == ["other_place"]
    actions.invite(campaign=made, places=ospo.towns, by=ospo.olga)

    again = take(made, content, ospo.olga)

    assert (again, again.problems, {row[3] for row in answers(made)}) == (early, [], {1.0})


def test_a_finished_assessment_is_not_changed_by_a_late_form(ospo: Office) -> None:
    made = campaign(ospo)
    take(made, form(line(made, "borgo", "QA1", "1")), ospo.olga)
    borgo = made.invitations.get(code="borgo")
    assessments.finish_assessment(assessment=borgo.assessment, by=ospo.cast.chiara)

    take(made, form(line(made, "borgo", "QB1", "2", hand="h2")), ospo.olga)

    assert {row[1] for row in answers(made)} == {"QA1"}

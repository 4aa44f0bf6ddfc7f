"""Offering, asking, agreeing, counting hours: outcomes, events, refusals, and who may."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import pytest
from django.db import models, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from commonweal.journal.models import Event
from commonweal.journal.queries import history_of
from commonweal.organisations import actions as organisations
from commonweal.organisations.permissions import NotAllowed
from commonweal.skills.actions import hours, mentoring, mentorships
from commonweal.skills.actions._helping import BodyEnded, CompaniesSell, SayWhy
from commonweal.skills.actions.mentoring import WantDraft
from commonweal.skills.models import HelpOffer, HourEntry, Mentorship
from commonweal.skills.queries.mentoring import Minutes, minutes_of
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from tests.skills.mentoring_world import (
    EVERYBODY,
    OTHER_SKILL,
    SINCE,
    SKILL,
    World,
    build,
    mentorship_draft,
    offer_draft,
)

pytestmark = pytest.mark.django_db
Thing = TypeVar("Thing", bound=models.Model)
OFFERS = {"giver_editor", "administrator"}
ASKS = {"taker_editor", "administrator"}


@pytest.fixture
def world(db: None) -> World:
    return build()


def _events(thing: models.Model) -> list[str]:
    return [each.name for each in reversed(history_of(thing))]


def test_an_offer_is_made_renewed_and_ended_with_a_reason(world: World) -> None:
    offer = world.offer(languages=["it-IT", "fr", "nonsense!"], address="ospo@citta.example")
    later = timezone.localdate() + timedelta(days=300)

    mentoring.renew_offer(offer=offer, valid_until=later, by=world.person("giver_editor"))
    mentoring.end_offer(offer=HelpOffer.objects.get(), reason="Anna left", by=world.person("giver_editor"))
    mentoring.end_offer(offer=HelpOffer.objects.get(), reason="Again", by=world.person("giver_editor"))

    found = HelpOffer.objects.get()
    assert (found.languages, found.valid_until, found.end_reason) == (["it", "fr"], later, "Anna left")
    assert found.person_agreed_at is None
    assert _events(found) == ["skills.help_offered", "skills.help_renewed", "skills.help_ended"]


def test_what_an_offer_refuses(world: World) -> None:
    today, longest = timezone.localdate(), mentoring_pack().longest_days
    world.offer()
    refused: list[tuple[type[Exception], str, dict[str, object]]] = [
        (mentoring.OfferStands, "citta", {}),
        (mentoring.UnknownSkill, "citta", {"skill": "juggling"}),
        (CompaniesSell, "ditta", {}),
        (mentoring.NobodyToAsk, "borgo", {"contact": " "}),
        (mentoring.PersonNotAsked, "borgo", {"address": "anna.rossi@borgo.example"}),
        (mentoring.OfferRunsTooLong, "borgo", {"valid_until": today - timedelta(days=1)}),
        (mentoring.OfferRunsTooLong, "borgo", {"valid_until": today + timedelta(days=longest + 1)}),
    ]

    for refusal, body, known in refused:
        with pytest.raises(refusal):
            mentoring.offer_help(body=world.bodies[body], draft=offer_draft(**known), by=None)


def test_a_person_is_named_only_when_they_agreed(world: World) -> None:
    offer = world.offer(address="anna.rossi@citta.example", person_agreed=True)

    assert offer.person_agreed_at is not None


def test_a_body_that_has_ended_neither_offers_nor_asks(world: World) -> None:
    organisations.succeed_body(
        predecessor=world.bodies["borgo"], successor=world.bodies["citta"], kind="merger", on=date(2026, 1, 1), by=None
    )

    with pytest.raises(BodyEnded):
        world.offer("borgo")
    with pytest.raises(BodyEnded):
        world.want("borgo")


def test_help_is_asked_for_once_and_ended_with_a_reason(world: World) -> None:
    want = world.want()

    with pytest.raises(mentoring.WantStands):
        world.want()
    with pytest.raises(SayWhy):
        mentoring.end_want(want=want, reason=" ", by=None)
    mentoring.end_want(want=want, reason="Found it", by=None)
    again = world.want()

    assert again.languages == ["it"]
    assert _events(want) == ["skills.help_wanted", "skills.want_ended"]


def test_an_agreement_is_proposed_accepted_and_ended_with_what_was_learned(world: World) -> None:
    world.want()

    proposed = world.proposal()
    accepted = mentorships.accept_mentorship(mentorship=proposed, by=world.person("giver_editor"))
    ended = mentorships.end_mentorship(mentorship=accepted, learned="Ask early", by=world.person("taker_editor"))

    assert (proposed.giver, proposed.taker, proposed.answering) == (
        world.bodies["citta"], world.bodies["borgo"], world.bodies["citta"],
    )  # fmt: skip
    assert (proposed.want is not None, accepted.runs, ended.learned) == (True, True, "Ask early")
    assert _events(ended) == [f"skills.mentorship_{each}" for each in ("proposed", "accepted", "ended")]


def test_the_other_side_is_told_by_mail_in_its_language(world: World) -> None:
    proposed = world.proposal()
    mentorships.accept_mentorship(mentorship=proposed, by=world.person("giver_editor"))
    mentorships.end_mentorship(mentorship=proposed, learned="Ask early", by=world.person("giver_editor"))

    mails = [job.args for job in ProcrastinateJob.objects.filter(task_name="usage.send_mail").order_by("id")]

    assert [mail["to"] for mail in mails] == [
        ["giver_editor@w.example"], ["taker_editor@w.example"], ["taker_editor@w.example"]
    ]  # fmt: skip
    assert all(proposed.get_absolute_url() in mail["text"] for mail in mails)
    assert "Leggere una licenza" in mails[0]["subject"]


def test_whoever_helps_may_propose_too(world: World) -> None:
    want = world.want()

    made = mentorships.propose_to_taker(
        body=world.bodies["vicina"], want=want, draft=mentorship_draft(), by=world.person("neighbour")
    )

    assert (made.giver, made.taker, made.answering) == (
        world.bodies["vicina"], world.bodies["borgo"], world.bodies["borgo"],
    )  # fmt: skip


def test_what_a_proposal_refuses(world: World) -> None:
    offer, borgo = world.offer(reach="association"), world.bodies["borgo"]
    refused: list[tuple[type[Exception], str, dict[str, object]]] = [
        (mentorships.WithItself, "citta", {}),
        (mentorships.NotForYou, "altrove", {}),
        (CompaniesSell, "ditta", {}),
        (mentorships.TermsUnclear, "borgo", {"goal": " "}),
        (mentorships.TermsUnclear, "borgo", {"hours": 0}),
        (mentorships.TermsUnclear, "borgo", {"until": SINCE - timedelta(days=1)}),
    ]

    for refusal, body, known in refused:
        with pytest.raises(refusal):
            mentorships.propose_to_giver(body=world.bodies[body], offer=offer, draft=mentorship_draft(**known), by=None)
    mentorships.propose_to_giver(body=borgo, offer=offer, draft=mentorship_draft(), by=None)
    with pytest.raises(mentorships.ProposalStands):
        mentorships.propose_to_giver(body=borgo, offer=offer, draft=mentorship_draft(), by=None)


def test_nothing_is_proposed_on_what_no_longer_stands(world: World) -> None:
    offer, want = world.offer(), world.want()
    ran_out = world.offer("vicina")
    HelpOffer.objects.filter(pk=ran_out.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    mentoring.end_offer(offer=offer, reason="over", by=None)
    mentoring.end_want(want=want, reason="over", by=None)

    for each in (offer, HelpOffer.objects.get(pk=ran_out.pk)):
        with pytest.raises(mentorships.NoLongerStands):
            mentorships.propose_to_giver(body=world.bodies["borgo"], offer=each, draft=mentorship_draft(), by=None)
    with pytest.raises(mentorships.NoLongerStands):
        mentorships.propose_to_taker(body=world.bodies["citta"], want=want, draft=mentorship_draft(), by=None)


def test_a_proposal_is_answered_once(world: World) -> None:
    declined = world.proposal()
    with pytest.raises(SayWhy):
        mentorships.decline_mentorship(mentorship=declined, reason="", by=None)
    mentorships.decline_mentorship(mentorship=declined, reason="No time", by=None)
    again = world.agreement()

    for each in (declined, again):
        with pytest.raises(mentorships.AlreadyAnswered):
            mentorships.accept_mentorship(mentorship=each, by=None)
        with pytest.raises(mentorships.AlreadyAnswered):
            mentorships.decline_mentorship(mentorship=each, reason="No", by=None)
    with pytest.raises(mentorships.NotRunning):
        mentorships.end_mentorship(mentorship=declined, learned="x", by=None)
    with pytest.raises(SayWhy):
        mentorships.end_mentorship(mentorship=again, learned=" ", by=None)


def test_hours_are_given_confirmed_and_taken_back(world: World) -> None:
    agreement = world.agreement()
    kept, wrong, open_one = (world.given(agreement, each, confirmed=each > 10) for each in (60, 90, 10))

    back = hours.take_back_hours(entry=wrong, reason="Written twice", by=world.person("giver_editor"))
    hours.take_back_hours(entry=open_one, reason="No", by=world.person("giver_editor"))

    assert minutes_of([agreement]) == {agreement.pk: Minutes(confirmed=60, waiting=0)}
    assert (back.minutes, back.reverses, back.confirmed_at is not None) == (-90, wrong, True)
    assert HourEntry.objects.count() == 5
    assert _events(kept) == ["skills.hours_given", "skills.hours_confirmed"]
    assert _events(back) == ["skills.hours_taken_back"]


def test_what_was_taken_back_is_neither_confirmed_nor_taken_back_again(world: World) -> None:
    entry = world.given(world.agreement())
    with pytest.raises(SayWhy):
        hours.take_back_hours(entry=entry, reason=" ", by=None)
    back = hours.take_back_hours(entry=entry, reason="wrong", by=None)

    for each in (entry, back):
        with pytest.raises(hours.TakenBack):
            hours.confirm_hours(entry=each, by=None)
        with pytest.raises(hours.TakenBack):
            hours.take_back_hours(entry=each, reason="again", by=None)


def test_hours_are_of_a_day_within_an_agreement_that_runs(world: World) -> None:
    today = timezone.localdate()
    agreement = world.agreement(since=today)
    known = {"on": today, "minutes": 60, "what": "Read"}
    wrong: tuple[dict[str, object], ...] = (
        {"minutes": 0}, {"minutes": 24 * 60 + 1}, {"what": " "}, {"on": today + timedelta(days=1)},
        {"on": today - timedelta(days=1)},
    )  # fmt: skip

    for each in wrong:
        with pytest.raises(hours.HoursUnclear):
            hours.give_hours(mentorship=agreement, by=None, **(known | each))  # type: ignore[arg-type]
    mentorships.end_mentorship(mentorship=agreement, learned="x", by=None)
    with pytest.raises(mentorships.NotRunning):
        hours.give_hours(mentorship=agreement, by=None, **known)  # type: ignore[arg-type]


def test_said_twice_hours_are_confirmed_once(world: World) -> None:
    entry = world.given(world.agreement())

    for _time in range(2):
        hours.confirm_hours(entry=entry, by=None)

    assert Event.objects.filter(name="skills.hours_confirmed").count() == 1


def test_who_may_do_what(world: World) -> None:
    citta, borgo = world.bodies["citta"], world.bodies["borgo"]
    offer, want, proposal = world.offer(), world.want("borgo", skill=OTHER_SKILL), world.proposal()
    running = mentorships.accept_mentorship(
        mentorship=mentorships.propose_to_taker(body=citta, want=want, draft=mentorship_draft(), by=None), by=None
    )
    entry = world.given(running)
    draft, later = mentorship_draft(), timezone.localdate() + timedelta(days=9)
    unmet = world.want("altrove", skill=OTHER_SKILL)
    acts: dict[str, tuple[Callable[..., object], set[str]]] = {
        "offer_help": (
            lambda by: mentoring.offer_help(body=citta, draft=offer_draft(skill=OTHER_SKILL), by=by), OFFERS
        ),
        "renew_offer": (lambda by: mentoring.renew_offer(offer=offer, valid_until=later, by=by), OFFERS),
        "end_offer": (lambda by: mentoring.end_offer(offer=_fresh(offer), reason="x", by=by), OFFERS),
        "ask_for_help": (lambda by: mentoring.ask_for_help(body=borgo, draft=WantDraft(skill=SKILL), by=by), ASKS),
        "end_want": (lambda by: mentoring.end_want(want=_fresh(want), reason="x", by=by), ASKS),
        "propose_to_giver": (
            lambda by: mentorships.propose_to_giver(
                body=borgo, offer=world.offer("vicina", skill=OTHER_SKILL), draft=draft, by=by
            ),
            ASKS,
        ),
        "propose_to_taker": (
            lambda by: mentorships.propose_to_taker(body=citta, want=unmet, draft=draft, by=by), OFFERS
        ),
        "accept_mentorship": (lambda by: mentorships.accept_mentorship(mentorship=_fresh(proposal), by=by), OFFERS),
        "decline_mentorship": (
            lambda by: mentorships.decline_mentorship(mentorship=_fresh(proposal), reason="x", by=by), OFFERS | ASKS
        ),
        "end_mentorship": (
            lambda by: mentorships.end_mentorship(mentorship=_fresh(running), learned="x", by=by), OFFERS | ASKS
        ),
        "give_hours": (
            lambda by: hours.give_hours(mentorship=running, on=SINCE, minutes=5, what="x", by=by),
            OFFERS | {"giver_member"},
        ),
        "confirm_hours": (lambda by: hours.confirm_hours(entry=_fresh(entry), by=by), ASKS),
        "take_back_hours": (lambda by: hours.take_back_hours(entry=_fresh(entry), reason="x", by=by), OFFERS),
    }  # fmt: skip
    may: dict[str, set[str]] = {name: set() for name in acts}

    for person in EVERYBODY[1:]:
        for name, (act, _expected) in acts.items():
            try:
                with transaction.atomic():
                    act(world.person(person))
                    may[name].add(person)
                    transaction.set_rollback(True)
            except NotAllowed:
                pass

    assert may == {name: expected for name, (_act, expected) in acts.items()}
    assert proposal.answering == citta


def test_a_proposer_does_not_accept_for_the_other_side(world: World) -> None:
    proposal = world.proposal()

    with pytest.raises(NotAllowed):
        mentorships.accept_mentorship(mentorship=proposal, by=world.person("taker_editor"))

    assert Mentorship.objects.get().is_open


def _fresh(thing: Thing) -> Thing:
    """As it stands in the database: what was undone there is still in memory."""
    return type(thing)._default_manager.get(pk=thing.pk)

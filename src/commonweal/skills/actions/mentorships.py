"""Agreeing on help: one side proposes, the other accepts or declines, and one of them ends it with what was learned."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.skills import permissions
from commonweal.skills.actions._helping import SayWhy, refuse_body
from commonweal.skills.actions._mentoring_mail import tell
from commonweal.skills.models import HelpOffer, HelpWanted, Mentorship
from commonweal.skills.permissions import NotAllowed, Permission
from commonweal.skills.queries.mentor_matches import scene_of
from commonweal.skills.rules.matching import Reach, is_meant_for


class WithItself(Exception):
    """A body does not mentor itself."""


class NothingAsked(Exception):
    """An agreement begins with an offer or with something asked for."""


class NoLongerStands(Exception):
    """The offer ended or ran out, or nobody asks for it any more."""


class NotForYou(Exception):
    """The offer is meant for others."""


class ProposalStands(Exception):
    """The two have an agreement or a proposal on this skill."""


class TermsUnclear(Exception):
    """An agreement has a goal, hours, and a last day after the first."""


class AlreadyAnswered(Exception):
    """The proposal was answered."""


class NotRunning(Exception):
    """Only an agreement that was accepted and has not ended goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorshipDraft:
    """What is proposed: to what end, how many hours in all, from when to when, and whether balances count them."""

    goal: str
    hours: int
    since: date
    until: date
    is_pooled: bool = True


@transaction.atomic
def propose_to_giver(*, body: Body, offer: HelpOffer, draft: MentorshipDraft, by: User | None) -> Mentorship:
    """Ask the body behind an offer for an agreement; `body` would be helped. The other side is told by mail.

    Raises NotAllowed, WithItself, BodyEnded, CompaniesSell, NoLongerStands, NotForYou, ProposalStands, TermsUnclear.
    """
    permissions.require(by, Permission.AGREE_ON_HELP, on=body)
    giver = _owner(offer)
    _refuse_bodies(giver, body)
    if offer.ended_at is not None or offer.valid_until < timezone.localdate():
        raise NoLongerStands(_("This offer no longer stands."))
    if not _is_meant_for(offer, giver, body, by):
        raise NotForYou(_("This offer is for others: %(whom)s.") % {"whom": offer.get_reach_display()})
    want = HelpWanted.objects.filter(owner=body, skill=offer.skill, ended_at=None).first()
    return _record_proposal(
        Mentorship(giver=giver, taker=body, proposer=body, offer=offer, want=want), offer.skill, draft, by
    )


@transaction.atomic
def propose_to_taker(*, body: Body, want: HelpWanted, draft: MentorshipDraft, by: User | None) -> Mentorship:
    """Offer an agreement to a body that asks for help; `body` would help. The other side is told by mail.

    Raises NotAllowed, WithItself, BodyEnded, CompaniesSell, NoLongerStands, ProposalStands, TermsUnclear.
    """
    permissions.require(by, Permission.AGREE_ON_HELP, on=body)
    taker = _owner(want)
    _refuse_bodies(body, taker)
    if want.ended_at is not None:
        raise NoLongerStands(_("Nobody asks for this any more."))
    offer = HelpOffer.objects.filter(owner=body, skill=want.skill, ended_at=None).first()
    return _record_proposal(
        Mentorship(giver=body, taker=taker, proposer=body, offer=offer, want=want), want.skill, draft, by
    )


@transaction.atomic
def accept_mentorship(*, mentorship: Mentorship, by: User | None) -> Mentorship:
    """Agree to what the other side proposed. Raises NotAllowed, AlreadyAnswered, BodyEnded, CompaniesSell."""
    permissions.require(by, Permission.AGREE_ON_HELP, on=mentorship.answering)
    found = _locked(mentorship)
    if not found.is_open:
        raise AlreadyAnswered(_("This was answered already."))
    _refuse_bodies(found.giver, found.taker)
    found.accepted_at, found.accepted_by = timezone.now(), by
    found.save(update_fields=["accepted_at", "accepted_by"])
    journal.record("skills.mentorship_accepted", subject=found, by=by)
    tell(found, to=found.proposer, about="accepted")
    return found


@transaction.atomic
def decline_mentorship(*, mentorship: Mentorship, reason: str, by: User | None) -> Mentorship:
    """Say no to what the other side proposed, or take back what one proposed oneself.

    Raises NotAllowed, AlreadyAnswered, SayWhy.
    """
    _require_a_side(by, mentorship)
    found = _locked(mentorship)
    if not reason.strip():
        raise SayWhy(_("Say why, so that others understand."))
    if not found.is_open:
        raise AlreadyAnswered(_("This was answered already."))
    found.declined_at, found.declined_by = timezone.now(), by
    found.decline_reason = reason.strip()[:500]
    found.save(update_fields=["declined_at", "declined_by", "decline_reason"])
    journal.record("skills.mentorship_declined", subject=found, by=by)
    for each in _others(by, found):
        tell(found, to=each, about="declined")
    return found


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, learned: str, by: User | None) -> Mentorship:
    """End an agreement with what was learned; its hours stay. Raises NotAllowed, NotRunning, SayWhy."""
    _require_a_side(by, mentorship)
    found = _locked(mentorship)
    if not learned.strip():
        raise SayWhy(_("Say what was learned, if only in a sentence."))
    if not found.runs:
        raise NotRunning(_("This agreement does not run."))
    found.ended_at, found.ended_by, found.learned = timezone.now(), by, learned.strip()[:5000]
    found.save(update_fields=["ended_at", "ended_by", "learned"])
    journal.record("skills.mentorship_ended", subject=found, by=by)
    for each in _others(by, found):
        tell(found, to=each, about="ended")
    return found


def _record_proposal(mentorship: Mentorship, skill: str, draft: MentorshipDraft, by: User | None) -> Mentorship:
    if not draft.goal.strip():
        raise TermsUnclear(_("Say what is to be reached."))
    if draft.hours < 1:
        raise TermsUnclear(_("Say how many hours in all, at least one."))
    if draft.until < draft.since:
        raise TermsUnclear(_("The last day lies before the first."))
    standing = Mentorship.objects.filter(giver=mentorship.giver, taker=mentorship.taker, skill=skill)
    if standing.filter(declined_at=None, ended_at=None).exists():
        raise ProposalStands(_("The two of you have an agreement or a proposal on this already."))
    mentorship.skill, mentorship.goal, mentorship.hours = skill, draft.goal.strip()[:1000], draft.hours
    mentorship.since, mentorship.until, mentorship.is_pooled = draft.since, draft.until, draft.is_pooled
    mentorship.proposed_by = by
    mentorship.save()
    journal.record("skills.mentorship_proposed", subject=mentorship, by=by)
    tell(mentorship, to=mentorship.answering, about="proposed")
    return mentorship


def _require_a_side(by: User | None, mentorship: Mentorship) -> None:
    if not _sides_of(by, mentorship):
        raise NotAllowed(_("You may not %(what)s.") % {"what": Permission.AGREE_ON_HELP.sentence})


def _sides_of(by: User | None, mentorship: Mentorship) -> list[Body]:
    """The sides for which somebody may act."""
    both = (mentorship.giver, mentorship.taker)
    return [each for each in both if by is None or permissions.allows(by, Permission.AGREE_ON_HELP, on=each)]


def _others(by: User | None, mentorship: Mentorship) -> list[Body]:
    """The sides that did not act themselves; both, where somebody acted who may act for both."""
    own = _sides_of(by, mentorship)
    both = [mentorship.giver, mentorship.taker]
    return [each for each in both if each not in own] or both


def _locked(mentorship: Mentorship) -> Mentorship:
    found = Mentorship.objects.select_for_update(of=("self",)).select_related("giver", "taker", "proposer")
    return found.get(pk=mentorship.pk)


def _refuse_bodies(giver: Body, taker: Body) -> None:
    if giver.pk == taker.pk:
        raise WithItself(_("An organisation does not help itself by agreement."))
    refuse_body(giver)
    refuse_body(taker)


def _is_meant_for(offer: HelpOffer, giver: Body, taker: Body, by: User | None) -> bool:
    scene = scene_of(by or AnonymousUser(), [giver, taker])
    return is_meant_for(Reach(offer.reach), scene.parties[giver.pk], scene.parties[taker.pk])


def _owner(thing: HelpOffer | HelpWanted) -> Body:
    assert thing.owner is not None  # noqa: S101  a constraint of the database
    return thing.owner

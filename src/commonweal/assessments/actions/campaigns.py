"""Campaigns: opening one, inviting, beginning to answer, closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.assessments import permissions
from commonweal.assessments.actions._campaign_answers import CampaignClosed, opened_assessment, require_open
from commonweal.assessments.actions.answering import RespondentDraft, join
from commonweal.assessments.models import Assessment, Campaign, Invitation
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Subject
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.standards import countries

__all__ = [
    "CampaignClosed",
    "CampaignDraft",
    "CampaignUnclear",
    "begin_answering",
    "close_campaign",
    "invite",
    "open_campaign",
    "reopen_campaign",
    "withdraw_invitation",
]

INVITING = frozenset({Subject.BODY, Subject.COUNTRY})


class CampaignUnclear(Exception):
    """The campaign or the invitation contradicts itself or misses something; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """What a campaign asks, for which day the answers stand, until when, and after which campaign."""

    title: str
    instrument: str
    baseline_on: date
    closes_on: date
    purpose: str = ""
    is_short: bool = False
    follows: Campaign | None = None


@transaction.atomic
def open_campaign(*, host: Body, draft: CampaignDraft, by: User | None) -> Campaign:
    """Open a campaign with the version that its instrument has today. Raises NotAllowed, CampaignUnclear."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=host)
    asks = instrument(draft.instrument)
    if asks is None or asks.subject not in INVITING:
        raise CampaignUnclear(_("Choose questions about organisations or about countries."))
    if not draft.title.strip():
        raise CampaignUnclear(_("Give the campaign a title."))
    if draft.is_short and not asks.has_short_form:
        raise CampaignUnclear(_("These questions have no short form."))
    if draft.follows is not None and (draft.follows.instrument, draft.follows.host) != (draft.instrument, host):
        raise CampaignUnclear(_("The campaign before has to ask the same questions and be of the same office."))
    campaign = Campaign.objects.create(
        host=host,
        title=draft.title.strip(),
        purpose=draft.purpose.strip(),
        instrument=asks.id,
        pack_version=asks.version,
        is_short=draft.is_short,
        baseline_on=draft.baseline_on,
        closes_on=draft.closes_on,
        follows=draft.follows,
        opened_at=timezone.now(),
        opened_by=by,
    )
    told = {"host": host.pk, "instrument": asks.name}
    journal.record("assessments.campaign_opened", subject=campaign, by=by, data=told)
    return campaign


@transaction.atomic
def invite(*, campaign: Campaign, places: Sequence[Body | str], by: User | None) -> list[Invitation]:
    """Invite bodies, or countries by their codes; those who were invited before stay so, or are so again.

    Gives the invitations that are new. Raises NotAllowed, CampaignClosed, CampaignUnclear.
    """
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    wanted = {code: place for place in places if (code := _code(campaign, place))}
    before = {each.code: each for each in campaign.invitations.filter(code__in=wanted)}
    now = timezone.now()
    again = [each for each in before.values() if each.withdrawn_at is not None]
    for each in again:
        each.withdrawn_at = each.withdrawn_by = None
    Invitation.objects.bulk_update(again, ["withdrawn_at", "withdrawn_by"])
    new = Invitation.objects.bulk_create(
        Invitation(campaign=campaign, code=code, invited_at=now, invited_by=by, **_place(place))
        for code, place in wanted.items()
        if code not in before
    )
    if new or again:
        told = {"host": campaign.host_id, "places": [each.code for each in [*new, *again]]}
        journal.record("assessments.places_invited", subject=campaign, by=by, data=told)
    return [*new, *again]


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None) -> Invitation:
    """Take an invitation back; what was answered stays with whom it belongs to. Raises NotAllowed, CampaignClosed."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=invitation.campaign.host)
    require_open(invitation.campaign)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
        told = {"host": invitation.campaign.host_id, "place": invitation.code}
        journal.record("assessments.invitation_withdrawn", subject=invitation.campaign, by=by, data=told)
    return invitation


@transaction.atomic
def begin_answering(*, invitation: Invitation, by: User | None) -> Assessment:
    """Open the assessment of a place, or give the one that is open: by the body itself, of a country by the host.

    Calls other actions. Raises NotAllowed, CampaignClosed.
    """
    if invitation.body is None:
        permissions.require(by, Permission.RUN_CAMPAIGN, on=invitation.campaign.host)
    else:
        may = Permission.ANSWER if invitation.assessment_id else Permission.ASSESS
        permissions.require(by, may, on=invitation.body)
    assessment = opened_assessment(invitation, by)
    if by is not None and not assessment.is_finished:
        join(assessment=assessment, draft=RespondentDraft(), by=by)
    return assessment


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User | None) -> Campaign:
    """End a campaign; nobody answers in it any more. Raises NotAllowed, CampaignClosed."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    campaign.closed_at, campaign.closed_by = timezone.now(), by
    campaign.save(update_fields=["closed_at", "closed_by"])
    journal.record("assessments.campaign_closed", subject=campaign, by=by, data={"host": campaign.host_id})
    return campaign


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, by: User | None) -> Campaign:
    """Let places answer again. Raises NotAllowed."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    if campaign.closed_at is not None:
        campaign.closed_at = campaign.closed_by = None
        campaign.save(update_fields=["closed_at", "closed_by"])
        journal.record("assessments.campaign_reopened", subject=campaign, by=by, data={"host": campaign.host_id})
    return campaign


def _code(campaign: Campaign, place: Body | str) -> str:
    """How forms name a place.

    Raises CampaignUnclear.
    """
    asks = instrument(campaign.instrument)
    if isinstance(place, Body):
        if asks is None or asks.subject is not Subject.BODY:
            raise CampaignUnclear(_("These questions are about countries: invite countries."))
        return place.slug
    code = place.strip().upper()
    if asks is None or asks.subject is not Subject.COUNTRY:
        raise CampaignUnclear(_("These questions are about organisations: invite organisations."))
    if code not in countries.codes() and code not in countries.DEMO_COUNTRY:
        raise CampaignUnclear(_("“%(code)s” is no code of a country.") % {"code": place[:20]})
    return code


def _place(place: Body | str) -> dict[str, Body | str]:
    if isinstance(place, Body):
        return {"body": place, "country": place.country}
    return {"country": place.strip().upper()}

"""Mail of campaigns: writing down addresses, inviting and reminding by mail, and switching it off.

A letter is queued with the change that asks for it, and sent by a worker.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from commonweal.assessments import permissions
from commonweal.assessments.actions._campaign_answers import CampaignClosed, require_open
from commonweal.assessments.models import Campaign, CampaignLetter, Invitation, LetterKind
from commonweal.assessments.permissions import Permission
from commonweal.assessments.queries.campaign_letters import (
    Addressee,
    addressees,
    letters_left,
    reminds_from,
    uninvited,
    unreminded,
)
from commonweal.assessments.queries.campaigns import filled
from commonweal.journal import actions as journal
from commonweal.organisations.models import User

LETTER_TASK = "assessments.send_letter"
LONGEST_ADDRESS = 254


class AddressUnclear(Exception):
    """That is no e-mail address, or the place is not invited."""


class NoMailServer(Exception):
    """This installation sends no mail."""


class MailStopped(Exception):
    """Mail of this campaign is switched off."""


class NoReplyAddress(Exception):
    """There is no address to which answers could go."""


class TooManyLetters(Exception):
    """The office wrote many letters within a day."""


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Where to write to a place, and in which language; "" takes an address away, or leaves the language open."""

    invitation: Invitation
    address: str
    language: str = ""


@transaction.atomic
def write_addresses(*, campaign: Campaign, drafts: Sequence[AddressDraft], by: User | None) -> list[Invitation]:
    """Write down where to write to places; gives those whose address or language is new.

    The journal keeps which places, not the addresses. Raises NotAllowed, CampaignClosed, AddressUnclear.
    """
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    invited = {each.pk: each for each in campaign.invitations.filter(withdrawn_at=None)}
    changed = []
    for draft in drafts:
        found = invited.get(draft.invitation.pk)
        if found is None:
            raise AddressUnclear(_("This place is not invited."))
        address = _address(draft.address)
        if (found.address, found.language) != (address, draft.language):
            found.address, found.language = address, draft.language
            changed.append(found)
    if changed:
        Invitation.objects.bulk_update(changed, ["address", "language"])
        told = {"host": campaign.host_id, "places": [each.code for each in changed]}
        journal.record("assessments.addresses_written", subject=campaign, by=by, data=told)
    return changed


@transaction.atomic
def mail_invitations(*, campaign: Campaign, by: User | None) -> list[CampaignLetter]:
    """Write to every place with an address that was not written to there and has not answered, each once.

    As many as the day allows. Answers go to the mailbox of the host, else to who asks.
    Raises NotAllowed, CampaignClosed, NoMailServer, MailStopped, NoReplyAddress, TooManyLetters.
    """
    _require_writing(campaign, by)
    reply_to = campaign.host.mailbox or (by.email if by is not None else "")
    if not reply_to:
        raise NoReplyAddress(_("Your account has no e-mail address to which an answer could go."))
    waiting = uninvited(addressees(filled(campaign)))
    left = letters_left(campaign.host)
    if waiting and not left:
        raise TooManyLetters(_("Your office has sent many letters today. Please go on tomorrow."))
    letters = [_letter(each, LetterKind.INVITATION, reply_to, by) for each in waiting[:left]]
    made = _queued(letters)
    if made:
        journal.record("assessments.places_mailed", subject=campaign, by=by, data=_told(campaign, made))
    return made


@transaction.atomic
def remind_places(*, campaign: Campaign, today: date, by: User | None) -> list[CampaignLetter]:
    """Write once more to those who were invited by mail and have not answered, in the days before the last.

    Raises NotAllowed, CampaignClosed, NoMailServer, MailStopped.
    """
    _require_writing(campaign, by)
    if not reminds_from(campaign) <= today < campaign.closes_on:
        return []
    late = unreminded(addressees(filled(campaign)), campaign)
    letters = [
        _letter(each, LetterKind.REMINDER, each.invited.reply_to, by) for each in late if each.invited is not None
    ]
    made = _queued(letters)
    if made:
        journal.record("assessments.places_reminded", subject=campaign, by=by, data=_told(campaign, made))
    return made


@transaction.atomic
def stop_mail(*, campaign: Campaign, by: User | None) -> Campaign:
    """Write to nobody of a campaign any more; letters that wait are kept back. Raises NotAllowed, CampaignClosed."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    if campaign.mail_stopped_at is None:
        campaign.mail_stopped_at, campaign.mail_stopped_by = timezone.now(), by
        campaign.save(update_fields=["mail_stopped_at", "mail_stopped_by"])
        journal.record("assessments.mail_stopped", subject=campaign, by=by, data={"host": campaign.host_id})
    return campaign


@transaction.atomic
def allow_mail(*, campaign: Campaign, by: User | None) -> Campaign:
    """Write again; letters that were kept back go out. Raises NotAllowed, CampaignClosed."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    if campaign.mail_stopped_at is not None:
        campaign.mail_stopped_at = campaign.mail_stopped_by = None
        campaign.save(update_fields=["mail_stopped_at", "mail_stopped_by"])
        _defer(CampaignLetter.objects.filter(invitation__campaign=campaign, sent_at=None))
        journal.record("assessments.mail_allowed", subject=campaign, by=by, data={"host": campaign.host_id})
    return campaign


@transaction.atomic
def mark_sent(*, letter: int, by: User | None) -> CampaignLetter | None:
    """Take a letter to send it, in the transaction in which it is sent; None where it must not go out, or did before.

    Records nothing, since the letter itself tells when it was sent. Raises NotAllowed.
    """
    found = (
        CampaignLetter.objects.select_for_update(of=("self",))
        .select_related("invitation__campaign__host", "invitation__body")
        .filter(pk=letter, sent_at=None, invitation__withdrawn_at=None)
        .filter(invitation__campaign__closed_at=None, invitation__campaign__mail_stopped_at=None)
        .first()
    )
    if found is None or found.address != found.invitation.address:
        return None
    permissions.require(by, Permission.RUN_CAMPAIGN, on=found.invitation.campaign.host)
    found.sent_at = timezone.now()
    found.save(update_fields=["sent_at"])
    return found


def _require_writing(campaign: Campaign, by: User | None) -> None:
    """Raise the refusal of who may not, or of what cannot be mailed now."""
    permissions.require(by, Permission.RUN_CAMPAIGN, on=campaign.host)
    require_open(campaign)
    if not settings.MAIL_IS_CONFIGURED:
        raise NoMailServer(_("This installation has no mail server."))
    if Campaign.objects.filter(pk=campaign.pk, mail_stopped_at__isnull=False).exists():
        raise MailStopped(_("Mail of this campaign is switched off."))


def _letter(to: Addressee, kind: str, reply_to: str, by: User | None) -> CampaignLetter:
    return CampaignLetter(
        invitation=to.invitation,
        kind=kind,
        address=to.invitation.address,
        reply_to=reply_to,
        queued_at=timezone.now(),
        queued_by=by,
    )


def _queued(letters: list[CampaignLetter]) -> list[CampaignLetter]:
    made = CampaignLetter.objects.bulk_create(letters)
    _defer(made)
    return made


def _told(campaign: Campaign, letters: list[CampaignLetter]) -> dict[str, object]:
    return {"host": campaign.host_id, "places": [each.invitation.code for each in letters]}


def _defer(letters: Iterable[CampaignLetter]) -> None:
    # The queue holds the number of a letter alone, so that addresses stand in one place.
    jobs: list[JSONDict] = [{"letter": each.pk} for each in letters]
    if jobs:
        app.configure_task(LETTER_TASK).batch_defer(*jobs)


def _address(text: str) -> str:
    """The address without what is around it.

    Raises AddressUnclear.
    """
    address = text.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError as fault:
            raise AddressUnclear(_("“%(address)s” is no e-mail address.") % {"address": address[:80]}) from fault
    if len(address) > LONGEST_ADDRESS:
        raise AddressUnclear(_("“%(address)s” is no e-mail address.") % {"address": address[:80]})
    return address


__all__ = [
    "LETTER_TASK",
    "AddressDraft",
    "AddressUnclear",
    "CampaignClosed",
    "MailStopped",
    "NoMailServer",
    "NoReplyAddress",
    "TooManyLetters",
    "allow_mail",
    "mail_invitations",
    "mark_sent",
    "remind_places",
    "stop_mail",
    "write_addresses",
]

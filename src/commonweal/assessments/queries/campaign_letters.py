"""Who of a campaign is written to by mail: at which address, what was sent, whom to invite and remind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from commonweal.assessments.models import Campaign, CampaignLetter, Invitation, LetterKind
from commonweal.assessments.queries.campaigns import Filled, Place
from commonweal.assessments.queries.instruments import instruments
from commonweal.organisations.models import Body
from commonweal.standards.packs import Pack, head_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "campaign-letters.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPack(Pack):
    """How many days before the last day a place is reminded, and how many letters a host sends within a day."""

    remind_days_before: int
    letters_a_day: int


@dataclass(frozen=True, slots=True)
class Addressee:
    """A place as its host writes to it; a letter is None where none was written to its address of now."""

    place: Place
    invited: CampaignLetter | None
    reminded: CampaignLetter | None

    @property
    def invitation(self) -> Invitation:
        """Its invitation, which holds its address."""
        return self.place.invitation

    @property
    def is_waiting(self) -> bool:
        """Whether it may be written to: it has an address and has not answered everything."""
        return bool(self.invitation.address) and not self.place.is_complete


@cache
def letter_pack() -> LetterPack:
    """The pack of this installation."""
    pack = yaml.safe_load(PACK.read_text())
    return LetterPack(
        **head_of(pack),
        remind_days_before=int(pack["remind_days_before"]),
        letters_a_day=int(pack["letters_a_day"]),
    )


def addressees(found: Filled) -> list[Addressee]:
    """All places of a campaign with what was written to them; those that have answered everything come last."""
    letters = CampaignLetter.objects.filter(invitation__in=[place.invitation.pk for place in found.places])
    by_place: dict[tuple[int, str], list[CampaignLetter]] = {}
    for letter in letters:
        by_place.setdefault((letter.invitation_id, letter.kind), []).append(letter)
    return [
        Addressee(
            place,
            _to(by_place.get((place.invitation.pk, LetterKind.INVITATION), []), place.invitation.address),
            next(iter(by_place.get((place.invitation.pk, LetterKind.REMINDER), [])), None),
        )
        for place in sorted(found.places, key=lambda place: place.is_complete)
    ]


def uninvited(everybody: Iterable[Addressee]) -> list[Addressee]:
    """Those who have an address to which no invitation was written."""
    return [each for each in everybody if each.is_waiting and each.invited is None]


def unreminded(everybody: Iterable[Addressee], campaign: Campaign) -> list[Addressee]:
    """Those who were invited by mail before the days of reminder began, have not answered, and were never reminded."""
    return [
        each
        for each in everybody
        if each.is_waiting
        and each.reminded is None
        and each.invited is not None
        and each.invited.sent_at is not None
        and timezone.localdate(each.invited.sent_at) < reminds_from(campaign)
    ]


def reminds_from(campaign: Campaign) -> date:
    """The first day on which those who have not answered are reminded."""
    return campaign.closes_on - timedelta(days=letter_pack().remind_days_before)


def campaigns_to_remind(today: date) -> QuerySet[Campaign]:
    """The open campaigns that write mail and end soon, but not today."""
    last = today + timedelta(days=letter_pack().remind_days_before)
    return Campaign.objects.filter(
        closed_at=None, mail_stopped_at=None, closes_on__gt=today, closes_on__lte=last, instrument__in=instruments()
    ).select_related("host")


def letters_left(host: Body) -> int:
    """How many letters a host may still send today."""
    since = timezone.now() - timedelta(days=1)
    sent = CampaignLetter.objects.filter(invitation__campaign__host=host, queued_at__gte=since).count()
    return max(0, letter_pack().letters_a_day - sent)


def language_of(invitation: Invitation) -> str:
    """In which language a place is written to: as chosen, else its own, else its host's."""
    known = {code for code, _name in settings.LANGUAGES}
    own = invitation.body.language if invitation.body is not None else ""
    wanted = (invitation.language, own, invitation.campaign.host.language)
    return next((each for each in wanted if each in known), settings.LANGUAGE_CODE)


def _to(letters: Iterable[CampaignLetter], address: str) -> CampaignLetter | None:
    return next((each for each in letters if each.address == address), None)

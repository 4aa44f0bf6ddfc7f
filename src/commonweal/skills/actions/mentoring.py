"""Offering help with a skill to other bodies, and asking for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.skills import permissions
from commonweal.skills.actions._helping import SayWhy, refuse_body
from commonweal.skills.models import HelpOffer, HelpWanted
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.mentoring_pack import mentoring_pack
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.matching import Reach, looks_like_a_role
from commonweal.standards import language as tags


class UnknownSkill(Exception):
    """The pack has no such skill."""


class OfferStands(Exception):
    """The body offers help with this skill already."""


class WantStands(Exception):
    """The body asks for help with this skill already."""


class OfferRunsTooLong(Exception):
    """An offer ends on a day that is not over, and not years away."""


class PersonNotAsked(Exception):
    """The address looks like that of a person, and nobody said that this person agreed."""


class NobodyToAsk(Exception):
    """An offer says whom to ask."""


class HelpOver(Exception):
    """What has ended is not renewed; make a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """What a body offers: `person_agreed` says that whose own address it is agreed; hours None are not known."""

    skill: str
    contact: str
    valid_until: date
    address: str = ""
    person_agreed: bool = False
    hours_a_month: int | None = None
    languages: Sequence[str] = ()
    reach: str = Reach.EVERYBODY.value
    note: str = ""
    visibility: int = Visibility.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class WantDraft:
    """What a body asks help with; no language means that of the body."""

    skill: str
    languages: Sequence[str] = ()
    note: str = ""
    visibility: int = Visibility.NETWORK


@transaction.atomic
def offer_help(*, body: Body, draft: OfferDraft, by: User | None) -> HelpOffer:
    """Offer help with a skill to other bodies.

    Raises NotAllowed, UnknownSkill, BodyEnded, CompaniesSell, OfferStands, OfferRunsTooLong, NobodyToAsk,
    PersonNotAsked.
    """
    permissions.require(by, Permission.OFFER_HELP, on=body)
    refuse_body(body)
    _refuse_skill(draft.skill)
    _refuse_day(draft.valid_until)
    address = draft.address.strip()
    is_role = looks_like_a_role(address, mailbox=body.mailbox, role_words=mentoring_pack().role_words)
    if not draft.contact.strip():
        raise NobodyToAsk(_("Say whom to ask, such as “Digital office”."))
    if address and not is_role and not draft.person_agreed:
        raise PersonNotAsked(_("This looks like the address of a person. Ask them first and say so, or give another."))
    if HelpOffer.objects.filter(owner=body, skill=draft.skill, ended_at=None).exists():
        raise OfferStands(_("You offer help with this already. End that offer first, or renew it."))
    offer = HelpOffer.objects.create(
        owner=body,
        author=by if draft.visibility == Visibility.PRIVATE else None,
        visibility=draft.visibility,
        skill=draft.skill,
        note=draft.note.strip()[:1000],
        hours_a_month=draft.hours_a_month,
        languages=_languages(draft.languages, body),
        reach=Reach(draft.reach).value,
        contact=" ".join(draft.contact.split())[:200],
        address=address,
        person_agreed_at=timezone.now() if address and not is_role else None,
        valid_until=draft.valid_until,
    )
    journal.record("skills.help_offered", subject=offer, by=by, data={"body": body.pk, "skill": offer.skill})
    return offer


@transaction.atomic
def renew_offer(*, offer: HelpOffer, valid_until: date, by: User | None) -> HelpOffer:
    """Let an offer stand until a later day. Raises NotAllowed, BodyEnded, CompaniesSell, HelpOver, OfferRunsTooLong."""
    permissions.require(by, Permission.OFFER_HELP, on=offer.owner)
    offer = HelpOffer.objects.select_for_update(of=("self",)).select_related("owner").get(pk=offer.pk)
    if offer.owner is not None:
        refuse_body(offer.owner)
    if offer.ended_at is not None:
        raise HelpOver(_("This offer has ended. Make a new one."))
    _refuse_day(valid_until)
    if valid_until != offer.valid_until:
        offer.valid_until, offer.renewed_at = valid_until, timezone.now()
        offer.save(update_fields=["valid_until", "renewed_at"])
        journal.record("skills.help_renewed", subject=offer, by=by, data={"until": valid_until.isoformat()})
    return offer


@transaction.atomic
def end_offer(*, offer: HelpOffer, reason: str, by: User | None) -> HelpOffer:
    """Offer it no more, and say why; agreements that came of it go on. Raises NotAllowed, SayWhy."""
    permissions.require(by, Permission.OFFER_HELP, on=offer.owner)
    if _ended(offer, reason, by):
        journal.record("skills.help_ended", subject=offer, by=by, data={"body": offer.owner_id})
    return offer


@transaction.atomic
def ask_for_help(*, body: Body, draft: WantDraft, by: User | None) -> HelpWanted:
    """Ask other bodies for help with a skill. Raises NotAllowed, UnknownSkill, BodyEnded, CompaniesSell, WantStands."""
    permissions.require(by, Permission.OFFER_HELP, on=body)
    refuse_body(body)
    _refuse_skill(draft.skill)
    if HelpWanted.objects.filter(owner=body, skill=draft.skill, ended_at=None).exists():
        raise WantStands(_("You ask for help with this already."))
    want = HelpWanted.objects.create(
        owner=body,
        author=by if draft.visibility == Visibility.PRIVATE else None,
        visibility=draft.visibility,
        skill=draft.skill,
        note=draft.note.strip()[:1000],
        languages=_languages(draft.languages, body),
    )
    journal.record("skills.help_wanted", subject=want, by=by, data={"body": body.pk})
    return want


@transaction.atomic
def end_want(*, want: HelpWanted, reason: str, by: User | None) -> HelpWanted:
    """Ask for it no more, and say why. Raises NotAllowed, SayWhy."""
    permissions.require(by, Permission.OFFER_HELP, on=want.owner)
    if _ended(want, reason, by):
        journal.record("skills.want_ended", subject=want, by=by, data={"body": want.owner_id})
    return want


def _ended(thing: HelpOffer | HelpWanted, reason: str, by: User | None) -> bool:
    """Whether it ended only now; ended twice, the first counts."""
    if not reason.strip():
        raise SayWhy(_("Say why, so that others understand."))
    if thing.ended_at is not None:
        return False
    thing.ended_at, thing.ended_by, thing.end_reason = timezone.now(), by, reason.strip()[:500]
    thing.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return True


def _refuse_skill(skill: str) -> None:
    if skill not in skills_pack().skills:
        raise UnknownSkill(_("Choose a skill of the list."))


def _refuse_day(day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise OfferRunsTooLong(_("This day is over."))
    if day > today + timedelta(days=mentoring_pack().longest_days):
        years = mentoring_pack().longest_years
        said = ngettext(
            "An offer stands for %(years)s year at most; renew it then.",
            "An offer stands for %(years)s years at most; renew it then.",
            years,
        )
        raise OfferRunsTooLong(said % {"years": years})


def _languages(chosen: Sequence[str], body: Body) -> list[str]:
    found = [tags.primary(each) for each in chosen if tags.canonical(each)] or [tags.primary(body.language)]
    return list(dict.fromkeys(found))

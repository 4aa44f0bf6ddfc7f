"""Keeping the team: who works for open source at a body, how much, until when, and on which money."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, Office, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.actions.initiatives import EndsBeforeItBegan
from commonweal.strategy.actions.plan import OfAnotherBody
from commonweal.strategy.models import Initiative, PaidBy, TeamMember
from commonweal.strategy.permissions import Permission

MOST_DAYS = 31


class RolelessMember(Exception):
    """Somebody of a team has a role."""


class DaysOutOfRange(Exception):
    """A month has between none and thirty-one days."""


class PayerUnclear(Exception):
    """Who pays is one of the list; an initiative that pays is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDraft:
    """What is known of somebody's time; "" and None are not known, and without a name the post is to be filled."""

    role: str
    name: str = ""
    days_a_month: float | None = None
    from_on: date | None = None
    until_on: date | None = None
    paid_by: str = PaidBy.UNKNOWN.value
    initiative: Initiative | None = None
    funding: str = ""
    office: Office | None = None


@transaction.atomic
def add_member(*, body: Body, draft: MemberDraft, by: User | None) -> TeamMember:
    """Write down somebody of the team, or a post to be filled.

    Raises NotAllowed, RolelessMember, DaysOutOfRange, EndsBeforeItBegan, PayerUnclear, OfAnotherBody.
    """
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    _check(body, draft)
    member = TeamMember(owner=body)
    _write(member, draft)
    member.save()
    journal.record("strategy.member_added", subject=member, by=by, data={"body": body.pk})
    return member


@transaction.atomic
def change_member(*, member: TeamMember, draft: MemberDraft, by: User | None) -> TeamMember:
    """Bring somebody's time up to date; the same draft twice changes and records nothing.

    Raises NotAllowed, RolelessMember, DaysOutOfRange, EndsBeforeItBegan, PayerUnclear, OfAnotherBody.
    """
    permissions.require(by, Permission.KEEP_STRATEGY, on=member.owner)
    member = TeamMember.objects.select_for_update(of=("self",)).select_related("owner").get(pk=member.pk)
    assert member.owner is not None  # noqa: S101  a constraint of the database
    _check(member.owner, draft)
    before = _columns(member)
    _write(member, draft)
    changed = sorted(name for name, value in _columns(member).items() if before[name] != value)
    if changed:
        member.save()
        journal.record("strategy.member_changed", subject=member, by=by, data={"fields": changed})
    return member


@transaction.atomic
def withdraw_member(*, member: TeamMember, by: User | None) -> TeamMember:
    """Take back what was written by mistake; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=member.owner)
    member = TeamMember.objects.select_for_update(of=("self",)).select_related("owner").get(pk=member.pk)
    if member.withdrawn_at is None:
        member.withdrawn_at, member.withdrawn_by = timezone.now(), by
        member.save(update_fields=["withdrawn_at", "withdrawn_by"])
        journal.record("strategy.member_withdrawn", subject=member, by=by, data={"body": member.owner_id})
    return member


def _check(body: Body, draft: MemberDraft) -> None:
    if not draft.role.strip():
        raise RolelessMember(_("Say what the role is."))
    if draft.days_a_month is not None and not 0 <= draft.days_a_month <= MOST_DAYS:
        raise DaysOutOfRange(_("A month has at most 31 days."))
    if draft.from_on and draft.until_on and draft.until_on < draft.from_on:
        raise EndsBeforeItBegan(_("The last day lies before the first."))
    if draft.paid_by not in PaidBy.values:
        raise PayerUnclear(_("Choose from the list."))
    initiative = draft.initiative
    if draft.paid_by == PaidBy.INITIATIVE and initiative is None:
        raise PayerUnclear(_("Choose the initiative that pays."))
    if initiative is not None and (initiative.owner_id != body.pk or initiative.visibility < Visibility.BODY):
        raise OfAnotherBody(_("Choose an initiative of this organisation."))
    if draft.office is not None and not draft.office.hosts.filter(body=body).exists():
        raise OfAnotherBody(_("Choose an office of this organisation."))


def _write(member: TeamMember, draft: MemberDraft) -> None:
    for column in ("days_a_month", "from_on", "until_on", "paid_by", "office"):
        setattr(member, column, getattr(draft, column))
    member.role = " ".join(draft.role.split())[:200]
    member.name = " ".join(draft.name.split())[:200]
    member.initiative = draft.initiative if draft.paid_by == PaidBy.INITIATIVE else None
    member.funding = " ".join(draft.funding.split())[:300] if draft.paid_by == PaidBy.FUNDING else ""


def _columns(member: TeamMember) -> dict[str, object]:
    names = ("role", "name", "days_a_month", "from_on", "until_on", "paid_by", "initiative_id", "funding", "office_id")
    return {name: getattr(member, name) for name in names}

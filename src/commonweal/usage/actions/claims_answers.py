"""Asking a body, and its answer: proposals of suppliers, confirmations, denials."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, BodyKind, User, Visibility
from commonweal.usage import permissions
from commonweal.usage.actions._claims import confirm, note_answers, take_turns
from commonweal.usage.models import (
    Answer,
    AnswerKind,
    ClaimSource,
    Proposal,
    Status,
    SupplierProfile,
    UsageClaim,
)
from commonweal.usage.permissions import Permission
from commonweal.usage.queries.claims_counts import forget_counts
from commonweal.usage.queries.claims_pack import terms
from commonweal.usage.rules.standing import later


class NotASupplier(Exception):
    """Only who supplies or publishes the software proposes to a body that it uses it."""


class AlreadyProposed(Exception):
    """The supplier asked the body not long ago; whether it was answered is not said."""


class AlreadyAnswered(Exception):
    """The body answered this proposal before."""


class OwnClaim(Exception):
    """A body ends what it said itself; it denies only what others say."""


class ClaimEnded(Exception):
    """What has ended cannot be confirmed; it is said anew."""


@transaction.atomic
def propose_use(
    *,
    supplier: Body,
    body: Body,
    entry: Entry,
    by: User | None,
    status: Status = Status.PRODUCTION,
    purpose: str = "",
    note: str = "",
    evidence_url: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Ask a body, as a supplier or the publisher of the software, to confirm that it uses it; the answer is its own.

    To a body that has denied it before the proposal is not shown again. Raises NotAllowed, NotASupplier,
    AlreadyProposed.
    """
    permissions.require_own(by, Permission.PROPOSE_USE, on=supplier)
    is_supplier = supplier.kind == BodyKind.COMPANY or SupplierProfile.objects.filter(body=supplier).exists()
    if entry.publisher_id != supplier.pk and not is_supplier:
        raise NotASupplier(_("Only a supplier or the publisher of the software can propose this."))
    moment = at or timezone.now()
    take_turns(body)
    made = Proposal.objects.filter(supplier=supplier, body=body, entry=entry)
    last = made.order_by("-proposed_at").first()
    if last is not None and timezone.localdate(moment) < _may_ask_again(last):
        raise AlreadyProposed(_("You have proposed this to the organisation already."))
    is_denied = Answer.objects.filter(kind=AnswerKind.DENIED, proposal__in=made).exists()
    made.filter(answered_at=None).update(answered_at=moment)
    proposal = Proposal.objects.create(
        supplier=supplier,
        body=body,
        entry=entry,
        status=status,
        purpose=purpose[:300],
        note=note[:1000],
        evidence_url=evidence_url,
        proposed_by=by,
        proposed_at=moment,
        answered_at=moment if is_denied else None,
    )
    journal.record("usage.use_proposed", subject=proposal, by=by)
    return proposal


@transaction.atomic
def confirm_claim(
    *,
    claim: UsageClaim,
    by: User | None,
    note: str = "",
    visibility: Visibility | None = None,
    at: datetime | None = None,
) -> UsageClaim:
    """Confirm, as the body, what is said of its use; it holds until it expires. Confirming again prolongs it.

    Raises NotAllowed, ClaimEnded.
    """
    _require_answering(claim, by)
    if claim.status == Status.ENDED:
        raise ClaimEnded(_("This use has ended. Say anew that you use the software."))
    moment = at or timezone.now()
    confirm(claim, moment)
    if visibility is not None:
        claim.visibility = visibility
        claim.author = by if visibility == Visibility.PRIVATE else None
    claim.save(update_fields=["confirmed_at", "expires_on", "denied_at", "visibility", "author"])
    note_answers([claim], AnswerKind.CONFIRMED, by=by, at=moment, note=note)
    journal.record("usage.claim_confirmed", subject=claim, by=by, data={"expires_on": claim.expires_on})
    forget_counts([claim.entry_id])
    return claim


@transaction.atomic
def deny_claim(*, claim: UsageClaim, by: User | None, note: str = "", at: datetime | None = None) -> UsageClaim:
    """Deny, as the body, that it uses a piece of software: what others say of it is from now on shown to nobody else.

    Denies what every other source says of the same use, too. Raises NotAllowed, OwnClaim.
    """
    _require_answering(claim, by)
    if claim.source == ClaimSource.SELF:
        raise OwnClaim(_("You said this yourself. Say that the use has ended."))
    moment = at or timezone.now()
    said = UsageClaim.objects.filter(owner=claim.owner, entry=claim.entry, denied_at=None)
    denied = list(said.exclude(source=ClaimSource.SELF).select_for_update(of=("self",)).order_by("pk"))
    for each in denied:
        each.denied_at, each.expires_on, each.confirmed_at = moment, None, None
        each.save(update_fields=["denied_at", "expires_on", "confirmed_at"])
        journal.record("usage.claim_denied", subject=each, by=by)
    note_answers(denied, AnswerKind.DENIED, by=by, at=moment, note=note)
    claim.refresh_from_db()
    forget_counts([claim.entry_id])
    return claim


@transaction.atomic
def confirm_proposal(
    *,
    proposal: Proposal,
    by: User | None,
    note: str = "",
    visibility: Visibility | None = None,
    at: datetime | None = None,
) -> UsageClaim:
    """Confirm, as the body, what a supplier proposed; it becomes a claim that only those see whom the body chooses.

    Raises NotAllowed, AlreadyAnswered.
    """
    moment = at or timezone.now()
    _answer(proposal, by, moment)
    is_publisher = proposal.entry.publisher_id == proposal.supplier_id
    rung = terms().default_visibility if visibility is None else visibility
    claim, is_new = UsageClaim.objects.get_or_create(
        owner=proposal.body,
        entry=proposal.entry,
        source=ClaimSource.OWNER if is_publisher else ClaimSource.SUPPLIER,
        source_name=proposal.supplier.name,
        purpose=proposal.purpose,
        reference="",
        defaults={
            "status": proposal.status,
            "evidence_url": proposal.evidence_url,
            "visibility": rung,
            "author": by if rung == Visibility.PRIVATE else None,
            "stated_at": proposal.proposed_at,
        },
    )
    if not is_new:
        claim.status, claim.until, claim.end_reason = proposal.status, None, ""
    confirm(claim, moment)
    claim.save()
    expiry = {"expires_on": claim.expires_on, "pack": terms().name}
    Answer.objects.create(
        claim=claim, proposal=proposal, kind=AnswerKind.CONFIRMED, by=by, note=note[:500], answered_at=moment, **expiry
    )
    journal.record("usage.proposal_confirmed", subject=claim, by=by, data={"proposal": proposal.pk})
    forget_counts([claim.entry_id])
    return claim


@transaction.atomic
def deny_proposal(*, proposal: Proposal, by: User | None, note: str = "", at: datetime | None = None) -> Proposal:
    """Deny, as the body, what a supplier proposed; the supplier is not told.

    Raises NotAllowed, AlreadyAnswered.
    """
    moment = at or timezone.now()
    _answer(proposal, by, moment)
    Answer.objects.create(
        proposal=proposal, kind=AnswerKind.DENIED, by=by, note=note[:500], answered_at=moment, pack=terms().name
    )
    journal.record("usage.proposal_denied", subject=proposal, by=by)
    return proposal


def _may_ask_again(last: Proposal) -> date:
    return later(timezone.localdate(last.proposed_at), terms().proposal_months)


def _require_answering(claim: UsageClaim, by: User | None) -> None:
    if claim.owner is not None:
        permissions.require_own(by, Permission.ANSWER_CLAIMS, on=claim.owner)


def _answer(proposal: Proposal, by: User | None, moment: datetime) -> None:
    permissions.require_own(by, Permission.ANSWER_CLAIMS, on=proposal.body)
    if not Proposal.objects.filter(pk=proposal.pk, answered_at=None).update(answered_at=moment):
        raise AlreadyAnswered(_("This proposal was answered before."))
    proposal.answered_at = moment

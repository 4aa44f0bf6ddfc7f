"""Saying what a body uses: one piece of software or many, that it ended, and who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.usage import permissions
from commonweal.usage.actions._claims import confirm, note_answers, take_turns
from commonweal.usage.models import AnswerKind, ClaimSource, EndReason, Status, UsageClaim
from commonweal.usage.permissions import Permission
from commonweal.usage.queries.claims_counts import forget_counts
from commonweal.usage.queries.claims_pack import terms

TEXTS = ("purpose", "version", "instance_url", "evidence_url")


class OtherBody(Exception):
    """The claim is about another body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDraft:
    """What somebody says of a body's use of a piece of software; who may see it is by default as the pack has it."""

    entry: Entry
    status: Status = Status.PRODUCTION
    purpose: str = ""
    version: str = ""
    since: date | None = None
    until: date | None = None
    user_count: int | None = None
    instance_url: str = ""
    evidence_url: str = ""
    visibility: Visibility | None = None


@transaction.atomic
def state_use(
    *, body: Body, draft: UseDraft, by: User | None, claim: UsageClaim | None = None, at: datetime | None = None
) -> UsageClaim:
    """Say that a body uses a piece of software, or change what is said (of `claim`, else of the same purpose).

    Said by the body itself it counts as confirmed from now until it expires; said by a curator it waits for the body.
    Saying the same again confirms it anew. Raises NotAllowed, OtherBody.
    """
    permissions.require(by, Permission.STATE_USE, on=body)
    if claim is not None and claim.owner_id != body.pk:
        raise OtherBody(_("This claim is about another organisation."))
    moment = at or timezone.now()
    is_own = by is None or permissions.is_own(by, Permission.ANSWER_CLAIMS, on=body)
    source, source_name = (ClaimSource.SELF, "") if is_own else (ClaimSource.IMPORT, settings.SITE_NAME)
    take_turns(body)
    found = (
        claim
        or UsageClaim.objects.filter(
            owner=body, entry=draft.entry, source=source, source_name=source_name, purpose=draft.purpose, reference=""
        ).first()
    )
    stated = found or UsageClaim(
        owner=body, entry=draft.entry, source=source, source_name=source_name, visibility=terms().default_visibility,
        stated_at=moment,
    )  # fmt: skip
    changes = _fill(stated, draft, by=by, today=timezone.localdate(moment))
    if is_own:
        confirm(stated, moment)
    stated.save()
    if is_own and stated.status != Status.ENDED:
        note_answers([stated], AnswerKind.CONFIRMED, by=by, at=moment)
    event = "usage.use_stated" if found is None else "usage.use_changed" if changes else "usage.claim_confirmed"
    if found is None or changes or is_own:
        journal.record(event, subject=stated, by=by, data={"changed": changes})
    forget_counts([stated.entry_id])
    return stated


@transaction.atomic
def state_many(
    *,
    body: Body,
    entries: Sequence[Entry],
    by: User | None,
    visibility: Visibility | None = None,
    at: datetime | None = None,
) -> list[UsageClaim]:
    """Say of many pieces of software at once that the body uses them; return those that are new or in use again.

    What the body has said already stays as it is. Raises NotAllowed.
    """
    permissions.require_own(by, Permission.ANSWER_CLAIMS, on=body)
    moment = at or timezone.now()
    take_turns(body)
    said = UsageClaim.objects.filter(owner=body, entry__in=entries, source=ClaimSource.SELF)
    current, again = set[int](), dict[int, UsageClaim]()
    for claim in said:
        if claim.status != Status.ENDED:
            current.add(claim.entry_id)
        elif not claim.purpose:
            again[claim.entry_id] = claim
    wanted = {entry.pk: entry for entry in entries if entry.pk not in current}
    rung = terms().default_visibility if visibility is None else visibility
    fresh = [
        UsageClaim(
            owner=body, entry=entry, status=Status.PRODUCTION, source=ClaimSource.SELF, visibility=rung,
            author=by if rung == Visibility.PRIVATE else None, stated_at=moment,
        )
        for pk, entry in wanted.items() if pk not in again
    ]  # fmt: skip
    returned = [claim for pk, claim in again.items() if pk in wanted]
    for claim in returned:
        claim.status, claim.until, claim.end_reason = Status.PRODUCTION, None, EndReason.UNKNOWN
    for claim in [*fresh, *returned]:
        confirm(claim, moment)
    UsageClaim.objects.bulk_create(fresh)
    UsageClaim.objects.bulk_update(
        returned, ["status", "until", "end_reason", "confirmed_at", "expires_on", "denied_at"]
    )
    note_answers([*fresh, *returned], AnswerKind.CONFIRMED, by=by, at=moment)
    journal.record_many("usage.use_stated", subjects=list(fresh), by=by)
    journal.record_many("usage.use_changed", subjects=list(returned), by=by)
    forget_counts(wanted)
    return [*fresh, *returned]


@transaction.atomic
def end_use(*, claim: UsageClaim, by: User | None, until: date | None = None, at: datetime | None = None) -> UsageClaim:
    """Say that a body no longer uses a piece of software, from a day on (by default today); it stays in its history.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.STATE_USE, on=claim.owner)
    if claim.status != Status.ENDED:
        today = timezone.localdate(at)
        claim.status, claim.end_reason = Status.ENDED, EndReason.STOPPED
        claim.until = max(until or today, claim.since or date.min)
        claim.expires_on = None
        claim.save(update_fields=["status", "end_reason", "until", "expires_on"])
        journal.record("usage.use_ended", subject=claim, by=by, data={"until": claim.until})
        forget_counts([claim.entry_id])
    return claim


@transaction.atomic
def change_visibility(*, claim: UsageClaim, visibility: Visibility, by: User | None) -> UsageClaim:
    """Choose who may see a claim; only the body itself does. A private one is seen by who made it so.

    Raises NotAllowed.
    """
    if claim.owner is not None:
        permissions.require_own(by, Permission.ANSWER_CLAIMS, on=claim.owner)
    if claim.visibility != visibility:
        before, claim.visibility = claim.visibility, visibility
        claim.author = by if visibility == Visibility.PRIVATE else None
        claim.save(update_fields=["visibility", "author"])
        journal.record(
            "usage.visibility_changed", subject=claim, by=by, data={"from": int(before), "to": int(visibility)}
        )
        forget_counts([claim.entry_id])
    return claim


def _fill(claim: UsageClaim, draft: UseDraft, *, by: User | None, today: date) -> list[str]:
    """Write a draft into a claim; return the names of what changed."""
    until, reason = draft.until, EndReason.UNKNOWN
    if draft.status == Status.ENDED:
        until, reason = draft.until or today, EndReason.STOPPED
    rung = claim.visibility if draft.visibility is None else draft.visibility
    values: dict[str, object] = {name: getattr(draft, name) for name in TEXTS}
    values |= {"status": draft.status, "since": draft.since, "until": until, "end_reason": reason}
    values |= {"user_count": draft.user_count, "visibility": rung}
    changed = [name for name, value in values.items() if getattr(claim, name) != value]
    for name, value in values.items():
        setattr(claim, name, value)
    if rung == Visibility.PRIVATE:
        claim.author = claim.author or by
    else:
        claim.author = None
    return changed

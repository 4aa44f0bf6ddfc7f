"""Keeping numbers that somebody stated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from commonweal.journal import actions as journal
from commonweal.organisations import permissions
from commonweal.organisations.models import Claim, Qualifier, User
from commonweal.organisations.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A number, what it counts, and who stated it where and when."""

    code: str
    subject: str
    statement: str
    value: Decimal
    unit: str
    qualifier: str = Qualifier.EXACTLY
    source_title: str
    source_url: str = ""
    source_part: str = ""
    published_on: date | None = None
    published_known_to: str = "day"
    about_year: int | None = None


@transaction.atomic
def record_claim(*, draft: ClaimDraft, supersedes: Claim | None = None, by: User | None) -> Claim:
    """Keep a stated number beside the others of its subject; the same code twice keeps the first.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    values = {name: getattr(draft, name) for name in ClaimDraft.__dataclass_fields__ if name != "code"}
    claim, is_new = Claim.objects.get_or_create(code=draft.code, defaults=values)
    if is_new:
        journal.record("organisations.claim_recorded", subject=claim, by=by, data={"code": claim.code})
    if supersedes is not None:
        supersede_claim(earlier=supersedes, later=claim, by=by)
    return claim


@transaction.atomic
def supersede_claim(*, earlier: Claim, later: Claim, by: User | None) -> Claim:
    """Mark a claim as overtaken by a later one; both stay, and the first to overtake it counts.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.KEEP_OFFICES)
    standing = Claim.objects.filter(pk=earlier.pk, superseded_by=None).exclude(pk=later.pk)
    if standing.update(superseded_by=later):
        journal.record("organisations.claim_superseded", subject=earlier, by=by, data={"later": later.code})
    return later

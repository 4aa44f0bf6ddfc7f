"""Keeping clauses of documents, and what helps people to follow them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User, Visibility
from commonweal.strategy import permissions
from commonweal.strategy.actions.plan import OfAnotherBody
from commonweal.strategy.models import Clause, ClauseSupport, DocumentKind, Goal, SupportKind
from commonweal.strategy.permissions import Permission


class ClauseUnclear(Exception):
    """A clause names its document and says something; the message says what is missing."""


class ClauseEnded(Exception):
    """The clause holds no more."""


class SupportUnclear(Exception):
    """What helps is of a kind of the list and has a name; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDraft:
    """Where a clause stands and what it says, in our own words."""

    document: str
    says: str
    reference: str = ""
    url: str = ""
    kind: str = DocumentKind.OTHER.value
    goal: Goal | None = None
    visibility: int = Visibility.BODY


@transaction.atomic
def add_clause(*, body: Body, draft: ClauseDraft, by: User | None) -> Clause:
    """Write down a clause that says something on open source. Raises NotAllowed, ClauseUnclear, OfAnotherBody."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    if not draft.document.strip() or not draft.says.strip():
        raise ClauseUnclear(_("Name the document, and say what stands there."))
    if draft.kind not in DocumentKind.values:
        raise ClauseUnclear(_("Choose from the list."))
    if draft.goal is not None and draft.goal.strategy.owner_id != body.pk:
        raise OfAnotherBody(_("Choose a goal of the strategy that stands."))
    clause = Clause.objects.create(
        owner=body,
        author=by if draft.visibility == Visibility.PRIVATE else None,
        visibility=draft.visibility,
        kind=draft.kind,
        document=" ".join(draft.document.split())[:300],
        url=draft.url.strip(),
        reference=" ".join(draft.reference.split())[:100],
        says=draft.says.strip()[:1000],
        goal=draft.goal,
    )
    journal.record("strategy.clause_added", subject=clause, by=by, data={"body": body.pk, "kind": clause.kind})
    return clause


@transaction.atomic
def end_clause(*, clause: Clause, by: User | None) -> Clause:
    """Say that a clause holds no more; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=clause.owner)
    if clause.ended_at is None:
        clause.ended_at, clause.ended_by = timezone.now(), by
        clause.save(update_fields=["ended_at", "ended_by"])
        journal.record("strategy.clause_ended", subject=clause, by=by, data={"body": clause.owner_id})
    return clause


@transaction.atomic
def support_clause(*, clause: Clause, kind: str, title: str, url: str = "", by: User | None) -> ClauseSupport:
    """Write down what helps people to follow a clause. Raises NotAllowed, ClauseEnded, SupportUnclear."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=clause.owner)
    if clause.ended_at is not None:
        raise ClauseEnded(_("This clause holds no more."))
    if kind not in SupportKind.values:
        raise SupportUnclear(_("Choose from the list."))
    if not title.strip():
        raise SupportUnclear(_("Say what helps."))
    name = " ".join(title.split())[:300]
    support = ClauseSupport.objects.create(clause=clause, kind=kind, title=name, url=url.strip(), by=by)
    journal.record("strategy.clause_supported", subject=clause, by=by, data={"support": support.pk, "kind": kind})
    return support


@transaction.atomic
def end_support(*, support: ClauseSupport, by: User | None) -> ClauseSupport:
    """Say that something helps no more; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=support.clause.owner)
    if support.ended_at is None:
        support.ended_at, support.ended_by = timezone.now(), by
        support.save(update_fields=["ended_at", "ended_by"])
        journal.record("strategy.support_ended", subject=support.clause, by=by, data={"support": support.pk})
    return support

"""Taking in documents of statements (VEX): keep, let count, take back."""

import hashlib
import zlib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.risk import permissions
from commonweal.risk.models import Decision, DecisionSource, Trust, VexImport
from commonweal.risk.permissions import Permission
from commonweal.risk.queries.vex import MOST_PROPOSALS, Proposal, said_at, understood
from commonweal.standards import vex
from commonweal.standards.problems import Problem
from commonweal.standards.vex import VexDocument


class VexUnreadable(Exception):
    """No statement could be read; `problems` are the reader's, in English."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


class VexSourceUnclear(Exception):
    """Who speaks, or how far to follow, is not said."""


class VexTooLarge(Exception):
    """The document would decide more than anybody could look through."""


class VexOutdated(Exception):
    """A newer document of the same name counts already."""


class VexTakenBack(Exception):
    """The document was taken back, or a newer one took its place; hand it in again."""


@transaction.atomic
def import_vex(
    *,
    body: Body | None,
    content: bytes,
    file_name: str,
    source: str,
    source_name: str,
    trust: str,
    by: User | None,
) -> VexImport:
    """Keep a document of statements for a body, without one for the whole installation; with trust "apply" it counts.

    The same file of the same source is kept once. Raises NotAllowed, VexSourceUnclear, VexUnreadable, and what
    `apply_vex` raises.
    """
    permissions.require(by, Permission.DECIDE, on=body)
    source_name = " ".join(source_name.split())[:300]
    if source not in DecisionSource.values or trust not in Trust.values or not source_name:
        raise VexSourceUnclear(_("Say who speaks, and how far to follow."))
    document, problems = vex.read(content, file_name)
    if document is None or not document.statements:
        raise VexUnreadable(_("No statement about a vulnerability could be read in this file."), problems)
    if body is not None:
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    digest = hashlib.sha256(content).hexdigest()
    kept = VexImport.objects.filter(body=body, source=source, digest=digest, undone_at=None).first()
    if kept is None:
        kept = _kept(document, content, digest)
        kept.body, kept.source, kept.source_name, kept.trust = body, source, source_name, trust
        kept.file_name, kept.received_by = _column(file_name), by
        kept.save()
        told = {"source": source, "source_name": source_name, "reference": kept.reference}
        journal.record("risk.vex_received", subject=kept, by=by, data=told)
    return apply_vex(vex_import=kept, by=by) if trust == Trust.APPLY else kept


@transaction.atomic
def apply_vex(*, vex_import: VexImport, by: User | None) -> VexImport:
    """Let a document count; what an earlier one of the same name said and this one does not, ends.

    Raises NotAllowed, VexTakenBack, VexOutdated, VexTooLarge.
    """
    permissions.require(by, Permission.DECIDE, on=vex_import.body)
    vex_import = VexImport.objects.select_for_update(of=("self",)).get(pk=vex_import.pk)
    if vex_import.undone_at is not None:
        raise VexTakenBack(_("This document was taken back, or a newer one took its place. Hand it in again."))
    if vex_import.applied_at is not None:
        return vex_import
    earlier = _earlier(vex_import)
    proposals = understood(vex_import).proposals
    if len(proposals) > MOST_PROPOSALS:
        most = f"{MOST_PROPOSALS:,}"
        raise VexTooLarge(_("The document would decide more than %(most)s things at once.") % {"most": most})
    vex_import.applied_at, vex_import.applied_by = timezone.now(), by
    vex_import.save(update_fields=["applied_at", "applied_by"])
    wanted = {_said(each): each for each in (_decision(proposal, vex_import, by) for proposal in proposals)}
    standing = Decision.objects.filter(told_in__in=earlier, ended_at=None)
    stays = {_said(each): each.pk for each in standing}
    Decision.objects.filter(pk__in=[pk for said, pk in stays.items() if said in wanted]).update(told_in=vex_import)
    ended = _end(standing.exclude(told_in=vex_import), by)
    made = Decision.objects.bulk_create([each for said, each in wanted.items() if said not in stays], batch_size=500)
    VexImport.objects.filter(pk__in=[each.pk for each in earlier]).update(undone_at=timezone.now(), undone_by=by)
    told = {"reference": vex_import.reference, "made": len(made), "kept": len(wanted) - len(made), "ended": ended}
    journal.record("risk.vex_imported", subject=vex_import, by=by, data=told)
    return vex_import


@transaction.atomic
def undo_vex(*, vex_import: VexImport, by: User | None) -> VexImport:
    """Take a whole document back: what it decided ends, and stays on file. Raises NotAllowed."""
    permissions.require(by, Permission.DECIDE, on=vex_import.body)
    vex_import = VexImport.objects.select_for_update(of=("self",)).get(pk=vex_import.pk)
    if vex_import.undone_at is None:
        ended = _end(Decision.objects.filter(told_in=vex_import, ended_at=None), by)
        vex_import.undone_at, vex_import.undone_by = timezone.now(), by
        vex_import.save(update_fields=["undone_at", "undone_by"])
        told = {"reference": vex_import.reference, "ended": ended}
        journal.record("risk.vex_undone", subject=vex_import, by=by, data=told)
    return vex_import


def _kept(document: VexDocument, content: bytes, digest: str) -> VexImport:
    return VexImport(
        content=zlib.compress(content),
        digest=digest,
        format=document.format.value,
        reference=_column(document.id or digest),
        revision=document.revision,
        author=_column(document.author or ""),
        issued_at=document.updated or document.issued,
        received_at=timezone.now(),
    )


def _earlier(vex_import: VexImport) -> list[VexImport]:
    """Give the documents of the same name that count, and are older."""
    counting = VexImport.objects.filter(
        body=vex_import.body, source=vex_import.source, reference=vex_import.reference, undone_at=None
    )
    found = list(counting.exclude(pk=vex_import.pk).exclude(applied_at=None).defer("content"))
    if any(_is_older(vex_import, each) for each in found):
        raise VexOutdated(_("A newer document of the same name counts already. Take that one back first."))
    return found


def _is_older(one: VexImport, other: VexImport) -> bool:
    if one.revision is not None and other.revision is not None and one.revision != other.revision:
        return one.revision < other.revision
    return bool(one.issued_at and other.issued_at and one.issued_at < other.issued_at)


def _end(decisions: Iterable[Decision], by: User | None) -> int:
    pks = [each.pk for each in decisions]
    return Decision.objects.filter(pk__in=pks, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def _decision(proposal: Proposal, vex_import: VexImport, by: User | None) -> Decision:
    facts, now = proposal.facts, timezone.now()
    return Decision(
        vulnerability_id=proposal.vulnerability,
        package=proposal.package,
        low=proposal.span.low,
        high=proposal.span.high,
        versions_words=proposal.span.words,
        body=vex_import.body,
        system_id=proposal.system,
        state=facts.state,
        justification=facts.justification,
        response=facts.response,
        detail=facts.detail,
        evidence_url=facts.evidence_url,
        owner_words=facts.owner_words,
        source=vex_import.source,
        source_name=_column(facts.author or vex_import.source_name),
        reference=vex_import.reference,
        told_in=vex_import,
        by=by,
        decided_at=said_at(proposal, now),
        valid_from=timezone.localdate(),
        expires_on=facts.expires_on,
    )


def _said(decision: Decision) -> tuple[object, ...]:
    """Give all that a decision says: two of the same document that say the same are one."""
    return (
        *(decision.vulnerability_id, decision.package_id, decision.system_id, decision.versions_words),
        None if decision.low is None else bytes(decision.low),
        None if decision.high is None else bytes(decision.high),
        *(decision.state, decision.justification, decision.response, decision.detail, decision.evidence_url),
        *(decision.owner_words, decision.source_name, decision.expires_on),
    )


def _column(text: str) -> str:
    """Give what a column can hold."""
    clean = "".join(each if each.isprintable() else "\ufffd" for each in text)
    return clean if len(clean) <= 300 else clean[:299] + "…"

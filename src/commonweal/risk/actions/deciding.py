"""Deciding what vulnerabilities mean for a body, one or many at once, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components.models import Package
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.risk import permissions
from commonweal.risk.models import Decision, DecisionSource, Justification, Response, State, Vulnerability
from commonweal.risk.permissions import Permission
from commonweal.standards.vers.written import intervals_of
from commonweal.usage.models import System

MOST_AT_ONCE = 500


class NotDecidable(Exception):
    """The decision contradicts itself or misses something; the message says what, in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """What is decided; `versions` is a version or a range as the ecosystem of `package` writes it, "" for all.

    An accepted risk (`response` "will_not_fix") needs `owner_words` and `expires_on`, its last day.
    """

    state: str
    justification: str = ""
    response: str = ""
    detail: str = ""
    evidence_url: str = ""
    owner_words: str = ""
    expires_on: date | None = None
    package: Package | None = None
    versions: str = ""
    system: System | None = None


@transaction.atomic
def decide(*, vulnerability: Vulnerability, body: Body | None, draft: DecisionDraft, by: User | None) -> Decision:
    """Write down what a vulnerability means for the systems of a body, and of those that it watches over.

    Without a body for the whole installation. One that stands for exactly the same is ended by this one.
    Raises NotAllowed, NotDecidable.
    """
    permissions.require(by, Permission.DECIDE, on=body)
    decision = _decision(vulnerability, body, draft, by)
    before = _about_the_same(decision).filter(ended_at=None)
    before.update(ended_at=decision.decided_at, ended_by=by)
    decision.save()
    told = {"vulnerability": vulnerability.name, "state": decision.state, "response": decision.response}
    journal.record("risk.decision_made", subject=decision, by=by, data=told)
    return decision


@transaction.atomic
def decide_many(
    *, vulnerabilities: Sequence[Vulnerability], body: Body | None, draft: DecisionDraft, by: User | None
) -> list[Decision]:
    """Decide the same about many vulnerabilities, all or none. Calls other actions. Raises NotAllowed, NotDecidable."""
    if len(vulnerabilities) > MOST_AT_ONCE:
        raise NotDecidable(_("Decide about at most %(most)s at once.") % {"most": MOST_AT_ONCE})
    return [decide(vulnerability=each, body=body, draft=draft, by=by) for each in vulnerabilities]


@transaction.atomic
def end_decision(*, decision: Decision, by: User | None) -> Decision:
    """Take a decision back; it stays on file, and what counted before it does not come back. Raises NotAllowed."""
    permissions.require(by, Permission.DECIDE, on=decision.body)
    if decision.ended_at is None:
        decision.ended_at, decision.ended_by = timezone.now(), by
        decision.save(update_fields=["ended_at", "ended_by"])
        journal.record("risk.decision_ended", subject=decision, by=by)
    return decision


@transaction.atomic
def end_many(*, decisions: Sequence[Decision], by: User | None) -> list[Decision]:
    """Undo several decisions, all or none: those that each took the place of count again.

    Calls other actions. Raises NotAllowed.
    """
    ended = [end_decision(decision=each, by=by) for each in decisions]
    for each in ended:
        _about_the_same(each).filter(ended_at=each.decided_at).update(ended_at=None, ended_by=None)
    return ended


def _about_the_same(decision: Decision) -> QuerySet[Decision]:
    """Give the decisions made here about exactly the same vulnerability, versions and systems."""
    return Decision.objects.filter(
        vulnerability=decision.vulnerability_id,
        body=decision.body_id,
        system=decision.system_id,
        package=decision.package_id,
        low=decision.low,
        high=decision.high,
        source=DecisionSource.LOCAL,
    )


def _decision(vulnerability: Vulnerability, body: Body | None, draft: DecisionDraft, by: User | None) -> Decision:
    draft = replace(draft, versions=" ".join(draft.versions.split()), owner_words=draft.owner_words.strip())
    low, high = _interval(draft)
    _check(body, draft)
    return Decision(
        vulnerability=vulnerability,
        package=draft.package,
        low=low,
        high=high,
        versions_words=draft.versions,
        body=body,
        system=draft.system,
        state=draft.state,
        justification=draft.justification,
        response=draft.response,
        detail=draft.detail.strip(),
        evidence_url=draft.evidence_url,
        owner_words=draft.owner_words,
        source=DecisionSource.LOCAL,
        by=by,
        decided_at=timezone.now(),
        valid_from=timezone.localdate(),
        expires_on=draft.expires_on,
    )


def _check(body: Body | None, draft: DecisionDraft) -> None:
    """Refuse what contradicts itself."""
    if draft.state not in State.values or draft.justification not in Justification.values:
        raise NotDecidable(_("Choose what it means, and why, from the list."))
    if draft.response not in Response.values:
        raise NotDecidable(_("Choose what is done about it from the list."))
    if draft.system is not None and (body is None or draft.system.owner_id != body.pk):
        raise NotDecidable(_("The system belongs to another organisation."))
    if draft.justification and draft.state != State.NOT_AFFECTED:
        raise NotDecidable(_("A reason for not being affected goes only with “not affected”."))
    if draft.state == State.NOT_AFFECTED and not (draft.justification or draft.detail.strip()):
        raise NotDecidable(_("Say why you are not affected: choose a reason, or write it down."))
    if draft.expires_on is not None and draft.expires_on < timezone.localdate():
        raise NotDecidable(_("The last day lies in the past."))
    if draft.response == Response.WILL_NOT_FIX:
        _check_acceptance(draft)


def _check_acceptance(draft: DecisionDraft) -> None:
    """Hold an accepted risk to an owner and an end."""
    if draft.state not in {State.EXPLOITABLE, State.IN_TRIAGE}:
        raise NotDecidable(_("Only the risk of something that affects you can be accepted."))
    if not draft.owner_words:
        raise NotDecidable(_("Say who answers for the accepted risk."))
    if draft.expires_on is None:
        raise NotDecidable(_("Say until when the risk is accepted."))


def _interval(draft: DecisionDraft) -> tuple[bytes | None, bytes | None]:
    """Give the one interval that the versions are; None twice for all of them."""
    if not draft.versions:
        return None, None
    if draft.package is None:
        raise NotDecidable(_("Versions belong to a package: name the package too."))
    intervals = intervals_of(draft.package.type, draft.versions)
    if not intervals:
        raise NotDecidable(_("The versions cannot be understood. Write one version, or a range such as >=1.0, <2.0."))
    if len(intervals) > 1:
        raise NotDecidable(_("Write one range without gaps; decide about each range by itself."))
    return intervals[0].low, intervals[0].high

"""Asking, taking back what was asked, and asking again."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.components.queries import NOTHING, Scope, scope_of
from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.screening import permissions
from commonweal.screening.models import Decided, How, Request, Ruling
from commonweal.screening.permissions import Permission
from commonweal.screening.queries.earlier import ruling_to_use_again
from commonweal.screening.queries.gathering import answer_to
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.requests import open_request, standing_ruling
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.rules.policy import add_working_days
from commonweal.screening.rules.reasons import Answer, Lane, written


class NotOpen(Exception):
    """The request was ruled on or withdrawn already, or is open still; the message says which."""


@transaction.atomic
def request_screening(*, wanted: Wanted, body: Body, by: User | None) -> Request:
    """Ask for a body, and rule at once where the policy or an earlier ruling does; else a person has a clock.

    Asked again by the same person while it waits, it is the same request. Raises NotAllowed.
    """
    permissions.require(by, Permission.ASK, on=body)
    before = open_request(wanted, body, by.pk if by else None)
    if before is not None:
        return before
    answer = answer_to(wanted, Asker(by or AnonymousUser(), _scope(body, by), body))
    request = _request(wanted, answer, body, by)
    told = {"body": body.pk, "kind": request.kind, "colour": request.colour}
    journal.record("screening.requested", subject=request, by=by, data=told)
    if not _rule_at_once(request, wanted, answer):
        request.due_on = add_working_days(timezone.localdate(), policy_pack().policy.working_days[request.kind])
        request.save(update_fields=["due_on"])
    return request


@transaction.atomic
def withdraw(*, request: Request, by: User | None) -> Request:
    """Take a request back that waits. Raises NotAllowed, NotOpen."""
    _require_asker_or_ruler(request, by)
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.withdrawn_at is not None or standing_ruling(request) is not None:
        raise NotOpen(_("There is nothing to take back: it was ruled on or withdrawn already."))
    request.withdrawn_at, request.withdrawn_by = timezone.now(), by
    request.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record("screening.withdrawn", subject=request, by=by, data={"body": request.body_id, "kind": request.kind})
    return request


@transaction.atomic
def reopen(*, request: Request, by: User | None) -> Request:
    """Let a person look again: what was ruled ends, and the clock starts anew.

    Whoever asked may reopen what was withdrawn; what was ruled, only those who rule. Raises NotAllowed, NotOpen.
    """
    _require_asker_or_ruler(request, by)
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    standing = standing_ruling(request)
    if standing is None and request.withdrawn_at is None:
        raise NotOpen(_("It is open already."))
    if standing is not None:
        permissions.require_rule(by, request.body)
        standing.ended_at, standing.ended_by = timezone.now(), by
        standing.save(update_fields=["ended_at", "ended_by"])
    request.withdrawn_at = request.withdrawn_by = None
    request.due_on = add_working_days(timezone.localdate(), policy_pack().policy.working_days[request.kind])
    request.save(update_fields=["withdrawn_at", "withdrawn_by", "due_on"])
    journal.record("screening.reopened", subject=request, by=by, data={"body": request.body_id, "kind": request.kind})
    return request


def _scope(body: Body, by: User | None) -> Scope:
    """What may be said of the body itself: others there read it later, who do not see all that the asker sees."""
    is_seen = by is None or body.pk in scope_of(by)
    return Scope(bodies=frozenset({body.pk})) if is_seen else NOTHING


def _require_asker_or_ruler(request: Request, by: User | None) -> None:
    if by is None or by.pk != request.asked_by_id:
        permissions.require_rule(by, request.body)


def _request(wanted: Wanted, answer: Answer, body: Body, by: User | None) -> Request:
    subject = wanted.subject
    return Request.objects.create(
        kind=wanted.kind,
        body=body,
        asked_by=by,
        asked_at=timezone.now(),
        subject=subject.text,
        subject_key=subject.key,
        name=subject.name[:500],
        version=subject.version,
        major=subject.major[:40],
        purl=subject.purl,
        url=wanted.url,
        use=wanted.use,
        licence=wanted.licence,
        answers=dict(wanted.answers),
        colour=answer.colour.value,
        lane=answer.lane.value,
        reasons=[written(each) for each in answer.reasons],
        packs=list(answer.packs),
    )


def _rule_at_once(request: Request, wanted: Wanted, answer: Answer) -> bool:
    """Rule by what a person ruled before, else by the policy; say whether that was done."""
    earlier = ruling_to_use_again(wanted, answer, request.body, timezone.localdate())
    if earlier is not None:
        _ruled(request, earlier)
        return True
    if answer.lane is Lane.PERSON:
        return False
    _ruled(request, Decided.APPROVED if answer.lane is Lane.APPROVE else Decided.REFUSED)
    return True


def _ruled(request: Request, ruling: Ruling | Decided) -> None:
    """Write down a ruling that no person gave."""
    now = timezone.now()
    if isinstance(ruling, Ruling):
        made = Ruling.objects.create(
            request=request, how=How.EARLIER, decided=ruling.decided, reason=ruling.reason, at=now,
            conditions=ruling.conditions, covers=ruling.covers, valid_until=ruling.valid_until, earlier=ruling,
        )  # fmt: skip
    else:
        until = timezone.localdate() + timedelta(days=policy_pack().policy.ruling_holds_days)
        holds = until if ruling == Decided.APPROVED else None
        made = Ruling.objects.create(request=request, how=How.FAST_LANE, decided=ruling, at=now, valid_until=holds)
    told = {"body": request.body_id, "kind": request.kind, "how": made.how, "decided": made.decided}
    journal.record("screening.ruled", subject=request, by=None, data=told)

"""Writing down what people fear, answering it, and closing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.strategy import permissions
from commonweal.strategy.models import Concern
from commonweal.strategy.permissions import Permission


class NoWords(Exception):
    """A fear and an answer are said in words."""


class NotAnswered(Exception):
    """Only what was answered is closed."""


class ConcernClosed(Exception):
    """What was closed is opened again before it changes."""


@transaction.atomic
def raise_concern(*, body: Body, fear: str, voiced_by: str = "", by: User | None) -> Concern:
    """Write down what somebody at a body fears; the people of the body read it. Raises NotAllowed, NoWords."""
    permissions.require(by, Permission.RAISE_CONCERNS, on=body)
    if not fear.strip():
        raise NoWords(_("Say what is feared."))
    name = " ".join(voiced_by.split())[:200]
    concern = Concern.objects.create(owner=body, fear=fear.strip()[:1000], voiced_by=name)
    journal.record("strategy.concern_raised", subject=concern, by=by, data={"body": body.pk})
    return concern


@transaction.atomic
def answer_concern(*, concern: Concern, answer: str, evidence_url: str = "", by: User | None) -> Concern:
    """Answer a fear, best with evidence; a later answer takes the place of the first.

    Raises NotAllowed, NoWords, ConcernClosed.
    """
    permissions.require(by, Permission.KEEP_STRATEGY, on=concern.owner)
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if concern.closed_at is not None:
        raise ConcernClosed(_("It was closed. Open it again first."))
    if not answer.strip():
        raise NoWords(_("Say the answer."))
    concern.answer, concern.evidence_url = answer.strip(), evidence_url.strip()
    concern.answered_at, concern.answered_by = timezone.now(), by
    concern.save(update_fields=["answer", "evidence_url", "answered_at", "answered_by"])
    journal.record("strategy.concern_answered", subject=concern, by=by, data={"body": concern.owner_id})
    return concern


@transaction.atomic
def close_concern(*, concern: Concern, by: User | None) -> Concern:
    """Say that the answer satisfied those who feared; said twice, the first counts. Raises NotAllowed, NotAnswered."""
    permissions.require(by, Permission.KEEP_STRATEGY, on=concern.owner)
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if not concern.answer:
        raise NotAnswered(_("Answer it first."))
    if concern.closed_at is None:
        concern.closed_at, concern.closed_by = timezone.now(), by
        concern.save(update_fields=["closed_at", "closed_by"])
        journal.record("strategy.concern_closed", subject=concern, by=by, data={"body": concern.owner_id})
    return concern


@transaction.atomic
def reopen_concern(*, concern: Concern, by: User | None) -> Concern:
    """Say that somebody still fears it; the answer stays. Raises NotAllowed."""
    permissions.require(by, Permission.RAISE_CONCERNS, on=concern.owner)
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if concern.closed_at is not None:
        concern.closed_at = concern.closed_by = None
        concern.save(update_fields=["closed_at", "closed_by"])
        journal.record("strategy.concern_reopened", subject=concern, by=by, data={"body": concern.owner_id})
    return concern

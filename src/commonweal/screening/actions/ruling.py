"""Ruling on what was asked."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.journal import actions as journal
from commonweal.organisations.models import User
from commonweal.screening import permissions
from commonweal.screening.actions.asking import NotOpen
from commonweal.screening.models import Decided, How, Request, Ruling, RulingScope
from commonweal.screening.queries.requests import standing_ruling
from commonweal.usage.actions.claims_messages import MAIL_TASK


class RulingUnclear(Exception):
    """The ruling contradicts itself or misses something; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDraft:
    """What a person rules. A refusal and conditions need words; `valid_until` is the last day, None without an end."""

    decided: str
    reason: str = ""
    conditions: str = ""
    covers: str = RulingScope.MAJOR.value
    valid_until: date | None = None


@transaction.atomic
def rule(*, request: Request, draft: RulingDraft, by: User | None) -> Ruling:
    """Rule on a request that waits; the next one who asks for the same gets the same.

    Raises NotAllowed, NotOpen, RulingUnclear.
    """
    permissions.require_rule(by, request.body)
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.withdrawn_at is not None or standing_ruling(request) is not None:
        raise NotOpen(_("It was ruled on or withdrawn already. Reopen it to rule again."))
    _check(draft)
    ruling = Ruling.objects.create(
        request=request,
        how=How.PERSON,
        decided=draft.decided,
        reason=draft.reason.strip(),
        conditions=draft.conditions.strip(),
        covers=draft.covers,
        valid_until=draft.valid_until,
        by=by,
        at=timezone.now(),
    )
    told = {"body": request.body_id, "kind": request.kind, "how": ruling.how, "decided": ruling.decided}
    journal.record("screening.ruled", subject=request, by=by, data=told)
    _tell(request)
    return ruling


def _check(draft: RulingDraft) -> None:
    if draft.decided not in Decided.values or draft.covers not in RulingScope.values:
        raise RulingUnclear(_("Choose from the list."))
    if draft.decided == Decided.CONDITIONS and not draft.conditions.strip():
        raise RulingUnclear(_("Say the conditions."))
    if draft.decided == Decided.REFUSED and not draft.reason.strip():
        raise RulingUnclear(_("Say why, so that whoever asked can do something else."))
    if draft.valid_until is not None and draft.valid_until < timezone.localdate():
        raise RulingUnclear(_("The last day has passed already."))


def _tell(request: Request) -> None:
    """Mail whoever asked that there is an answer; mail is read by many, so it does not say to what."""
    asker = request.asked_by
    if not settings.MAIL_IS_CONFIGURED or asker is None or not asker.email:
        return
    subject = _("Your question has an answer")
    text = _("Somebody ruled on what you asked. Read it here after signing in:")
    address = f"{settings.SITE_URL}{request.get_absolute_url()}"
    app.configure_task(MAIL_TASK).defer(to=[asker.email], subject=subject, text=f"{text}\n{address}", reply_to="")

"""Telling bodies: reminders before confirmations run out, and messages from one body of the network to another.

A mail is queued with the change that asks for it and sent by a worker.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from commonweal.journal import actions as journal
from commonweal.journal.models import Event
from commonweal.organisations.models import Body, User
from commonweal.organisations.queries import is_of_the_network
from commonweal.usage.models import Reminder, UsageClaim
from commonweal.usage.permissions import NotAllowed
from commonweal.usage.queries.claims_due import ABOUT_USE, addresses_of
from commonweal.usage.queries.claims_pack import terms

MAIL_TASK = "usage.send_mail"


class NoMailbox(Exception):
    """The body has no address of its own."""


class NoReplyAddress(Exception):
    """The account has no e-mail address to which an answer could go."""


class TooManyMessages(Exception):
    """Somebody wrote to many bodies within a day."""


@transaction.atomic
def remind_body(*, body: Body, claims: Sequence[UsageClaim], by: User | None) -> list[Reminder]:
    """Tell a body once, by mail, which confirmations run out on which days; a body without addresses is not told."""
    due: dict[date, list[UsageClaim]] = {}
    for claim in claims:
        if claim.expires_on is not None:
            due.setdefault(claim.expires_on, []).append(claim)
    to = addresses_of(body)
    if not to:
        return []
    made = []
    for day in sorted(due):
        reminder, is_new = Reminder.objects.get_or_create(body=body, about=ABOUT_USE, due_on=day)
        made += [reminder] if is_new else []
    told = [claim for reminder in made for claim in due[reminder.due_on]]
    if told:
        with translation.override(_language(body)):
            subject, text = _reminder(body, told)
        app.configure_task(MAIL_TASK).defer(to=[*to], subject=subject, text=text, reply_to="")
        journal.record("usage.body_reminded", subject=body, by=by, data={"claims": [claim.pk for claim in told]})
    return made


@transaction.atomic
def contact_body(*, body: Body, subject: str, text: str, by: User | None) -> Body:
    """Send a message to the mailbox of a body, on behalf of somebody of the network, to whom the answer goes.

    The journal keeps that it was sent, not what it said. Raises NotAllowed, NoMailbox, NoReplyAddress,
    TooManyMessages.
    """
    if by is None or not is_of_the_network(by):
        raise NotAllowed(_("You may not %(what)s.") % {"what": _("write to organisations through this site")})
    if not body.mailbox:
        raise NoMailbox(_("This organisation has not given an e-mail address of its own."))
    if not by.email:
        raise NoReplyAddress(_("Your account has no e-mail address to which an answer could go."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)
    day = timezone.now() - timedelta(days=1)
    sent = Event.objects.filter(name="usage.body_contacted", by=by, recorded_at__gte=day).count()
    if sent >= terms().messages_a_day:
        raise TooManyMessages(_("You have sent many messages today. Please go on tomorrow."))
    with translation.override(_language(body)):
        foot = _("Sent by %(person)s through %(site)s. Your answer goes to %(address)s.") % {
            "person": by, "site": settings.SITE_NAME, "address": by.email
        }  # fmt: skip
    app.configure_task(MAIL_TASK).defer(
        to=[body.mailbox], subject=_one_line(subject), text=f"{text.strip()}\n\n-- \n{foot}\n", reply_to=by.email
    )
    journal.record("usage.body_contacted", subject=body, by=by)
    return body


def _reminder(body: Body, claims: Sequence[UsageClaim]) -> tuple[str, str]:
    subject = ngettext(
        "%(body)s: does it still use this software? %(number)s confirmation runs out",
        "%(body)s: does it still use this software? %(number)s confirmations run out",
        len(claims),
    ) % {"body": body.name, "number": len(claims)}
    days = [date_format(claim.expires_on, "DATE_FORMAT") if claim.expires_on else "" for claim in claims]
    lines = [f"- {claim.entry.name}: {day}" for claim, day in zip(claims, days, strict=True)]
    page = f"{settings.SITE_URL}{body.get_absolute_url()}/use"
    text = "\n".join([
        _("You once said that your organisation uses this software. Say so again, or say that it has ended:"),
        "", *lines, "", page, "",
        _("After these days the site shows that nobody has confirmed it since."),
    ])  # fmt: skip
    return _one_line(subject), text


def _language(body: Body) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return body.language if body.language in known else settings.LANGUAGE_CODE


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]

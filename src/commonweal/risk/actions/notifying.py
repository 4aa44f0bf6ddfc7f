"""Telling bodies what hits them, in one message each, and saying that it was read.

A mail is queued with the notice and sent by a worker; without a mail server the notice stands on the body's page only.
"""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.risk import permissions
from commonweal.risk.models import Notice, Vulnerability
from commonweal.risk.permissions import NotAllowed, Permission
from commonweal.risk.queries.telling import News, news_for, security_addresses, tellable
from commonweal.usage.actions.claims_messages import MAIL_TASK

MOST_NAMED = 20  # in one mail; the page has them all


@transaction.atomic
def notify_bodies(
    *, vulnerabilities: Collection[Vulnerability] | None, bodies: Iterable[Body], by: User | None
) -> list[Notice]:
    """Tell each body in one notice of the open vulnerabilities that hit it; of all of them where none are named.

    A body is never told twice of the same one, and gets no notice where nothing is new. Raises NotAllowed, and then
    nobody is told.
    """
    told = list(bodies)
    scope = None if by is None else tellable(by)
    if scope is not None and not all(body.pk in scope for body in told):
        raise NotAllowed(_("You may not %(what)s.") % {"what": Permission.NOTIFY.sentence})
    made = []
    for body in sorted(told, key=lambda body: body.pk):
        news = _news_for(body, vulnerabilities)
        if news.tasks:
            notice = _notice(body, news, by)
            names = [task.vulnerability.name for task in news.tasks]
            data = {"body": body.pk, "vulnerabilities": names}
            journal.record("risk.body_notified", subject=notice, by=by, data=data)
            _send(body, news)
            made.append(notice)
    return made


@transaction.atomic
def acknowledge_notice(*, notice: Notice, by: User) -> Notice:
    """Say for the body that a notice was read; said twice, the first counts. Raises NotAllowed."""
    permissions.require(by, Permission.DECIDE, on=notice.body)
    if notice.acknowledged_at is None:
        notice.acknowledged_at, notice.acknowledged_by = timezone.now(), by
        notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
        journal.record("risk.notice_acknowledged", subject=notice, by=by, data={"body": notice.body_id})
    return notice


@transaction.atomic
def note_export(*, question: str, form: str, systems: int, by: User) -> None:
    """Write down that somebody took an answer along: what was asked, in which form, and how many systems it named."""
    data = {"question": question, "form": form, "systems": systems}
    journal.record("risk.answer_exported", subject=by, by=by, data=data)


def _news_for(body: Body, vulnerabilities: Collection[Vulnerability] | None) -> News:
    """Give what is new; two who tell a body at once are put in a row, so that it is told once."""
    Body.objects.select_for_update().only("pk").get(pk=body.pk)
    return news_for(body, vulnerabilities)


def _notice(body: Body, news: News, by: User | None) -> Notice:
    notice = Notice.objects.create(body=body, systems=news.systems, by=by, sent_at=timezone.now(), due_on=news.due)
    notice.vulnerabilities.set([task.vulnerability for task in news.tasks])
    return notice


def _send(body: Body, news: News) -> None:
    to = security_addresses(body)
    if not settings.MAIL_IS_CONFIGURED or not to:
        return
    with translation.override(_language(body)):
        subject, text = _message(body, news)
    app.configure_task(MAIL_TASK).defer(to=[*to], subject=subject, text=text, reply_to="")


def _message(body: Body, news: News) -> tuple[str, str]:
    """Say what it is about without saying where: mail is read by many, the page only by those who answer for it."""
    count = len(news.tasks)
    subject = ngettext(
        "%(body)s: %(number)s known weakness hits your systems",
        "%(body)s: %(number)s known weaknesses hit your systems",
        count,
    ) % {"body": body.name, "number": count}
    named = [f"- {task.vulnerability.name}" for task in news.tasks[:MOST_NAMED]]
    more = [_("and %(number)s more") % {"number": count - MOST_NAMED}] if count > MOST_NAMED else []
    due = [_("Please act by %(day)s.") % {"day": date_format(news.due, "DATE_FORMAT")}] if news.due else []
    text = "\n".join([
        _("Systems of your organisation run parts in which weaknesses are known. The most dangerous come first:"),
        "", *named, *more, "", *due,
        _("Which systems these are, and what to do, you see after signing in:"),
        f"{settings.SITE_URL}{body.get_absolute_url()}/security",
    ])  # fmt: skip
    return " ".join(subject.split())[:200], text


def _language(body: Body) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return body.language if body.language in known else settings.LANGUAGE_CODE

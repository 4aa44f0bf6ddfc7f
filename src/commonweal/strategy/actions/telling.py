"""Telling a body once, by mail, what calls for somebody there."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from commonweal.journal import actions as journal
from commonweal.organisations.models import Body, User
from commonweal.strategy.documents.words import told
from commonweal.strategy.models import Alert
from commonweal.strategy.queries.alarms import Raised
from commonweal.usage.actions.claims_messages import MAIL_TASK
from commonweal.usage.queries.claims_due import addresses_of


@transaction.atomic
def alert_body(*, body: Body, alarms: Sequence[Raised], by: User | None) -> list[Alert]:
    """Tell a body of what is new among these; of each thing and day once. A body without addresses is not told."""
    to = addresses_of(body)
    if not to:
        return []
    Body.objects.select_for_update().only("pk").get(pk=body.pk)
    told_before = set(Alert.objects.filter(body=body).values_list("about", "due_on"))
    news = {key: each for each in alarms if (key := (_about(each), each.alarm.on)) not in told_before}
    made = Alert.objects.bulk_create(Alert(body=body, about=about, due_on=on) for about, on in news)
    if news:
        with translation.override(_language(body)):
            subject, text = _mail(body, list(news.values()))
        app.configure_task(MAIL_TASK).defer(to=[*to], subject=subject, text=text, reply_to="")
        journal.record("strategy.body_alerted", subject=body, by=by, data={"alerts": [alert.pk for alert in made]})
    return made


def _about(raised: Raised) -> str:
    return f"{raised.about} {raised.alarm.kind.value}"


def _mail(body: Body, alarms: Sequence[Raised]) -> tuple[str, str]:
    """The words of a mail to the body itself."""
    subject = ngettext(
        "%(body)s: %(number)s thing of its strategy needs somebody",
        "%(body)s: %(number)s things of its strategy need somebody",
        len(alarms),
    ) % {"body": body.name, "number": len(alarms)}
    page = f"{settings.SITE_URL}{body.get_absolute_url()}/strategy"
    lines = [f"- {each.title}: {each.sentence}" for each in map(told, alarms)]
    text = "\n".join([_("Somebody at your organisation should look at this:"), "", *lines, "", page, ""])
    return " ".join(subject.split())[:200], text


def _language(body: Body) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return body.language if body.language in known else settings.LANGUAGE_CODE

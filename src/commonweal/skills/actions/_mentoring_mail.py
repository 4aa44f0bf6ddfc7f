"""Telling the other side of an agreement by mail; queued with the change, sent by a worker."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.organisations.models import Body
from commonweal.organisations.queries import name_of
from commonweal.skills.models import Mentorship
from commonweal.skills.queries.pack import skills_pack
from commonweal.usage.actions.claims_messages import MAIL_TASK
from commonweal.usage.queries.claims_due import addresses_of


def tell(mentorship: Mentorship, *, to: Body, about: str) -> None:
    """Tell a body that an agreement was "proposed", "accepted", "declined" or "ended"; where it has no address, not."""
    addresses = addresses_of(to)
    if not addresses:
        return
    with translation.override(_language(to)):
        subject, text = _words(mentorship, to, about)
    app.configure_task(MAIL_TASK).defer(to=[*addresses], subject=subject, text=text, reply_to="")


def _words(mentorship: Mentorship, to: Body, about: str) -> tuple[str, str]:
    other = mentorship.taker if to.pk == mentorship.giver_id else mentorship.giver
    names = {"body": name_of(other), "skill": skills_pack().label_of(mentorship.skill)}
    subject, sentence = {
        "proposed": (
            _("%(body)s proposes an agreement on help: %(skill)s"),
            _("Please look at it, and accept or decline it:"),
        ),
        "accepted": (
            _("%(body)s accepts your agreement on help: %(skill)s"),
            _("You can begin. Hours are written down here:"),
        ),
        "declined": (
            _("The proposal between you and %(body)s was declined: %(skill)s"),
            _("The reason stands here:"),
        ),
        "ended": (
            _("The agreement between you and %(body)s has ended: %(skill)s"),
            _("What was learned stands here, and the hours that wait to be confirmed:"),
        ),
    }[about]
    page = f"{settings.SITE_URL}{mentorship.get_absolute_url()}"
    return " ".join((subject % names).split())[:200], f"{sentence}\n\n{page}\n"


def _language(body: Body) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return body.language if body.language in known else settings.LANGUAGE_CODE

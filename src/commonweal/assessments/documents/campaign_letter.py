"""The mail by which a place is invited or reminded, in its language, with the form that works without a network."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.assessments.documents.offline_form import offline_html, sheet_for
from commonweal.assessments.models import Invitation, LetterKind
from commonweal.assessments.queries.campaign_letters import language_of
from commonweal.assessments.queries.campaigns import place_name
from commonweal.organisations.queries import name_of


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its addresses; the form is HTML."""

    subject: str
    text: str
    form_name: str
    form: str


def letter_to(invitation: Invitation, kind: str, reply_to: str) -> Letter:
    """The mail to a place. Raises LookupError where this installation has the questions no more."""
    with translation.override(language_of(invitation)):
        subject, text = letter_words(invitation, kind, reply_to)
        return Letter(subject, text, f"form-{invitation.code.lower()}.html", offline_html(sheet_for(invitation)))


def letter_words(invitation: Invitation, kind: str, reply_to: str) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    campaign = invitation.campaign
    told = {
        "host": name_of(campaign.host),
        "place": place_name(invitation),
        "title": campaign.title,
        "day": date_format(campaign.closes_on, "DATE_FORMAT"),
        "address": reply_to,
    }
    if kind == LetterKind.REMINDER:
        subject = _("Reminder: %(host)s asks %(place)s to answer by %(day)s") % told
        first = _("%(host)s has not yet received all answers of %(place)s to “%(title)s”.") % told
    else:
        subject = _("%(host)s asks %(place)s: %(title)s") % told
        first = _("%(host)s asks %(place)s to answer the questions of “%(title)s”.") % told
    lines = [
        first,
        campaign.purpose,
        _("Please answer by %(day)s.") % told,
        _("If you have an account, sign in and answer here:") + f"\n{settings.SITE_URL}{campaign.get_absolute_url()}",
        _(
            "Without an account, or without a network, open the attached form in a browser and fill it in. Its button "
            "“Save my answers to a file” makes a file: send that file to %(address)s."
        )
        % told,
        "-- \n"
        + _(
            "%(host)s wrote down this address for this campaign: for one invitation and at most one reminder. To have "
            "it taken out, answer this mail."
        )
        % told,
    ]
    return " ".join(subject.split())[:200], "\n\n".join(filter(None, lines)) + "\n"

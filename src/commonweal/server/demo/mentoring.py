"""Help between bodies of Esempia: a city that offers, towns that ask, an agreement with hours."""

from collections.abc import Mapping
from datetime import date, timedelta

from commonweal.organisations.models import Body, User
from commonweal.skills.actions import hours
from commonweal.skills.actions.mentoring import OfferDraft, WantDraft, ask_for_help, offer_help
from commonweal.skills.actions.mentorships import MentorshipDraft, accept_mentorship, propose_to_giver
from commonweal.skills.models import HelpOffer


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, today: date) -> None:
    """Write it all down; once."""
    if HelpOffer.objects.exists():
        return
    borgo, chiara = bodies["borgo"], accounts["chiara"]
    note = "We read the licences of some ninety programs, and wrote a sheet of two pages for each."
    licences = OfferDraft(
        skill="read-licence", contact="Ufficio trasformazione digitale", address="rtd@lagoverde.esempia.example",
        hours_a_month=6, languages=("it", "fr"), note=note, valid_until=today + timedelta(days=200),
    )  # fmt: skip
    offer = offer_help(body=bodies["lagoverde"], draft=licences, by=None)
    tenders = OfferDraft(
        skill="write-tender", contact="Bureau du numérique", address="numerique@saint-aubrac.esempia.example",
        languages=("fr", "it"), reach="association", valid_until=today + timedelta(days=300),
    )  # fmt: skip
    offer_help(body=bodies["saint-aubrac"], draft=tenders, by=None)
    need = "The contract of our registry ends next year, and nobody here has written such a tender."
    ask_for_help(body=borgo, draft=WantDraft(skill="write-tender", note=need), by=chiara)
    draft = MentorshipDraft(
        goal="By spring our office reads a licence without help.", hours=12, since=today - timedelta(days=40),
        until=today + timedelta(days=120),
    )  # fmt: skip
    one = accept_mentorship(mentorship=propose_to_giver(body=borgo, offer=offer, draft=draft, by=chiara), by=None)
    for days, minutes, what in ((30, 120, "First three licences, together"), (9, 90, "Questions on two contracts")):
        given = today - timedelta(days=days)
        entry = hours.give_hours(mentorship=one, on=given, minutes=minutes, what=what, by=None)
        if days > 10:
            hours.confirm_hours(entry=entry, by=chiara)

"""Building the demo world from nothing to a harvested catalogue."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonweal.catalogue import actions as catalogue
from commonweal.journal import actions as journal
from commonweal.organisations import actions as organisations
from commonweal.organisations.models import Body
from commonweal.server.demo import (
    bodies,
    campaigns,
    declarations,
    endings,
    letterheads,
    licences,
    maintenance,
    market,
    mentoring,
    offices,
    people,
    product_checks,
    readiness,
    screenings,
    security,
    skills,
    sources,
    strategies,
    usage,
)
from commonweal.usage.tasks.claims import NAMES

Report = Callable[[str], None]
MUNICIPALITIES = {"demo": 40, "test": 290}


class InUse(Exception):
    """The installation belongs to others: the demo, with its known passwords, does not go in."""


def build(*, report: Report, size: str = "demo") -> None:
    """Build the demo world, or what is missing of it; what is there is left as it is.

    `size` is "demo" (40 municipalities) or "test" (290). Raises InUse when the installation has people or bodies that
    are not of the demo.
    """
    _refuse_others()
    with override("en"):
        registered = bodies.register_all(municipalities=MUNICIPALITIES[size])
        report(f"{len(registered)} bodies of Esempia")
        accounts = people.open_accounts(registered)
        report(f"{len(accounts)} accounts")
        offices.open_all(registered)
        organisations.load_cases(by=None)
        catalogue.load_starter(by=None)
        catalogue.load_alternatives(by=None)
        report("real offices and real software from the packs")
        sources.harvest_all(sources.add_all(registered), report)
        sources.publish_ladder(registered, accounts["chiara"])
        usage.settle(registered, accounts, municipalities=MUNICIPALITIES[size], today=timezone.localdate())
        market.settle(registered, today=timezone.localdate())
        report("what they use, run and buy, and who serves them")
        security.settle(registered, accounts, size=size, today=timezone.localdate())
        report("what systems are made of, and what is known to be weak in it")
        licences.settle(registered, accounts)
        endings.settle()
        maintenance.settle(registered, accounts)
        screenings.settle(registered, accounts)
        strategies.settle(registered, accounts, today=timezone.localdate())
        skills.settle(registered, accounts, today=timezone.localdate())
        mentoring.settle(registered, accounts, today=timezone.localdate())
        campaigns.settle(registered, accounts, today=timezone.localdate())
        letterheads.settle(registered, accounts)
        readiness.settle(registered, accounts)
        product_checks.settle(registered, accounts)
        declarations.settle(registered)
        catalogue.save_search(name="Scuola", query="q=mensa+scolastica&openness=open", by=accounts["chiara"])
    while journal.number_events():
        pass
    journal.advance(NAMES)
    while journal.number_events():
        pass


def _refuse_others() -> None:
    if people.are_others_here() or (Body.objects.exists() and not bodies.is_there()):
        raise InUse(_("This installation is in use, so the demo, whose passwords everybody knows, is not loaded."))

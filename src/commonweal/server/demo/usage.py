"""What the municipalities of Esempia use, run and buy, written down through the same actions as anybody's.

The smallest municipality has nothing yet: there a visitor starts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from commonweal.catalogue import actions as catalogue
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, User, Visibility
from commonweal.server.demo import country, landscape
from commonweal.server.demo.bodies import key_of
from commonweal.usage import actions
from commonweal.usage.actions import ContractDraft, InterfaceDraft, LockInAnswer, SystemDraft, UseDraft
from commonweal.usage.models import Contract, Status, System, UsageClaim

STATUSES = (Status.PILOT, Status.EVALUATING, Status.MIGRATING_AWAY)
SOURCE = "Register of the fictional country Esempia"


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, municipalities: int, today: date) -> None:
    """Write down what every municipality but the smallest uses and buys, and Borgo's systems; once.

    What depends on a date lies around `today`.
    """
    if UsageClaim.objects.exists():
        return
    entries = {entry.name: entry for entry in Entry.objects.filter(name__in=landscape.OPEN, is_copy=False)}
    names = {key: body.name for key, body in bodies.items()}
    _name_products(names)
    towns = country.towns(municipalities)
    for rank, town in enumerate(towns[:-1], start=1):
        body = bodies[key_of(town.name)]
        _state_use(body, [entries[name] for name in landscape.software_of(town.name)], today)
        _buy(body, rank, names, today)
    _equip_borgo(bodies["borgo"], entries, today)
    actions.propose_use(
        supplier=bodies["officina-digitale"],
        body=bodies["borgo"],
        entry=entries["Mensa Facile"],
        note="Since this school year.",
        by=accounts["sonia"],
    )


def _name_products(names: Mapping[str, str]) -> None:
    for closed in landscape.CLOSED:
        product = catalogue.name_product(
            name=closed.name, vendor_name=names[closed.supplier], functions=closed.functions, is_listed=True, by=None
        )
        source = catalogue.AlternativeSource(name=SOURCE)
        for entry in Entry.objects.filter(name__in=closed.alternatives, is_copy=False):
            catalogue.state_alternative(entry=entry, product=product, source=source, by=None)


def _state_use(body: Body, entries: Sequence[Entry], today: date) -> None:
    """Most in daily use and said in one go, at a day up to two years ago; a few with a status of their own."""
    said = timezone.make_aware(
        datetime.combine(today - timedelta(days=landscape.lot(body.slug, "said", of=700)), time(12))
    )
    visibility = Visibility.PUBLIC if landscape.lot(body.slug, "openness", of=3) else Visibility.NETWORK
    special = {entry.pk for entry in entries if landscape.lot(body.slug, entry.name, "status", of=10) == 0}
    daily = [entry for entry in entries if entry.pk not in special]
    actions.state_many(body=body, entries=daily, visibility=visibility, at=said, by=None)
    for entry in entries:
        if entry.pk in special:
            status = STATUSES[landscape.lot(body.slug, entry.name, of=len(STATUSES))]
            draft = UseDraft(entry=entry, status=status, visibility=visibility)
            actions.state_use(body=body, draft=draft, at=said, by=None)


def _buy(body: Body, rank: int, names: Mapping[str, str], today: date) -> None:
    """A system and a contract for each closed product; notice falls due between two months ago and three years on."""
    for number, closed in enumerate(landscape.purchases_of(body.name, rank), start=1):
        system = actions.enter_system(
            body=body,
            draft=SystemDraft(
                name=closed.name,
                product_name=closed.name,
                is_open_source="no",
                functions=closed.functions,
                supplier_name=names[closed.supplier],
                hosting="supplier",
                reference=f"S-{number}",
                visibility=Visibility.NETWORK,
            ),
            by=None,
        )
        notice = today + timedelta(days=landscape.lot(body.slug, closed.name, "notice", of=1_150) - 60)
        length = 2 + landscape.lot(body.slug, closed.name, "years", of=4)
        ends = notice + timedelta(days=92)
        cents = landscape.yearly_cents(body.name, closed.cents, body.population or 0)
        actions.enter_contract(
            body=body,
            draft=ContractDraft(
                title=closed.name,
                reference=f"C-{number}",
                supplier_name=names[closed.supplier],
                systems=[system],
                yearly_cost_cents=cents,
                starts_on=ends - timedelta(days=365 * length),
                ends_on=ends,
                notice_on=notice,
                renewal="automatic" if landscape.lot(body.slug, closed.name, "renewal", of=2) else "option",
                renewal_months=12,
                exit_cost_cents=cents // 3,
                exit_months=3 + landscape.lot(body.slug, closed.name, "exit", of=10),
            ),
            by=None,
        )


# What Borgo runs beside its purchases: name, functions, open software, weight. The last two do the same.
SYSTEMS = (
    ("Sportello online", ("digital-citizenship",), "Sportello Moduli", "high"),
    ("Identità", ("identity-management",), "Chiave", "vital"),
    ("Pagamenti", ("payment-gateway",), "PagoFacile", "high"),
    ("Biblioteca", ("integrated-library-system",), "Biblioteca di Borgo", "low"),
    ("Carte e piani", ("geographic-information-systems",), "QGIS", "medium"),
    ("Windows Server 2012 R2", (), "", "medium"),
    ("Archivio", ("document-management",), "", "high"),
    ("Cartella condivisa", ("document-management",), "Nextcloud Server", "medium"),
)
INTERFACES = (
    ("Identità", "Sportello online", "OpenID Connect", "yes"),
    ("Sportello online", "Pagamenti", "JSON over HTTPS", "yes"),
    ("Sportello online", "Archivio", "", "no"),
    ("Identità", "Biblioteca", "OpenID Connect", "yes"),
)
# Answers to LOCK10 for Borgo's dearest contract; what is left out is not known.
CAUGHT = {"export": 3, "suppliers": 4, "terms": 2, "control": 0}


def _equip_borgo(borgo: Body, entries: Mapping[str, Entry], today: date) -> None:
    systems: dict[str, System] = {}
    for name, functions, software, criticality in SYSTEMS:
        draft = SystemDraft(
            name=name,
            functions=functions,
            entry=entries.get(software),
            criticality=criticality,
            hosting="own",
            unit="Affari generali",
        )
        systems[name] = actions.enter_system(body=borgo, draft=draft, by=None)
    for origin, target, standard, is_open in INTERFACES:
        draft_interface = InterfaceDraft(target=systems[target], standard=standard, is_open=is_open)
        actions.add_interface(origin=systems[origin], draft=draft_interface, by=None)
    dearest = Contract.objects.filter(owner=borgo).order_by("-yearly_cost_cents").first()
    if dearest is not None:
        answers = {question: LockInAnswer(value) for question, value in CAUGHT.items()}
        actions.assess_lock_in(contract=dearest, answers=answers, by=None)

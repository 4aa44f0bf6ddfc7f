"""Suppliers: who serves which software, what they offer, and what shows that they can.

Everything here is public. A supplier is qualified for software only by a contribution that somebody checked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import entries_for
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer, fold
from commonweal.usage.models import Contribution, DecisionLog, Offer, OfferQuestion, Service, SupplierProfile

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Serving:
    """A supplier beside a piece of software: what it does, where, and the checked work that shows it can."""

    supplier: SupplierProfile
    services: tuple[Service, ...]
    checked: tuple[Contribution, ...]

    @property
    def is_qualified(self) -> bool:
        """Whether a checked contribution stands behind it."""
        return bool(self.checked)

    @property
    def countries(self) -> tuple[str, ...]:
        """Where it serves: what its services say, else what it says of itself; empty where nobody said."""
        said = dict.fromkeys(code for service in self.services for code in service.countries)
        if any(not service.countries for service in self.services) or not said:
            said |= dict.fromkeys(self.supplier.countries)
        return tuple(sorted(said))

    def serves(self, country: str) -> bool | None:
        """Whether it serves a country; None where it does not say."""
        return country in self.countries if self.countries and country else None


@dataclass(frozen=True, slots=True)
class SupplierSearch:
    """Which suppliers are looked for; blank means any. `text` is of a supplier's name or of software."""

    text: str = ""
    service: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class FoundSupplier:
    """A supplier in a list: how much it serves, and the software for which it is qualified, latest evidence first."""

    supplier: SupplierProfile
    software_count: int
    qualified: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Three facts about how free a piece of software is; None and "" are not known.

    `source_read_on` is the day its public source was last read by the harvest; `served_by` counts listed suppliers,
    of whom `qualified` showed that they can.
    """

    source_url: str
    source_read_on: date | None
    is_source_stated: bool
    decision_log: DecisionLog | None
    served_by: int
    qualified: int


def open_suppliers() -> QuerySet[SupplierProfile]:
    """The suppliers that are listed."""
    return SupplierProfile.objects.filter(closed_at=None).select_related("body")


def supplier_of(body: Body) -> SupplierProfile | None:
    """What a body says of itself as a supplier, also when it is off the lists."""
    return SupplierProfile.objects.select_related("body").filter(body=body).first()


def find_suppliers(viewer: Viewer, search: SupplierSearch) -> list[FoundSupplier]:
    """The listed suppliers that fit, those with checked work first, then those that serve more, then by name."""
    seen = entries_for(viewer).values("pk")
    fitting = Q()
    named = Q()
    for word in fold(search.text).split():
        named &= Q(body__folded_names__contains=word)
    service = Q(ended_at=None, entry__in=seen)
    if search.service:
        service &= Q(kind=search.service)
    serving = Service.objects.filter(service, supplier=OuterRef("pk"))
    if search.country:
        fitting &= Q(countries__contains=[search.country]) | Q(
            Exists(serving.filter(countries__contains=[search.country]))
        )
    if search.service:
        fitting &= Q(Exists(serving))
    if search.text:
        fitting &= named | Q(Exists(serving.filter(entry__name__icontains=search.text)))
    standing = Q(services__ended_at=None, services__entry__in=seen)
    found = (
        open_suppliers()
        .filter(fitting)
        .annotate(
            software_count=Count("services__entry", filter=standing, distinct=True),
            latest=Max("contributions__accepted_on", filter=Q(contributions__checked_at__isnull=False)),
        )
    )
    rows = list(found.order_by("body__sort_name", "pk")[:MOST_SHOWN])
    checked = _checked_by_supplier(viewer, [row.pk for row in rows])
    listed = [FoundSupplier(row, row.software_count, tuple(checked.get(row.pk, ()))) for row in rows]
    return sorted(listed, key=lambda one: (not one.qualified, -one.software_count))


def suppliers_of(entries: Collection[int]) -> dict[int, list[Serving]]:
    """Who serves each of these entries (by id): qualified first, latest evidence first, then by name."""
    services: dict[tuple[int, int], list[Service]] = {}
    standing = Service.objects.filter(entry__in=entries, ended_at=None, supplier__closed_at=None)
    for service in standing.select_related("supplier__body").order_by("kind", "pk"):
        services.setdefault((service.entry_id, service.supplier_id), []).append(service)
    checked: dict[tuple[int, int], list[Contribution]] = {}
    for contribution in _checked().filter(entry__in=entries):
        checked.setdefault((contribution.entry_id, contribution.supplier_id), []).append(contribution)
    found: dict[int, list[Serving]] = {}
    for (entry, supplier), offered in services.items():
        serving = Serving(offered[0].supplier, tuple(offered), tuple(checked.get((entry, supplier), ())))
        found.setdefault(entry, []).append(serving)
    for each in found.values():
        each.sort(key=_standing)
    return found


def served_by(viewer: Viewer, supplier: SupplierProfile) -> list[tuple[Entry, Serving]]:
    """What a supplier serves, as far as the viewer may see the software; where it is qualified first, then by name."""
    services: dict[int, list[Service]] = {}
    for service in supplier.services.filter(ended_at=None).order_by("kind", "pk"):
        services.setdefault(service.entry_id, []).append(service)
    checked: dict[int, list[Contribution]] = {}
    for contribution in _checked().filter(supplier=supplier):
        checked.setdefault(contribution.entry_id, []).append(contribution)
    entries = entries_for(viewer).filter(pk__in=services)
    rows = [(one, Serving(supplier, tuple(services[one.pk]), tuple(checked.get(one.pk, ())))) for one in entries]
    return sorted(rows, key=lambda row: (not row[1].is_qualified, fold(row[0].name)))


def offers_of(
    viewer: Viewer, on: date, *, entries: Iterable[int] | None = None, supplier: SupplierProfile | None = None
) -> QuerySet[Offer]:
    """The offers that stand on a day, for software that the viewer may see; the cheapest of a piece first."""
    standing = Offer.objects.filter(withdrawn_at=None, supplier__closed_at=None, entry__in=entries_for(viewer))
    standing = standing.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    if entries is not None:
        standing = standing.filter(entry__in=list(entries))
    if supplier is not None:
        standing = standing.filter(supplier=supplier)
    return standing.select_related("supplier__body", "entry").order_by("entry__name", "likely_cents", "pk")


def offer_for(viewer: Viewer, pk: int) -> Offer | None:
    """An offer, also one that no longer stands, for software that the viewer may see."""
    found = Offer.objects.filter(pk=pk, entry__in=entries_for(viewer))
    return found.select_related("supplier__body", "entry").first()


def contributions_of(supplier: SupplierProfile, viewer: Viewer) -> QuerySet[Contribution]:
    """What a supplier says it gave, checked, waiting or refused, to software that the viewer may see; newest first."""
    return supplier.contributions.filter(entry__in=entries_for(viewer)).select_related("entry__publisher")


def waiting_contributions(entry: Entry) -> QuerySet[Contribution]:
    """What suppliers say they gave to a piece of software and nobody has checked yet."""
    waiting = Contribution.objects.filter(entry=entry, checked_at=None, refused_at=None)
    return waiting.select_related("supplier__body", "entry__publisher")


def questions_to(supplier: SupplierProfile) -> QuerySet[OfferQuestion]:
    """What bodies asked a supplier about its offers: only for the supplier itself."""
    return OfferQuestion.objects.filter(offer__supplier=supplier).select_related("offer", "body")


def evidence_of(entry: Entry, serving: Collection[Serving]) -> Evidence:
    """Three facts that show whether software is free of one vendor: each with evidence, or not known."""
    read = entry.records.filter(is_broken=False).exclude(source__startswith="pack:").aggregate(at=Max("seen_at"))["at"]
    is_open = entry.openness == "open"
    return Evidence(
        source_url=entry.url if is_open else "",
        source_read_on=read.date() if read is not None and is_open else None,
        is_source_stated=is_open,
        decision_log=DecisionLog.objects.filter(entry=entry, ended_at=None).first(),
        served_by=len(serving),
        qualified=sum(one.is_qualified for one in serving),
    )


def _checked() -> QuerySet[Contribution]:
    return Contribution.objects.filter(checked_at__isnull=False).order_by("-accepted_on", "pk")


def _checked_by_supplier(viewer: Viewer, suppliers: Collection[int]) -> Mapping[int, list[Contribution]]:
    found: dict[int, list[Contribution]] = {}
    seen: set[tuple[int, int]] = set()
    checked = _checked().filter(supplier__in=suppliers, entry__in=entries_for(viewer)).select_related("entry")
    for contribution in checked:
        pair = (contribution.supplier_id, contribution.entry_id)
        if pair not in seen:
            seen.add(pair)
            found.setdefault(contribution.supplier_id, []).append(contribution)
    return found


def _standing(serving: Serving) -> tuple[bool, int, str]:
    latest = serving.checked[0].accepted_on.toordinal() if serving.checked else 0
    return not serving.is_qualified, -latest, serving.supplier.body.sort_name

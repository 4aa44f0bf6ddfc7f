"""Reading contracts: where they stand, what they cost, how caught a body is in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commonweal.organisations.models import Body, RoleAssignment, User, Visibility
from commonweal.organisations.queries import NETWORK_ROLES, Viewer, distance_km, fold, visible
from commonweal.usage.models import (
    CalendarLink,
    Contract,
    Interface,
    LockInAssessment,
    Service,
    SupplierProfile,
    System,
)
from commonweal.usage.queries.judgements import lock_in_pack, spending_pack
from commonweal.usage.rules import dependence, lock_in, notice, spending
from commonweal.usage.rules.lock_in import Suggestion
from commonweal.usage.rules.notice import Standing, State
from commonweal.usage.rules.spending import Payment, Spending


@dataclass(frozen=True, slots=True)
class Dated:
    """A contract and where it stands on a day."""

    contract: Contract
    standing: Standing


def contracts(viewer: Viewer, body: Body) -> QuerySet[Contract]:
    """The contracts of a body that the viewer may see, each with the `index` and `coverage` of its last assessment."""
    return _described(visible(Contract.objects.filter(owner=body), viewer))


def seen_contracts(viewer: Viewer) -> QuerySet[Contract]:
    """Every contract that the viewer may see, of any body, described as in `contracts`."""
    return _described(visible(Contract.objects.all(), viewer))


def standing_of(contract: Contract, on: date) -> Standing:
    """Where a contract stands on a day."""
    return notice.standing(terms_of(contract), on)


def terms_of(contract: Contract) -> notice.Terms:
    """The dates of a contract as its papers have them."""
    return notice.Terms(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        notice_on=contract.notice_on,
        renewal=contract.renewal,
        renewal_months=contract.renewal_months,
        terminated_on=contract.terminated_on,
    )


def dated_contracts(viewer: Viewer, body: Body, on: date) -> list[Dated]:
    """The contracts of a body by the next day for notice; those without one after them, those over last."""
    found = [Dated(contract, standing_of(contract, on)) for contract in contracts(viewer, body)]
    over = {State.TERMINATED, State.ENDED}
    return sorted(
        found,
        key=lambda one: (
            one.standing.state in over,
            one.standing.notice_on or date.max,
            one.standing.ends_on or date.max,
            one.contract.title,
            one.contract.pk,
        ),
    )


def notices_due(body: Body, *, on: date, within_days: int, viewer: Viewer | None = None) -> list[Dated]:
    """The contracts of a body of which the last day for notice comes within so many days, soonest first.

    Without a viewer, all that the body's own people may see.
    """
    own = Contract.objects.filter(owner=body, terminated_on=None)
    seen = own.filter(visibility__gte=Visibility.BODY) if viewer is None else visible(own, viewer)
    last = on + timedelta(days=within_days)
    found = [Dated(contract, standing_of(contract, on)) for contract in _described(seen)]
    due = [one for one in found if one.standing.notice_on and on <= one.standing.notice_on <= last]
    return sorted(due, key=lambda one: (one.standing.notice_on or date.max, one.contract.pk))


def bodies_with_contracts() -> QuerySet[Body]:
    """The bodies that have a contract on file and may have to be told of it."""
    return Body.objects.filter(Exists(Contract.objects.filter(owner=OuterRef("pk"), terminated_on=None)))


def spending_of(viewer: Viewer, body: Body, year: int) -> list[Spending]:
    """What a body pays whom in a calendar year, by currency, as far as the viewer may see its contracts."""
    found = list(contracts(viewer, body))
    known = _Known(_small_suppliers(found), _last_indexes(found))
    payments = (_payment(contract, body, year, known) for contract in found)
    running = [payment for payment in payments if payment is not None]
    return spending.spending(running, caught_from=spending_pack().caught_from)


def assessments_of(contract: Contract) -> QuerySet[LockInAssessment]:
    """How caught a body was in a contract each time somebody looked, newest first."""
    return contract.lock_in_assessments.select_related("by")


def suggestions_for(contract: Contract) -> dict[str, Suggestion]:
    """Answers to the lock-in pack that follow from what is on file; suggested, never taken for granted."""
    covered = list(contract.systems.all())
    found = [_by_dependants(covered), _by_suppliers(covered), _by_terms(contract)]
    return {one.question: one for one in found if one is not None}


def calendar_of(token: str) -> CalendarLink | None:
    """The standing calendar address with this token; None for none, and for one whose person left the body."""
    link = CalendarLink.objects.filter(token=token, revoked_at=None).select_related("user", "body").first()
    if link is None or not link.user.is_active:
        return None
    held = RoleAssignment.objects.filter(user=link.user, body=link.body, ended_at=None, role__in=NETWORK_ROLES)
    return link if held.exists() else None


def own_calendar(user: User, body: Body) -> CalendarLink | None:
    """The standing calendar address of a person at a body."""
    return CalendarLink.objects.filter(user=user, body=body, revoked_at=None).first()


def _described(found: QuerySet[Contract]) -> QuerySet[Contract]:
    last = LockInAssessment.objects.filter(contract=OuterRef("pk")).order_by("-assessed_at", "-pk")
    return found.select_related("supplier", "owner").annotate(
        index=Subquery(last.values("index")[:1]), coverage=Subquery(last.values("coverage")[:1])
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Which suppliers are small, and the last lock-in index of each contract."""

    small: Mapping[int, bool | None]
    indexes: Mapping[int, float | None]


def _payment(contract: Contract, body: Body, year: int, known: _Known) -> Payment | None:
    """What a contract costs in a year; None where it does not run in it."""
    goes_on = contract.renewal == notice.AUTOMATIC
    last = contract.terminated_on or (None if goes_on else contract.ends_on)
    if not spending.days_in_year(contract.starts_on, last, year):
        return None
    cost = contract.yearly_cost_cents
    supplier = contract.supplier
    return Payment(
        supplier=f"body {supplier.pk}" if supplier else fold(contract.supplier_name),
        name=supplier.name if supplier else contract.supplier_name,
        currency=contract.currency,
        cents=None if cost is None else spending.cents_in_year(cost, contract.starts_on, last, year),
        lock_in=known.indexes.get(contract.pk),
        is_local=_is_local(body, supplier) if supplier else None,
        is_small=known.small.get(supplier.pk) if supplier else None,
    )


def _is_local(body: Body, supplier: Body) -> bool | None:
    """Whether a supplier sits in the body's own NUTS region or near; None where its place is not known."""
    if body.country and supplier.country and body.country != supplier.country:
        return False
    if body.nuts_code and supplier.nuts_code and body.nuts_code == supplier.nuts_code:
        return True
    places = [one.latitude is not None and one.longitude is not None for one in (body, supplier)]
    if all(places):
        return distance_km(_place(body), _place(supplier)) <= spending_pack().local_km
    return False if body.nuts_code and supplier.nuts_code else None


def _place(body: Body) -> tuple[float, float]:
    return body.latitude or 0.0, body.longitude or 0.0


def _small_suppliers(found: Iterable[Contract]) -> dict[int, bool | None]:
    keys = {contract.supplier_id for contract in found if contract.supplier_id}
    return dict(SupplierProfile.objects.filter(body__in=keys).values_list("body_id", "is_small"))


def _last_indexes(found: Iterable[Contract]) -> dict[int, float | None]:
    made = LockInAssessment.objects.filter(contract__in=[contract.pk for contract in found])
    last = made.order_by("contract_id", "-assessed_at", "-pk").distinct("contract_id")
    return dict(last.values_list("contract_id", "index"))


def _by_dependants(covered: list[System]) -> Suggestion | None:
    """Question 8: how many systems get their data from those of the contract."""
    if not covered:
        return None
    found = Interface.objects.filter(
        Q(origin__in=covered) | Q(target__in=covered, is_both_ways=True), ended_on=None, target__isnull=False
    )
    links = dependence.in_both_directions(found.values_list("origin_id", "target_id", "is_both_ways"))
    count = len(dependence.direct_takers(links, [system.pk for system in covered]))
    steps = next(question.steps for question in lock_in_pack().questions if question.id == "dependants")
    return Suggestion("dependants", lock_in.by_steps(count, steps), count)


def _by_suppliers(covered: list[System]) -> Suggestion | None:
    """Question 5: the fewest suppliers that the catalogue knows for any software of the contract."""
    entries = {system.entry_id for system in covered if system.entry_id}
    counts = [
        Service.objects.filter(entry_id=entry, ended_at=None, supplier__closed_at=None)
        .values("supplier")
        .distinct()
        .count()
        for entry in entries
    ]
    value = lock_in.by_suppliers(min(counts)) if counts else None
    return None if value is None else Suggestion("suppliers", value, min(counts))


def _by_terms(contract: Contract) -> Suggestion | None:
    """Question 6: the notice and what happens at the end."""
    months = None
    if contract.notice_on and contract.ends_on:
        months = -(-(contract.ends_on - contract.notice_on).days // 31)
    value = lock_in.by_terms(months, contract.renewal, contract.renewal_months)
    number = contract.renewal_months if contract.renewal == notice.AUTOMATIC else months
    return None if value is None else Suggestion("terms", value, number or 0)

"""What a radar looks at: contracts that come near, systems without a date, and what was only ticked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Product
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Viewer
from commonweal.usage.models import Contract, System
from commonweal.usage.queries.contracts import Dated, dated_contracts
from commonweal.usage.queries.systems import running_systems
from commonweal.usage.rules.notice import State, shift_months

MOST_MONTHS = 120
OVER = frozenset({State.TERMINATED, State.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something that may be replaced: a contract, a system or a ticked product; None and "" are not known.

    `due` is the next day that matters: for notice where `is_notice`, else the end. `missed_on` is a day for notice
    that passed in this term, and `is_computed` says that `due` follows from the papers and is not in them.
    """

    key: str
    title: str
    address: str = ""
    date_address: str = ""
    supplier: str = ""
    functions: tuple[str, ...] = ()
    products: tuple[int, ...] = ()
    product_names: tuple[str, ...] = ()
    due: date | None = None
    is_notice: bool = False
    is_computed: bool = False
    missed_on: date | None = None
    ends_on: date | None = None
    cents: int | None = None
    currency: str = "EUR"
    exit_cents: int | None = None
    exit_months: int | None = None
    lock_in: float | None = None
    user_count: int | None = None


def dated_subjects(viewer: Viewer, body: Body, on: date, months: int) -> tuple[list[Subject], list[Subject]]:
    """The contracts that come near within so many months, soonest first, and what has no date but should."""
    last = shift_months(on, min(months, MOST_MONTHS))
    near, dateless, covered = [], [], set[int]()
    running = [one for one in dated_contracts(viewer, body, on) if one.standing.state not in OVER]
    systems = {
        system.pk: system for system in running_systems(viewer, body).select_related("entry", "product", "supplier")
    }
    by_pk = _systems_of([one.contract for one in running], systems)
    for one in running:
        bought = by_pk.get(one.contract.pk, [])
        covered |= {system.pk for system in bought}
        subject = _of_contract(one, bought)
        if subject.due is None and subject.missed_on is None:
            dateless.append(subject)
        elif subject.missed_on is not None or (subject.due is not None and subject.due <= last):
            near.append(subject)
    dateless += [
        _of_system(system, body.slug) for pk, system in systems.items() if pk not in covered and _may_go(system)
    ]
    return _with_products(viewer, near), _with_products(viewer, dateless)


def ticked_subjects(viewer: Viewer, products: Iterable[Product], names: Iterable[str]) -> list[Subject]:
    """What somebody only ticked or wrote down, without contract or date."""
    known = catalogue.products_called(viewer, names)
    listed = {product.pk: product for product in [*products, *known.values()]}
    subjects = [
        Subject(
            key=f"product-{product.slug}",
            title=product.name,
            address=product.get_absolute_url(),
            supplier=product.vendor_name,
            functions=tuple(product.functions),
            products=(product.pk,),
            product_names=(product.name,),
        )
        for product in listed.values()
    ]
    return subjects + [Subject(key=f"name-{name}", title=name) for name in names if name not in known]


def _systems_of(contracts: Iterable[Contract], systems: Mapping[int, System]) -> dict[int, list[System]]:
    """Which of these systems each contract is for."""
    through = Contract.systems.through.objects.filter(contract__in=[contract.pk for contract in contracts])
    found: dict[int, list[System]] = {}
    for contract, system in through.order_by("system_id").values_list("contract_id", "system_id"):
        if system in systems:
            found.setdefault(contract, []).append(systems[system])
    return found


def _of_contract(one: Dated, systems: Sequence[System]) -> Subject:
    contract, standing = one.contract, one.standing
    users = [system.user_count for system in systems if system.user_count is not None]
    products = [system.product for system in systems if system.product is not None]
    return Subject(
        key=f"contract-{contract.pk}",
        title=contract.title,
        address=contract.get_absolute_url(),
        date_address=f"{contract.get_absolute_url()}/change",
        supplier=_supplier(contract),
        functions=_all_functions(systems),
        products=tuple(product.pk for product in products),
        product_names=tuple(product.name for product in products),
        due=standing.notice_on or standing.ends_on,
        is_notice=standing.notice_on is not None,
        is_computed=standing.is_computed,
        missed_on=standing.missed_on,
        ends_on=standing.ends_on,
        cents=contract.yearly_cost_cents,
        currency=contract.currency,
        exit_cents=contract.exit_cost_cents,
        exit_months=contract.exit_months,
        lock_in=getattr(contract, "index", None),
        user_count=max(users) if users else None,
    )


def _of_system(system: System, slug: str) -> Subject:
    return Subject(
        key=f"system-{system.pk}",
        title=system.name,
        address=system.get_absolute_url(),
        date_address=f"/bodies/{slug}/contracts/new?system={system.pk}",
        supplier=system.supplier.name if system.supplier is not None else system.supplier_name,
        functions=_all_functions([system]),
        products=(system.product_id,) if system.product_id else (),
        product_names=(system.product.name,) if system.product is not None else (),
        user_count=system.user_count,
    )


def _supplier(contract: Contract) -> str:
    return contract.supplier.name if contract.supplier is not None else contract.supplier_name


def _may_go(system: System) -> bool:
    """Open software is not looked at; what nobody knows to be open is."""
    return getattr(system, "openness", "") != "yes"


def _all_functions(systems: Sequence[System]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for system in systems:
        found |= dict.fromkeys(system.functions)
        if system.product is not None:
            found |= dict.fromkeys(system.product.functions)
        if system.entry is not None:
            found |= dict.fromkeys(system.entry.categories)
    return tuple(found)


def _with_products(viewer: Viewer, subjects: Sequence[Subject]) -> list[Subject]:
    """The same, each without a product taken for the one that its title names."""
    unnamed = {subject.title for subject in subjects if not subject.products}
    known = catalogue.products_called(viewer, unnamed)
    return [_named(subject, known.get(subject.title)) for subject in subjects]


def _named(subject: Subject, product: Product | None) -> Subject:
    if product is None or subject.products:
        return subject
    functions = subject.functions or tuple(product.functions)
    return replace(subject, products=(product.pk,), product_names=(product.name,), functions=functions)

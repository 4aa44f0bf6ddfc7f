"""What a body that begins with nothing may tick: what its neighbours run, open or not, and what bodies often run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry, Product
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.queries import Neighbour, Viewer
from commonweal.usage.queries.claims import claims_for, in_use
from commonweal.usage.queries.radar_alternatives import Runner, neighbours_near, runners_among
from commonweal.usage.queries.radar_pack import radar_pack
from commonweal.usage.queries.systems import running_systems, seen_systems

MOST_OPEN, MOST_COMMON = 24, 20


@dataclass(frozen=True, slots=True)
class OpenTick:
    """Open software that neighbours run, nearest of them first; `is_ours` when the body itself says so already."""

    entry: Entry
    runners: tuple[Runner, ...]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class ProductTick:
    """A product to tick, and how many neighbours run it, as far as the viewer may see."""

    product: Product
    neighbour_count: int
    is_ours: bool


@dataclass(frozen=True, slots=True)
class TickList:
    """What may be ticked: open software and products of neighbours and often run ones, and all other products."""

    neighbours: tuple[Neighbour, ...]
    open: tuple[OpenTick, ...]
    products: tuple[ProductTick, ...]
    more: tuple[ProductTick, ...]


def tick_list(viewer: Viewer, body: Body | None, on: date) -> TickList:
    """What a body may tick, most used by its neighbours first."""
    near = neighbours_near(body, radar_pack()) if body is not None else []
    runs = runners_among(viewer, near, on)
    ours, own_products = set[int](), set[int]()
    if body is not None:
        ours = set(in_use(claims_for(viewer)).filter(owner=body).values_list("entry_id", flat=True))
        own_products = {pk for pk in running_systems(viewer, body).values_list("product_id", flat=True) if pk}
    entries = list(catalogue.entries_for(viewer).filter(pk__in=[*runs, *ours]))
    entries.sort(key=lambda entry: (-len(runs.get(entry.pk, ())), organisations.fold(entry.name), entry.pk))
    counts = _counts(viewer, near)
    products = _one_of_each_task_first(list(catalogue.products_for(viewer).order_by("pk")))
    products.sort(key=lambda product: -counts[product.pk])
    ticks = [ProductTick(one, counts[one.pk], one.pk in own_products) for one in products]
    first = max(MOST_COMMON, sum(tick.neighbour_count > 0 for tick in ticks))
    return TickList(
        neighbours=tuple(near),
        open=tuple(OpenTick(one, tuple(runs.get(one.pk, ())), one.pk in ours) for one in entries[:MOST_OPEN]),
        products=tuple(ticks[:first]),
        more=tuple(ticks[first:]),
    )


def _one_of_each_task_first(products: Sequence[Product]) -> list[Product]:
    """The same, so that the first few are for many tasks: one for each, then a second for each, and so on."""
    seen: Counter[str] = Counter()
    turns = []
    for product in products:
        task = product.functions[0] if product.functions else ""
        turns.append((seen[task], product))
        seen[task] += 1
    return [product for _turn, product in sorted(turns, key=lambda pair: pair[0])]


def _counts(viewer: Viewer, near: Sequence[Neighbour]) -> Counter[int]:
    """How many of the neighbours run each product."""
    owners = [neighbour.body.pk for neighbour in near]
    running = seen_systems(viewer).filter(owner__in=owners, ended_on=None, product__isnull=False)
    pairs = set(running.values_list("product_id", "owner_id"))
    return Counter(product for product, _owner in pairs if product is not None)

"""Products that bodies run, most often closed, and what could stand in for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from commonweal.catalogue import rules
from commonweal.catalogue.models import Alternative, Entry, Product
from commonweal.catalogue.queries.entries import entries_for
from commonweal.organisations.queries import Viewer

MOST_OF_A_FUNCTION = 6
# The index of categories gives each function's entries without reading those of the others.
OPEN_BY_FUNCTION = """
SELECT wanted.function, entry.id
FROM unnest(%s::varchar[]) AS wanted(function)
CROSS JOIN LATERAL (
    SELECT id FROM catalogue_entry
    WHERE categories @> ARRAY[wanted.function]::varchar[] AND openness = 'open' AND visibility = 3
        AND NOT is_copy AND NOT is_archived
        AND NOT EXISTS (
            SELECT FROM catalogue_retirement WHERE entry_id = catalogue_entry.id AND returned_at IS NULL
        )
    ORDER BY last_activity_at DESC NULLS LAST, id LIMIT %s
) AS entry
ORDER BY wanted.function
"""


@dataclass(frozen=True, slots=True)
class StandIn:
    """An entry that could stand in for a product, and everybody who says so."""

    entry: Entry
    statements: tuple[Alternative, ...]


def products_for(viewer: Viewer, *, text: str = "", function: str = "") -> QuerySet[Product]:
    """The listed products, and those the viewer named, by name; each with `alternative_count`."""
    found = Product.objects.filter(_shown_to(viewer))
    for word in rules.words(text):
        found = found.filter(Q(folded_names__icontains=word) | Q(vendor_name__icontains=word))
    if function:
        found = found.filter(functions__contains=[function])
    standing = Q(alternatives__withdrawn_at=None)
    return found.annotate(alternative_count=Count("alternatives__entry", filter=standing, distinct=True))


def product_for(viewer: Viewer, slug: str) -> Product | None:
    """The product with this slug, if it is listed or the viewer named it."""
    return Product.objects.filter(_shown_to(viewer), slug=slug).first()


def stand_ins(viewer: Viewer, products: Collection[int]) -> dict[int, list[StandIn]]:
    """What could stand in for each of these products (by id), visible to the viewer; most sources first."""
    standing = Alternative.objects.filter(product__in=products, withdrawn_at=None).order_by("-stated_on", "pk")
    by_pair: dict[tuple[int, int], list[Alternative]] = {}
    for statement in standing:
        by_pair.setdefault((statement.product_id, statement.entry_id), []).append(statement)
    wanted = {entry for _, entry in by_pair}
    entries = entries_for(viewer).filter(pk__in=wanted).select_related("publisher").prefetch_related("texts")
    by_id = {entry.pk: entry for entry in entries}
    found: dict[int, list[StandIn]] = {}
    for (product, entry), statements in by_pair.items():
        if entry in by_id:
            found.setdefault(product, []).append(StandIn(by_id[entry], tuple(statements)))
    for each in found.values():
        each.sort(key=lambda one: (-len(one.statements), rules.fold(one.entry.name)))
    return found


def of_same_function(viewer: Viewer, functions: Collection[str], *, without: Iterable[int] = ()) -> list[Entry]:
    """A few open entries that serve one of these functions, those that serve more of them first, then the latest."""
    if not functions:
        return []
    fitting = entries_for(viewer).filter(categories__overlap=list(functions), openness="open", is_archived=False)
    fitting = fitting.exclude(pk__in=list(without)).select_related("publisher").prefetch_related("texts")
    found = list(fitting.order_by("-changed_at", "pk")[: MOST_OF_A_FUNCTION * 10])
    found.sort(key=lambda entry: -len(set(entry.categories) & set(functions)))
    return found[:MOST_OF_A_FUNCTION]


def open_by_function(functions: Collection[str], *, each: int) -> dict[str, list[int]]:
    """For each of these functions the ids of at most so many public open entries that serve it, latest work first."""
    found: dict[str, list[int]] = {function: [] for function in functions}
    with connection.cursor() as cursor:
        cursor.execute(OPEN_BY_FUNCTION, [list(found), each])
        for function, pk in cursor.fetchall():
            found[function].append(pk)
    return found


def products_called(viewer: Viewer, names: Iterable[str]) -> dict[str, Product]:
    """The products with these names, by the name as given; names that two share, or none has, are left out."""
    by_folded = {" ".join(rules.words(name)): name for name in names}
    wanted = [folded for folded in by_folded if folded]
    found: dict[str, list[Product]] = {}
    for product in Product.objects.filter(_shown_to(viewer), folded_names__overlap=wanted) if wanted else ():
        for folded in {*product.folded_names} & {*wanted}:
            found.setdefault(folded, []).append(product)
    exact = {folded: [one for one in all_ if one.folded_name == folded] or all_ for folded, all_ in found.items()}
    return {by_folded[folded]: best[0] for folded, best in exact.items() if len(best) == 1}


def replaceable_by(viewer: Viewer, entry: Entry) -> list[Product]:
    """The listed products for which somebody says the entry could stand in, by name."""
    standing = Q(alternatives__entry=entry, alternatives__withdrawn_at=None)
    return list(Product.objects.filter(_shown_to(viewer), standing).distinct())


def product_asked_for(viewer: Viewer, text: str) -> Product | None:
    """The product that a search text names, alone or as in "programs like Photoshop"; None where two are called so."""
    names = rules.names_asked_for(rules.words(text), rules.STOP_WORDS)
    if not names:
        return None
    found = list(Product.objects.filter(_shown_to(viewer), folded_names__overlap=list(names))[:3])
    exact = [product for product in found if product.folded_name in names]
    best = exact or found
    return best[0] if len(best) == 1 else None


def _shown_to(viewer: Viewer) -> Q:
    shown = Q(listed_at__isnull=False)
    return shown | Q(named_by=viewer.pk) if viewer.is_authenticated else shown

"""Naming products, most often closed ones, and saying what open software could stand in for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commonweal.catalogue import permissions, rules
from commonweal.catalogue.models import Alternative, Entry, Product
from commonweal.catalogue.permissions import Permission
from commonweal.journal import actions as journal
from commonweal.organisations.models import User


class NamelessProduct(Exception):
    """A product needs a name with a letter or digit in it."""


@dataclass(frozen=True, slots=True)
class AlternativeSource:
    """Who says that an entry could stand in for a product, where and when; `pack` is the list it came with."""

    name: str
    url: str = ""
    stated_on: date | None = None
    pack: str = ""


@transaction.atomic
def name_product(
    *,
    name: str,
    vendor_name: str = "",
    functions: Sequence[str] = (),
    wikidata: str = "",
    other_names: Sequence[str] = (),
    is_listed: bool = False,
    by: User | None,
) -> Product:
    """Give the product with this name, or make it; an other name of a known product is that product.

    Only with `is_listed`, which curators may ask for, everybody sees it, and what was not known of it is filled in:
    the name of what one body runs is nobody else's business. Raises NotAllowed, NamelessProduct.
    """
    if is_listed:
        permissions.require(by, Permission.CURATE)
    permissions.require_anywhere(by, Permission.NAME_PRODUCTS)
    name = " ".join(name.split())[:300]
    folded = " ".join(rules.words(name))
    if not folded:
        raise NamelessProduct(_("Give the product a name."))
    product = _known(folded)
    if product is None:
        product = Product(
            name=name, slug=_free_slug(name), named_by=by, listed_at=timezone.now() if is_listed else None
        )
        _fill(product, vendor_name, functions, wikidata, other_names)
        product.save()
        journal.record("catalogue.product_named", subject=product, by=by, data={"name": name})
    elif is_listed:
        before = _facts(product)
        product.listed_at = product.listed_at or timezone.now()
        _fill(product, vendor_name, functions, wikidata, other_names)
        if _facts(product) != before:
            product.save()
            journal.record("catalogue.product_named", subject=product, by=by, data={"name": product.name})
    return product


@transaction.atomic
def state_alternative(*, entry: Entry, product: Product, source: AlternativeSource, by: User | None) -> Alternative:
    """Write down that an entry could stand in for a product, and who says so; saying it again brings it back.

    Curators may say so of any entry, editors of what their body publishes. Raises NotAllowed.
    """
    permissions.require(by, Permission.STATE_ALTERNATIVES, on=entry.publisher)
    stated, is_new = Alternative.objects.get_or_create(
        entry=entry,
        product=product,
        source=source.name[:200],
        defaults={
            "source_url": source.url[:1000], "stated_on": source.stated_on, "pack": source.pack[:100], "stated_by": by,
        },
    )  # fmt: skip
    if not is_new and stated.withdrawn_at is None:
        return stated
    if stated.withdrawn_at is not None:
        stated.withdrawn_at, stated.stated_by = None, by
        stated.save(update_fields=["withdrawn_at", "stated_by"])
    journal.record(
        "catalogue.alternative_stated", subject=product, by=by, data={"entry": entry.slug, "source": source.name}
    )
    return stated


@transaction.atomic
def withdraw_alternative(*, alternative: Alternative, at: datetime, by: User | None) -> Alternative:
    """Take back that an entry could stand in for a product; it stays on file and is no longer shown.

    Raises NotAllowed.
    """
    permissions.require(by, Permission.STATE_ALTERNATIVES, on=alternative.entry.publisher)
    if alternative.withdrawn_at is None:
        alternative.withdrawn_at = at
        alternative.save(update_fields=["withdrawn_at"])
        data = {"entry": alternative.entry.slug, "source": alternative.source}
        journal.record("catalogue.alternative_withdrawn", subject=alternative.product, by=by, data=data)
    return alternative


def _known(folded: str) -> Product | None:
    """The product of this name; else the only one that is also called so."""
    product = Product.objects.select_for_update().filter(folded_name=folded).first()
    if product is not None:
        return product
    called = list(Product.objects.select_for_update().filter(folded_names__contains=[folded])[:2])
    return called[0] if len(called) == 1 else None


def _fill(
    product: Product, vendor_name: str, functions: Sequence[str], wikidata: str, other_names: Sequence[str]
) -> None:
    product.vendor_name = product.vendor_name or vendor_name[:300]
    product.wikidata = product.wikidata or wikidata[:20]
    product.functions = product.functions or list(dict.fromkeys(functions))
    product.other_names = list(dict.fromkeys([*product.other_names, *(one[:300] for one in other_names)]))


def _facts(product: Product) -> tuple[object, ...]:
    return (
        product.vendor_name, product.wikidata, tuple(product.functions), tuple(product.other_names), product.listed_at,
    )  # fmt: skip


def _free_slug(name: str) -> str:
    wish = slugify("-".join(rules.words(name)))[:140] or "product"
    # /products/new is a page of its own.
    taken = {"new", *Product.objects.filter(slug__startswith=wish).values_list("slug", flat=True)}
    return next(
        slug for slug in [wish, *(f"{wish}-{number}" for number in range(2, len(taken) + 3))] if slug not in taken
    )

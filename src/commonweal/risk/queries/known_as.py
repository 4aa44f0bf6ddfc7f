"""By which packages software of the catalogue, or a product, is known where it is a part of something else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonweal.catalogue.models import Alias, Entry, Product
from commonweal.components.models import SbomDocument
from commonweal.components.queries import Scope
from commonweal.risk.rules.naming import packages_of
from commonweal.standards import purl
from commonweal.standards.purl import Purl
from commonweal.usage.models import System

_MAJORS = range(2, 40)  # the first that stands in the name of a module of Go, and more than any has


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Package URLs without versions, as texts, and the condition that a package here is one of them."""

    purls: tuple[str, ...]
    packages: Q


def known_as(entries: Iterable[Entry], products: Iterable[Product], scope: Scope) -> KnownAs:
    """Give how software is called as a part: by its repositories, and by what lists of its own systems say of it.

    Only lists within the scope are asked: what others call their systems is theirs.
    """
    named, asked = list(entries), list(products)
    addresses = [each.url for each in named]
    addresses += Alias.objects.filter(entry__in=named).order_by("pk").values_list("url", flat=True)
    found = {str(each): each for address in addresses for each in packages_of(address)}
    own = SbomDocument.objects.filter(replaced_at=None, system__in=systems_of(named, asked, scope))
    for text in own.exclude(subject_purl="").order_by("subject_purl").values_list("subject_purl", flat=True).distinct():
        read, _problems = purl.read(text)
        if read is not None:
            found.setdefault(text, read)
    meant = Q(pk__in=[])
    for each in found.values():
        meant |= _is(each)
    return KnownAs(tuple(found), meant)


def systems_of(entries: Iterable[Entry], products: Iterable[Product], scope: Scope) -> QuerySet[System]:
    """Give the systems within the scope that are the software itself, as the inventory has it."""
    is_meant = Q(entry__in=[each.pk for each in entries]) | Q(product__in=[each.pk for each in products])
    return scope.systems().filter(is_meant)


def _is(named: Purl) -> Q:
    """A package of this name; a module of Go has another address for each number before the first point."""
    kind, name = named.identity
    is_named = Q(type=kind, name=name)
    return (
        is_named | Q(type=kind, name__in=[f"{name}/v{number}" for number in _MAJORS]) if kind == "golang" else is_named
    )

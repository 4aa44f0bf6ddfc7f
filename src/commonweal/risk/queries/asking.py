"""What a text in the box "are we hit?" means here: vulnerabilities, packages with versions, or software.

Whether a package is known may itself be a secret of the body that runs it, so only packages that an advisory names or
that a system within the scope runs are found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal.catalogue.models import Entry, Product
from commonweal.components.models import Occurrence, Package
from commonweal.components.queries import Scope
from commonweal.organisations.queries import Viewer, visible
from commonweal.risk.models import AdvisoryName, AffectedPackage, NameKind, Vulnerability
from commonweal.risk.queries.findings import PackageRange, Question, question_of
from commonweal.risk.queries.known_as import known_as
from commonweal.risk.rules import asking
from commonweal.risk.rules.asking import Asked
from commonweal.standards.osv import ecosystems
from commonweal.standards.vers.written import intervals_of

MOST_PACKAGES, MOST_SOFTWARE = 50, 10


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was found for a text; `is_unreadable` where packages were found and the versions cannot be understood.

    Where software is meant, `parts` are the packages by which it is known as a part of something else, `known_as` how
    those are called, here or not, and `packages` are others that only have its name.
    """

    asked: Asked
    question: Question
    vulnerabilities: tuple[Vulnerability, ...] = ()
    packages: tuple[Package, ...] = ()
    entries: tuple[Entry, ...] = ()
    products: tuple[Product, ...] = ()
    parts: tuple[Package, ...] = ()
    known_as: tuple[str, ...] = ()
    is_unreadable: bool = False

    @property
    def is_software(self) -> bool:
        """Whether software of the catalogue or a product is meant."""
        return bool(self.entries or self.products)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing that we know was meant."""
        return not (self.vulnerabilities or self.packages or self.entries or self.products)


def meaning_of(text: str, viewer: Viewer, scope: Scope) -> Meaning:
    """Find out what is meant: an identifier first, then software by its whole name, then packages."""
    asked = asking.read(text)
    if asked.identifier:
        vulnerabilities = named(asked.identifier)
        if vulnerabilities or asked.is_identifier:
            return Meaning(asked, question_of([each.pk for each in vulnerabilities]), tuple(vulnerabilities))
    entries, products = _entries(asked.text, viewer), _products(asked.text, scope)
    if entries or products:
        return _software(asked, entries, products, scope)
    packages = _packages(asked, scope)
    ranges = _ranges(packages, asked.versions) if packages else []
    return Meaning(asked, Question(tuple(ranges or ())), packages=tuple(packages), is_unreadable=ranges is None)


def named(identifier: str) -> QuerySet[Vulnerability]:
    """Give the vulnerabilities that carry the identifier, and those that follow from it (a distribution's own)."""
    kinds = [NameKind.OWN, NameKind.ALIAS, NameKind.UPSTREAM]
    names = AdvisoryName.objects.filter(identifier=identifier.upper(), kind__in=kinds)
    return Vulnerability.objects.filter(
        Q(pk__in=names.values("advisory__vulnerability")) | Q(name__iexact=identifier)
    ).order_by("name")


def _software(asked: Asked, entries: tuple[Entry, ...], products: tuple[Product, ...], scope: Scope) -> Meaning:
    """Give software with the packages by which it is known, and those that only share its name."""
    known = known_as(entries, products, scope)
    parts = _known(Package.objects.filter(known.packages), scope).order_by("type", "name", "distribution")
    found = tuple(parts[:MOST_PACKAGES])
    alike = tuple(each for each in _packages(asked, scope) if each not in found) if not asked.versions else ()
    return Meaning(
        asked, Question(), packages=alike, entries=entries, products=products, parts=found, known_as=known.purls
    )


def _packages(asked: Asked, scope: Scope) -> list[Package]:
    if asked.package is not None:
        kind, name = asked.package.identity
        found = Package.objects.filter(type=kind, name=name)
        distribution = ecosystems.distribution(asked.package)
        if distribution and not distribution.endswith(":"):
            found = found.filter(distribution=distribution)
    elif asked.name and "\x00" not in asked.name:
        last = Q(name__iendswith=f"/{asked.name}") | Q(name__iendswith=f":{asked.name}")
        found = Package.objects.filter(Q(name__iexact=asked.name) | last)
    else:
        return []
    return list(_known(found, scope).order_by("type", "name", "distribution")[:MOST_PACKAGES])


def _known(packages: QuerySet[Package], scope: Scope) -> QuerySet[Package]:
    """Keep what an advisory names, and what runs within the scope."""
    is_named = Exists(AffectedPackage.objects.filter(package=OuterRef("pk")))
    runs = Occurrence.objects.filter(package_version__package=OuterRef("pk"), system__in=scope.systems())
    return packages.filter(is_named | Exists(runs))


def _ranges(packages: Iterable[Package], written: str) -> list[PackageRange] | None:
    """Give the ranges meant in each package's own order; None where no package's order understands them."""
    found: list[PackageRange] = []
    is_understood = False
    for package in packages:
        intervals = intervals_of(package.type, written)
        if intervals is not None:
            is_understood = True
            found.extend(PackageRange(package.pk, each.low, each.high) for each in intervals)
    return found if is_understood else None


def _entries(text: str, viewer: Viewer) -> tuple[Entry, ...]:
    meant = Q(name__iexact=text) | Q(slug__iexact=text)
    found = visible(Entry.objects.filter(meant), viewer)
    return tuple(found.only("pk", "name", "slug", "url").order_by("name", "pk")[:MOST_SOFTWARE])


def _products(text: str, scope: Scope) -> tuple[Product, ...]:
    """Find listed products, and those that run within the scope: the name of another may tell what a body runs."""
    found = Product.objects.filter(name__iexact=text)
    found = found.filter(Q(listed_at__isnull=False) | Exists(scope.systems().filter(product=OuterRef("pk"))))
    return tuple(found.order_by("name", "pk")[:MOST_SOFTWARE])

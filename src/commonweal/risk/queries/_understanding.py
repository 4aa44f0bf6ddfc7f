"""Steps of reading statements of others: which vulnerabilities, packages and systems they mean here.

Everything is looked up for a whole document at once. Only packages that an advisory names are known: whether another
package runs somewhere may itself be a secret of the body that runs it, and no finding could stand on it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef

from commonweal.components.models import Package, PackageVersion, SbomDocument
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body
from commonweal.risk.models import AdvisoryName, AffectedPackage, NameKind, Vulnerability
from commonweal.risk.queries.findings import matches
from commonweal.risk.rules.vex import version_of
from commonweal.standards.osv import ecosystems
from commonweal.standards.purl import Purl
from commonweal.standards.vex import Product, Statement
from commonweal.usage.models import System

# In package URLs of our own documents: which system of the body is meant, by its reference or name.
SYSTEM = "system"
PackageKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A system in use with what its lists that stand say they are about, as pairs of name and version."""

    system: System
    subjects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is here of what a document names.

    `named` gives vulnerabilities by the names of which they are the subject; `following` those of one distribution
    alone, which follow from the name; `pairs` are vulnerability and package of advisories.
    """

    named: Mapping[str, frozenset[int]]
    following: Mapping[str, frozenset[int]]
    packages: Mapping[PackageKey, Package]
    pairs: frozenset[tuple[int, int]]
    wholes: tuple[Whole, ...] = field(default=())

    def vulnerabilities(self, statement: Statement, package: Package | None) -> list[int]:
        """Give the vulnerabilities meant; those of a distribution alone only for packages that they name."""
        names = names_of(statement)
        direct = {pk for name in names for pk in self.named.get(name, ())}
        if package is not None:
            following = {pk for name in names for pk in self.following.get(name, ())}
            direct |= {pk for pk in following if (pk, package.pk) in self.pairs}
        return sorted(direct)

    def package(self, product: Product) -> Package | None:
        """Give the package of a product."""
        return self.packages.get(key_of(product.purl)) if product.purl else None

    def systems(self, product: Product) -> list[System]:
        """Give the systems whose lists say that they are this product."""
        wanted = product.purl.qualifier(SYSTEM) if product.purl and product.purl.type == "generic" else None
        if wanted:
            return [each.system for each in self.wholes if wanted in (each.system.reference, each.system.name)]
        names = _names(product)
        return [each.system for each in self.wholes if any(_is(product, names, *subject) for subject in each.subjects)]

    def is_one_list(self, system: System) -> bool:
        """Say whether one list tells all that is known of a system."""
        return any(each.system == system and len(each.subjects) <= 1 for each in self.wholes)


def names_of(statement: Statement) -> list[str]:
    """Give all names of the vulnerability of a statement, in capitals."""
    return [name.upper() for name in (statement.vulnerability, *statement.aliases) if name and "\x00" not in name]


def key_of(purl: Purl) -> PackageKey:
    """Give what a package is known by."""
    return (*purl.identity, ecosystems.distribution(purl))


def known(statements: Collection[Statement], body: Body | None) -> Known:
    """Look up everything that the statements name, in seven queries."""
    named, following = _vulnerabilities({name for each in statements for name in names_of(each)})
    products = [product for each in statements for product in each.products]
    purls = {each.purl for product in products for each in (product, *product.subcomponents) if each.purl}
    packages = _packages({key_of(purl) for purl in purls})
    later = {pk for pks in following.values() for pk in pks}
    pairs = AffectedPackage.objects.filter(
        advisory__vulnerability__in=later, package__in=[each.pk for each in packages.values()]
    )
    return Known(
        named=named,
        following=following,
        packages=packages,
        pairs=frozenset(pairs.values_list("advisory__vulnerability_id", "package_id")) if later else frozenset(),
        wholes=wholes_of(body) if body else (),
    )


def wholes_of(body: Body) -> tuple[Whole, ...]:
    """Give the systems of a body with what their lists are about."""
    systems = Scope(bodies=frozenset({body.pk})).systems()
    subjects: dict[int, list[tuple[str, str]]] = defaultdict(list)
    lists = SbomDocument.objects.filter(system__in=systems, replaced_at=None)
    for system, subject, version in lists.order_by("pk").values_list("system_id", "subject", "subject_version"):
        subjects[system].append((subject, version))
    return tuple(Whole(system, tuple(subjects[system.pk])) for system in systems.order_by("pk"))


def running(
    system: int, package: Package | None = None, *, vulnerabilities: Collection[int] | None = None
) -> list[PackageVersion]:
    """Give the versions with an order that a system runs: of a package, or those that vulnerabilities affect."""
    found = PackageVersion.objects.filter(occurrences__system=system, key__isnull=False).select_related("package")
    if package is not None:
        found = found.filter(package=package)
    versions = list(found.distinct().order_by("pk"))
    if vulnerabilities is None:
        return versions
    affected = {
        each.version for each in matches([each.pk for each in versions]) if each.vulnerability in vulnerabilities
    }
    return [each for each in versions if each.pk in affected]


def _vulnerabilities(names: set[str]) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    joining = AdvisoryName.objects.filter(identifier__in=names, kind__in=[NameKind.OWN, NameKind.ALIAS])
    found = list(joining.values_list("identifier", "advisory__vulnerability_id").distinct())
    spelt = Vulnerability.objects.filter(name__in=names | {_small(name) for name in names})
    found += [(name.upper(), pk) for name, pk in spelt.values_list("name", "pk")]
    upstream = AdvisoryName.objects.filter(kind=NameKind.UPSTREAM)
    alone = upstream.values("advisory").annotate(many=Count("pk")).filter(many=1).values("advisory")
    later = upstream.filter(identifier__in=names, advisory__in=alone)
    return _gathered(found), _gathered(later.values_list("identifier", "advisory__vulnerability_id").distinct())


def _small(name: str) -> str:
    """Spell an identifier of GitHub as GitHub does."""
    start, _, rest = name.partition("-")
    return f"{start}-{rest.lower()}"


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, pk in pairs:
        found[name].add(pk)
    return {name: frozenset(pks) for name, pks in found.items()}


def _packages(keys: set[PackageKey]) -> dict[PackageKey, Package]:
    is_named = Exists(AffectedPackage.objects.filter(package=OuterRef("pk")))
    rows = Package.objects.filter(is_named, name__in={name for _, name, _ in keys if "\x00" not in name})
    found = {(each.type, each.name, each.distribution): each for each in rows}
    return {key: package for key, package in found.items() if key in keys}


def _names(product: Product) -> frozenset[str]:
    purl = product.purl
    names = [product.name, *((purl.name, purl.full_name) if purl else ())]
    return frozenset(name.casefold() for name in names if name)


def _is(product: Product, names: frozenset[str], subject: str, version: str) -> bool:
    """Say whether a list about this subject is about the product; where a version is asked, it must be told."""
    if not subject or subject.casefold() not in names:
        return False
    if product.stated_range:
        return bool(version and product.range is not None and product.range.contains(version))
    stated = version_of(product)
    return not stated or stated == version

"""What systems run: the parts of one, and the systems of a part."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from commonweal.components.models import Occurrence, Package, PackageVersion
from commonweal.components.queries.scope import Scope
from commonweal.usage.models import System


@dataclass(frozen=True, slots=True)
class ComponentSearch:
    """What is looked for among the parts of a system; blank means any.

    `way` is "direct", "indirect" or "unknown"; `need` is "needed" or "optional"; `part` names the list.
    """

    text: str = ""
    type: str = ""
    way: str = ""
    need: str = ""
    part: str = ""


def components(scope: Scope, system: System, search: ComponentSearch | None = None) -> QuerySet[Occurrence]:
    """The versions of packages that a system runs, by name; source packages of distributions come with theirs.

    With `package_version`, its `package` and `document` at hand.
    """
    found = _seen(scope).filter(system=system).select_related("package_version__package", "document")
    if search is not None:
        found = found.filter(_chosen(search))
    return found.order_by("package_version__package__name", "package_version__key", "pk")


def types_of(scope: Scope, system: System) -> list[str]:
    """The ecosystems of the packages that a system runs."""
    types = _seen(scope).filter(system=system).order_by("package_version__package__type")
    return list(types.values_list("package_version__package__type", flat=True).distinct())


def package(scope: Scope, pk: int) -> Package | None:
    """A package that a system in scope runs; one that none runs is as if unknown, for its name may tell of others."""
    # In one query: a second one would tell those who count time that the package exists.
    return Package.objects.filter(Exists(_seen(scope).filter(package_version__package=OuterRef("pk"))), pk=pk).first()


def versions_of(scope: Scope, found: Package) -> QuerySet[PackageVersion]:
    """The versions that systems in scope run, the newest first, each with `system_count`; those without order last."""
    seen = Q(occurrences__in=_seen(scope).filter(package_version__package=found))
    versions = PackageVersion.objects.filter(seen, package=found)
    counted = versions.annotate(system_count=Count("occurrences__system", filter=seen, distinct=True))
    return counted.order_by(F("key").desc(nulls_last=True), "version")


def runners(scope: Scope, found: Package) -> QuerySet[Occurrence]:
    """Which systems in scope run which version of a package, by body and system."""
    seen = _seen(scope).filter(package_version__package=found)
    return seen.select_related("system__owner", "package_version__package", "document").order_by(
        "system__owner__sort_name", "system__folded_name", "package_version__key", "pk"
    )


def _seen(scope: Scope) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(system__in=scope.systems())


def _chosen(search: ComponentSearch) -> Q:
    chosen = Q()
    for word in search.text.split():
        chosen &= Q(package_version__package__name__icontains=word) | Q(package_version__version__startswith=word)
    if search.type:
        chosen &= Q(package_version__package__type=search.type)
    ways = {"direct": Q(depth=1), "indirect": Q(depth__gt=1), "unknown": Q(depth=None)}
    needs = {"needed": Q(is_optional=False), "optional": Q(is_optional=True)}
    chosen &= ways.get(search.way, Q()) & needs.get(search.need, Q())
    return chosen & Q(document__part=search.part) if search.part else chosen

"""What registries said of packages.

That there are facts of a package tells that somebody here has it in a list. So ask only for packages that the viewer
may see anyway, and show facts beside them alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import islice

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from commonweal.components.models import Occurrence, Package
from commonweal.health.models import PackageFacts

ASKED_EVERY = timedelta(days=7)


def standing_package_facts(purls: Iterable[str]) -> dict[str, PackageFacts]:
    """The facts that stand of some packages, by package URL without a version; those never asked about are missing."""
    found = PackageFacts.objects.filter(purl__in=set(purls)).order_by("purl", "-found_at", "-pk").distinct("purl")
    return {each.purl: each for each in found}


def registries() -> Mapping[str, str]:
    """The registries that this installation may ask, by the type of package; none unless somebody named them."""
    return settings.PACKAGE_REGISTRIES


def due_packages(types: Iterable[str], now: datetime, most: int) -> list[str]:
    """Package URLs to ask about: never asked first, then the longest ago; of packages in a list that stands.

    Those that the installation calls its own are never asked about.
    """
    asked = PackageFacts.objects.filter(purl=OuterRef("purl")).values("purl").annotate(last=Max("seen_at"))
    runs = Occurrence.objects.filter(package_version__package=OuterRef("pk"))
    found = Package.objects.filter(Exists(runs), type__in=list(types), distribution="")
    found = found.annotate(asked_at=Subquery(asked.values("last")))
    due = found.filter(Q(asked_at=None) | Q(asked_at__lt=now - ASKED_EVERY))
    ordered = due.order_by(F("asked_at").asc(nulls_first=True), "pk").values_list("purl", flat=True)
    return list(islice(_not_private(ordered.iterator(chunk_size=500)), most))


def _not_private(purls: Iterable[str]) -> Iterator[str]:
    return (each for each in purls if not any(fnmatchcase(each, pattern) for pattern in settings.PRIVATE_PACKAGES))

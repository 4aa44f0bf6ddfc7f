"""Packages that somebody may mean who wrote a name alone.

Only packages that advisories name: that another is known here may itself tell what a body runs.
"""

from django.db.models import Exists, OuterRef, Q

from commonweal.components.models import Package
from commonweal.risk.models import AffectedPackage
from commonweal.screening.rules.subjects import ECOSYSTEMS, Subject, Unclear, subject_from

MOST = 6
_SHORTEST = 3


def meant_packages(unclear: Unclear) -> list[str]:
    """Package URLs with the version that was written: those of this name first, then those that begin with it."""
    written = subject_from(unclear.choices[0]) if unclear.choices else unclear
    if not isinstance(written, Subject) or len(written.name) < _SHORTEST:
        return []
    name, version = written.name, f"@{written.version}" if written.version else ""
    is_it, begins = Q(name__iexact=name), Q(name__istartswith=f"{name}-")
    for point in "/:":
        is_it |= Q(name__iendswith=f"{point}{name}")
        begins |= Q(name__icontains=f"{point}{name}-")
    is_named = Exists(AffectedPackage.objects.filter(package=OuterRef("pk")))
    known = Package.objects.filter(is_it | begins, is_named, type__in=ECOSYSTEMS, distribution="")
    found = sorted(known.values_list("name", "type", "purl")[:200], key=lambda row: (not _is(row[0], name), row))
    return [f"{purl}{version}" for _name, _type, purl in found[:MOST]]


def _is(full_name: str, name: str) -> bool:
    return full_name.replace(":", "/").rpartition("/")[2].lower() == name.lower()

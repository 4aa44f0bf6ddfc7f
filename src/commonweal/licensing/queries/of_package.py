"""What lists within somebody's scope say of the licence of one package."""

from dataclasses import dataclass

from django.db.models import Count

from commonweal.components.models import LicenceStatement, Occurrence, Package
from commonweal.components.queries import Scope
from commonweal.licensing.queries.judging import expression_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What lists say of some versions: `statement` None where they say nothing, `expression` None if not readable."""

    statement: LicenceStatement | None
    expression: str | None
    versions: int
    systems: int


def seen_of(scope: Scope, package: Package) -> list[Seen]:
    """Give what lists say of a package, what most systems have first."""
    rows = (
        Occurrence.objects.filter(system__in=scope.systems(), package_version__package=package, is_source=False)
        .values_list("licence")
        .annotate(versions=Count("package_version", distinct=True), systems=Count("system", distinct=True))
        .order_by("-systems", "licence")
    )
    found = list(rows)
    statements = LicenceStatement.objects.in_bulk([row[0] for row in found if row[0] is not None])
    return [_seen(statements.get(licence), versions, systems) for licence, versions, systems in found]


def _seen(statement: LicenceStatement | None, versions: int, systems: int) -> Seen:
    return Seen(statement, expression_of(statement) if statement else None, versions, systems)

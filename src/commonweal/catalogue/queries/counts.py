"""How much there is: numbers for the front page and the page of categories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Func, Max, Q

from commonweal.catalogue.queries.entries import entries_for
from commonweal.organisations.queries import Viewer


@dataclass(frozen=True, slots=True)
class Figures:
    """Entries that stand, those with an open licence, bodies that publish, their countries, the latest change."""

    entries: int
    open_entries: int
    publishers: int
    countries: int
    changed_at: datetime | None


def figures(viewer: Viewer) -> Figures:
    """The catalogue in numbers, as this viewer sees it."""
    numbers = entries_for(viewer).aggregate(
        entries=Count("pk"),
        open_entries=Count("pk", filter=Q(openness="open")),
        publishers=Count("publisher", distinct=True),
        countries=Count("country", distinct=True, filter=~Q(country="")),
        changed_at=Max("changed_at"),
    )
    return Figures(**numbers)


def category_counts(viewer: Viewer) -> Mapping[str, int]:
    """How many entries each category has."""
    each = entries_for(viewer).order_by().annotate(category=Func(F("categories"), function="unnest"))
    return dict(each.values("category").annotate(number=Count("pk")).values_list("category", "number"))

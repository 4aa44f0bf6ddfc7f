"""How much there is, as everybody sees it: numbers for the front page and the page of tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from commonweal.catalogue.models import Entry
from commonweal.catalogue.queries import facet_index
from commonweal.catalogue.rules import bitmaps
from commonweal.organisations.queries import visible


@dataclass(frozen=True, slots=True)
class Figures:
    """Entries that stand, those with an open licence, publishers and countries they have, the latest change."""

    entries: int
    open_entries: int
    publishers: int
    countries: int
    by_category: Mapping[str, int]
    changed_at: datetime | None


def figures() -> Figures:
    """The public catalogue in numbers, exact at this moment."""
    index = facet_index.current()
    with facet_index.reading(index):
        ids = bitmaps.to_ids(index.public)
        openness, publishers, countries, categories = (
            dict(index.counts(facet, index.public, ids)) for facet in ("openness", "publisher", "country", "category")
        )
    return Figures(
        entries=len(ids),
        open_entries=openness.get("open", 0),
        publishers=len(publishers),
        countries=len(countries),
        by_category=categories,
        changed_at=visible(Entry.objects.all(), AnonymousUser()).aggregate(latest=Max("changed_at"))["latest"],
    )

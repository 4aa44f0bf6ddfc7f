"""Reading the catalogue for machines: whole, changed since, and by the events of the journal."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from commonweal.catalogue.models import Entry, EntryText
from commonweal.catalogue.queries.entries import text_for, with_public_sector
from commonweal.organisations.queries import Viewer, visible

ENTRY_EVENTS = frozenset(
    {
        "catalogue.entry_published",
        "catalogue.entry_changed",
        "catalogue.entry_broken",
        "catalogue.entry_retired",
        "catalogue.entry_returned",
        "catalogue.entry_moved",
    }
)


def entries_seen_by(viewer: Viewer) -> QuerySet[Entry]:
    """Everything with a page for this viewer: retired entries and technical copies included."""
    return with_public_sector(visible(Entry.objects.all(), viewer))


def entries_changed(viewer: Viewer, *, since: datetime, after: tuple[datetime, int] | None = None) -> QuerySet[Entry]:
    """What changed at or after a moment, removals included, oldest change first; `after` is the last (moment, id)."""
    changed = entries_seen_by(viewer).filter(changed_at__gte=since)
    if after is not None:
        moment, pk = after
        changed = changed.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=pk))
    return changed.order_by("changed_at", "pk")


def with_details(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The same entries with what their documents need, in a fixed number of statements."""
    return with_public_sector(entries).select_related("publisher").prefetch_related("texts", "aliases", "retirements")


def public_entries(ids: Iterable[int]) -> dict[int, Entry]:
    """Those of the entries that everybody may see, by id."""
    return visible(Entry.objects.all(), AnonymousUser()).in_bulk(list(ids))


def best_text(entry: Entry, language: str) -> EntryText:
    """The entry's text in the language or the nearest there is; an empty one where it says nothing."""
    return text_for(entry.texts.all(), language) or EntryText(entry=entry, language="und")

"""Entries one by one and in lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from commonweal.catalogue import rules
from commonweal.catalogue.models import Alias, Entry, EntryText, Record, Retirement, SavedSearch
from commonweal.catalogue.models.record import CLAIMED
from commonweal.organisations.models import Verification
from commonweal.organisations.queries import Viewer, visible
from commonweal.standards import language as tags

FALLBACKS = ("en", "it", "fr", "de")


def find_by_url(url: str, component_path: str = "") -> Entry | None:
    """The entry at a repository's address, however it is spelled, or at one that was once its own."""
    address = rules.address(url)
    entry = Entry.objects.filter(address=address, component_path=component_path).first()
    if entry is not None:
        return entry
    alias = Alias.objects.filter(address=address, component_path=component_path).select_related("entry").first()
    return alias.entry if alias is not None else None


def entries_for(viewer: Viewer) -> QuerySet[Entry]:
    """What stands in the catalogue for this viewer: visible, not retired, no technical copies.

    Each has `is_public_sector`: its publisher is verified.
    """
    retired = Retirement.objects.filter(entry=OuterRef("pk"), returned_at=None)
    listed = visible(Entry.objects.filter(is_copy=False), viewer).filter(~Exists(retired))
    return with_public_sector(listed)


def entry_for(viewer: Viewer, slug: str) -> Entry | None:
    """The entry with this slug if the viewer may see it, retired ones and copies included, with what its page shows."""
    entries = visible(Entry.objects.filter(slug=slug), viewer).select_related("publisher")
    found = with_public_sector(entries).prefetch_related("texts", "relations__other", "retirements", shown_records())
    return found.first()


def shown_records() -> "Prefetch[Any]":
    """The records of an entry for whoever sees the entry: those of narrower sources stay out."""
    return Prefetch("records", Record.objects.filter(visibility__gte=F("entry__visibility")))


def with_public_sector(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The same entries, each with `is_public_sector`: a standing check says that its publisher is public sector.

    The publisher must be named by a source: anybody can write the name of a ministry into a file of their own.
    """
    standing = Verification.objects.filter(body=OuterRef("publisher"), withdrawn_at=None)
    return entries.annotate(is_public_sector=Exists(standing) & Exists(vouching(OuterRef("pk"), OuterRef("publisher"))))


def vouching(entry: Any, publisher: Any) -> QuerySet[Record]:
    """The records whose source, not the file itself, names the publisher."""
    return Record.objects.filter(entry=entry, publisher=publisher).exclude(extra__has_key=CLAIMED)


def text_for(texts: Iterable[EntryText], language: str) -> EntryText | None:
    """The text in the language, else its nearest kin, else the first of the usual languages, else any."""
    by_language: dict[str, EntryText] = {}
    for text in texts:
        by_language.setdefault(text.language, text)
        by_language.setdefault(tags.primary(text.language), text)
    for wanted in (language, tags.primary(language), *FALLBACKS, *by_language):
        if wanted in by_language:
            return by_language[wanted]
    return None


def saved_searches(viewer: Viewer) -> QuerySet[SavedSearch]:
    """The searches a person keeps, by name."""
    return SavedSearch.objects.filter(user_id=viewer.pk) if viewer.is_authenticated else SavedSearch.objects.none()

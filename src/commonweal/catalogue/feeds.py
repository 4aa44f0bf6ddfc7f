"""Atom: what is new, what changed at a publisher, and what a saved search found."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.catalogue import queries
from commonweal.catalogue.models import Entry, SavedSearch
from commonweal.organisations.models import Body

SIZE = 50

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[Entry, Any]
else:
    _Feed = Feed


class _EntryFeed(_Feed):
    """What the feeds of entries have in common."""

    feed_type = Atom1Feed

    def item_title(self, item: Entry) -> str:
        return item.name

    def item_description(self, item: Entry) -> str:
        return queries.best_text(item, get_language() or "en").short_description

    def item_pubdate(self, item: Entry) -> datetime:
        return item.first_seen_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.changed_at

    def item_author_name(self, item: Entry) -> str | None:
        return str(item.publisher) if item.publisher else item.publisher_name or None

    def item_categories(self, item: Entry) -> list[str]:
        return [str(queries.label("category", category, get_language() or "en")) for category in item.categories]


class NewEntries(_EntryFeed):
    """The newest entries of the catalogue."""

    link = "/software"

    def title(self) -> str:
        return _("New in the catalogue")

    def items(self) -> list[Entry]:
        return list(queries.with_details(queries.entries_for(AnonymousUser())).order_by("-first_seen_at", "-pk")[:SIZE])


class PublisherEntries(_EntryFeed):
    """What a publisher's entries did, latest change first."""

    def get_object(self, request: HttpRequest, slug: str) -> Body:
        return get_object_or_404(Body, slug=slug)

    def title(self, obj: Body) -> str:
        return _("Public code of %(name)s") % {"name": obj.name}

    def link(self, obj: Body) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Body) -> list[Entry]:
        entries = queries.entries_for(AnonymousUser()).filter(publisher=obj)
        return list(queries.with_details(entries).order_by("-changed_at", "-pk")[:SIZE])


class SearchEntries(_EntryFeed):
    """What a saved search finds among what is public; the token in its address is known to its owner only."""

    def get_object(self, request: HttpRequest, token: str) -> SavedSearch:
        return get_object_or_404(SavedSearch, token=token)

    def title(self, obj: SavedSearch) -> str:
        return _("Search: %(name)s") % {"name": obj.name}

    def link(self, obj: SavedSearch) -> str:
        return f"/software?{obj.query}"

    def items(self, obj: SavedSearch) -> list[Entry]:
        query = QueryDict(obj.query, mutable=True)
        query["sort"] = "newest"
        request = queries.SearchRequest.from_query(query, get_language() or "en")
        found = [hit.entry.pk for hit in queries.search(AnonymousUser(), request).hits]
        entries = queries.with_details(Entry.objects.filter(pk__in=found)).in_bulk()
        return [entries[pk] for pk in found]

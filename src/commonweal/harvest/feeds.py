"""Atom: what was turned away and why, of everybody and of one publisher."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from commonweal.harvest import queries
from commonweal.harvest.models import Rejection

SIZE = 50


if TYPE_CHECKING:
    RejectionFeed = Feed[Rejection, Any]
else:
    RejectionFeed = Feed  # only the stubs make it generic


class AllRejections(RejectionFeed):
    """The newest rejections of all publishers."""

    feed_type = Atom1Feed
    link = "/rejections"

    def title(self) -> str:
        """The feed's name."""
        return _("Not in the catalogue, and why")

    def items(self) -> list[Rejection]:
        """What stands."""
        return list(queries.rejections_for(AnonymousUser())[:SIZE])

    def item_title(self, item: Rejection) -> str:
        """Which repository and file."""
        return f"{item.repository.name} {item.path}".strip()

    def item_description(self, item: Rejection) -> str:
        """The reason, and what belongs to the case."""
        return f"{item.get_reason_display()} {item.detail}".strip()

    def item_author_name(self, item: Rejection) -> str:
        """Who publishes."""
        return item.publisher_name

    def item_pubdate(self, item: Rejection) -> datetime:
        """When it was first turned away."""
        return item.first_seen_at

    def item_updateddate(self, item: Rejection) -> datetime:
        """When the reason changed last."""
        return item.changed_at


class PublisherRejections(AllRejections):
    """The rejections of one publisher."""

    def get_object(self, request: HttpRequest, slug: str) -> str:
        """The publisher's slug. Raises Http404 for one that nobody knows."""
        if not queries.is_known_publisher(AnonymousUser(), slug):
            raise Http404
        return slug

    def title(self, obj: str = "") -> str:
        """The feed's name."""
        return _("Not in the catalogue, and why: %(publisher)s") % {"publisher": obj}

    def link(self, obj: str) -> str:  # type: ignore[override]
        """The publisher's page."""
        return f"/rejections/{obj}"

    def items(self, obj: str = "") -> list[Rejection]:
        """What stands of this publisher."""
        return list(queries.rejections_for(AnonymousUser()).filter(publisher_slug=obj)[:SIZE])

"""Atom: pages of guidance, the newest first, in the language of whoever reads the feed."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.knowledge.queries.guides import Shown, guides_shown

MOST = 30

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[Shown, None]
else:
    _Feed = Feed


class NewGuides(_Feed):
    """What was written or shipped last."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> None:
        """The feed is of nothing in particular."""

    def title(self) -> str:
        return _("Guidance: new and changed pages")

    def link(self) -> str:
        return reverse("guidance")

    def items(self) -> list[Shown]:
        found = guides_shown((get_language() or "en").split("-", 1)[0])
        return sorted(found, key=lambda each: (each.guide.dated, each.guide.title), reverse=True)[:MOST]

    def item_title(self, item: Shown) -> str:
        return item.guide.title

    def item_description(self, item: Shown) -> str:
        return escape(item.guide.summary)

    def item_link(self, item: Shown) -> str:
        return reverse("guidance-page", args=[item.guide.slug])

    def item_pubdate(self, item: Shown) -> datetime:
        if item.version.edition is not None:
            return item.version.edition.made_at
        return datetime.combine(item.guide.dated, time.min, UTC)

    def item_updateddate(self, item: Shown) -> datetime:
        return self.item_pubdate(item)

"""Atom: who uses what, newly said or confirmed: of everybody, of one piece of software, of one body.

Feeds are read without signing in, so they hold what everybody may see and nothing else.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from commonweal.catalogue import queries as catalogue
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body
from commonweal.organisations.queries import name_of
from commonweal.usage import queries
from commonweal.usage.models import UsageClaim
from commonweal.usage.rules.standing import Standing
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.claims_words import source

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[UsageClaim, Any]
else:
    _Feed = Feed


class _UseFeed(_Feed):
    """What the feeds of uses have in common."""

    feed_type = Atom1Feed

    def item_title(self, item: UsageClaim) -> str:
        names = {"body": name_of(item.owner) if item.owner else "", "software": item.entry.name}
        return _("%(body)s uses %(software)s") % names

    def item_description(self, item: UsageClaim) -> str:
        use = queries.use_of(item, timezone.localdate())
        confirmed = _("not confirmed by the organisation")
        if use.standing is Standing.CONFIRMED and use.confirmed_on is not None:
            confirmed = _("confirmed on %(day)s") % {"day": date_format(use.confirmed_on)}
        return escape(f"{item.get_status_display()}; {source(item)}; {confirmed}")

    def item_link(self, item: UsageClaim) -> str:
        return reverse("claim", args=[item.owner.slug if item.owner else "", item.pk])

    def item_pubdate(self, item: UsageClaim) -> datetime:
        return item.stated_at

    def item_updateddate(self, item: UsageClaim) -> datetime:
        return queries.last_said(item)


class AllUses(_UseFeed):
    """The newest uses that anybody said or confirmed."""

    def title(self) -> str:
        return _("Who uses what: newly said or confirmed")

    def link(self) -> str:
        return reverse("instances")

    def items(self) -> list[UsageClaim]:
        return queries.newest_uses(AnonymousUser())


class SoftwareUses(_UseFeed):
    """The newest uses of one piece of software."""

    def get_object(self, request: HttpRequest, slug: str) -> Entry:
        entry = catalogue.entries_seen_by(AnonymousUser()).filter(slug=slug).first()
        if entry is None:
            raise Http404
        return entry

    def title(self, obj: Entry) -> str:
        return _("Who uses %(name)s") % {"name": obj.name}

    def link(self, obj: Entry) -> str:
        return reverse("software-users", args=[obj.slug])

    def items(self, obj: Entry) -> list[UsageClaim]:
        return queries.newest_uses(AnonymousUser(), entry=obj)


class BodyUses(_UseFeed):
    """The newest uses of one body."""

    def get_object(self, request: HttpRequest, slug: str) -> Body:
        return body_or_404(slug)

    def title(self, obj: Body) -> str:
        return _("What %(name)s uses") % {"name": name_of(obj)}

    def link(self, obj: Body) -> str:
        return reverse("body-use", args=[obj.slug])

    def items(self, obj: Body) -> list[UsageClaim]:
        return queries.newest_uses(AnonymousUser(), body=obj)

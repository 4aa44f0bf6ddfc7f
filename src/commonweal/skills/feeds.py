"""Atom: offers of help that everybody may see, newest first."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from commonweal.organisations.queries import name_of
from commonweal.skills.models import HelpOffer
from commonweal.skills.queries.mentoring import standing_offers
from commonweal.skills.queries.pack import skills_pack

NEWEST = 50

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[HelpOffer, Any]
else:
    _Feed = Feed


class NewMentors(_Feed):
    """The newest offers that stand."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("New offers of help")

    def link(self) -> str:
        return reverse("mentors")

    def items(self) -> list[HelpOffer]:
        return list(standing_offers(AnonymousUser())[:NEWEST])

    def item_title(self, item: HelpOffer) -> str:
        names = {"body": name_of(item.owner) if item.owner else "", "skill": skills_pack().label_of(item.skill)}
        return _("%(body)s offers help: %(skill)s") % names

    def item_description(self, item: HelpOffer) -> str:
        return escape(item.note)

    def item_link(self, item: HelpOffer) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: HelpOffer) -> datetime:
        return item.made_at

    def item_updateddate(self, item: HelpOffer) -> datetime:
        return item.renewed_at or item.made_at

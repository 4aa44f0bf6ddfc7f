"""Atom: what organisations declare by the open source principles of the United Nations, the newest first."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from commonweal.assessments.documents.declarations import Declaration, declared

MOST = 50

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[Declaration, None]
else:
    _Feed = Feed


class NewDeclarations(_Feed):
    """What organisations declared last; it holds only what everybody may see."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> None:
        """The feed is of nothing in particular."""

    def title(self) -> str:
        return _("UN open source principles: who declares what")

    def link(self) -> str:
        return reverse("declarations")

    def items(self) -> list[Declaration]:
        return declared(MOST)

    def item_title(self, item: Declaration) -> str:
        return _("%(body)s: %(said)s") % {"body": item.body, "said": item.said}

    def item_description(self, item: Declaration) -> str:
        return escape("; ".join(f"{answer.asked} {answer.answer}" for answer in item.answers))

    def item_link(self, item: Declaration) -> str:
        return item.address

    def item_pubdate(self, item: Declaration) -> datetime:
        return item.made_at

    def item_updateddate(self, item: Declaration) -> datetime:
        return item.made_at

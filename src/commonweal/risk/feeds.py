"""Atom: what became known to be exploited."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from commonweal.risk.models import Vulnerability
from commonweal.risk.queries.vulnerabilities import newly_exploited

SIZE = 50

# Django's class takes its type parameters in the stubs only.
if TYPE_CHECKING:
    _Feed = Feed[Vulnerability, Any]
else:
    _Feed = Feed


class Exploited(_Feed):
    """Weaknesses that became known to be exploited, latest first; it says nothing of who is hit."""

    feed_type = Atom1Feed
    link = "/vulnerabilities?exploited=1"

    def title(self) -> str:
        return _("Newly known to be exploited")

    def items(self) -> list[Vulnerability]:
        return list(newly_exploited()[:SIZE])

    def item_title(self, item: Vulnerability) -> str:
        return f"{item.name}: {item.summary}" if item.summary else item.name

    def item_description(self, item: Vulnerability) -> str:
        return _("Known to be exploited since %(day)s.") % {"day": item.exploited_on}

    def item_pubdate(self, item: Vulnerability) -> datetime | None:
        day = item.exploited_on
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None

"""Parts of the catalogue on pages of contexts below, which know them by name only, as they know the page frame."""

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.translation import get_language

from commonweal.catalogue import documents, queries
from commonweal.organisations.models import Body

register = template.Library()
MOST_SHOWN = 12


@register.inclusion_tag("catalogue/software_of.html", takes_context=True)
def software_of(context: RequestContext, body: Body, name: str) -> dict[str, Any]:
    """What a body publishes, latest change first: the first dozen as cards, and how many there are."""
    language = get_language() or "en"
    entries = queries.entries_for(context["request"].user).filter(publisher=body).order_by("-changed_at", "-pk")
    shown = queries.with_public_sector(entries).select_related("publisher").prefetch_related("texts")[:MOST_SHOWN]
    return {
        "body": body,
        "name": name,
        "count": entries.count(),
        "cards": [documents.card(entry, queries.best_text(entry, language), language) for entry in shown],
    }

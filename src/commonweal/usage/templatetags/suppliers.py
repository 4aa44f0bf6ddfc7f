"""Suppliers on pages of contexts below, which know them by name only; and prices of offers in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.usage import queries
from commonweal.usage.documents.sums import sum_in_words
from commonweal.usage.models import Offer, PriceModel

register = template.Library()


@register.inclusion_tag("usage/supplier_section.html")
def suppliers_of(entry: Entry) -> dict[str, Any]:
    """Who can help with an entry, qualified first, and how free it is of one vendor."""
    serving = queries.suppliers_of([entry.pk]).get(entry.pk, [])
    return {"entry": entry, "serving": serving, "evidence": queries.evidence_of(entry, serving)}


@register.simple_tag
def price(offer: Offer) -> str:
    """What an offer costs, from low to high, and for what."""
    if offer.price_model == PriceModel.FREE:
        return _("free of charge")
    sums = [offer.low_cents, offer.likely_cents, offer.high_cents]
    if all(cents is None for cents in sums):
        return _("not known")
    words = [sum_in_words(cents, offer.currency) for cents in dict.fromkeys(sums) if cents is not None]
    return " – ".join(words) + " " + offer.get_price_model_display()

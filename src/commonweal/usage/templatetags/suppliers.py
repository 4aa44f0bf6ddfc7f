"""Suppliers on pages of contexts below, which know them by name only; and prices of offers in words."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.catalogue.models import Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.usage import permissions, queries
from commonweal.usage.documents.sums import sum_in_words
from commonweal.usage.models import Offer, PriceModel
from commonweal.usage.permissions import Permission

register = template.Library()


@register.inclusion_tag("usage/supplier_section.html")
def suppliers_of(entry: Entry) -> dict[str, Any]:
    """Who can help with an entry, qualified first, and how free it is of one vendor."""
    serving = queries.suppliers_of([entry.pk]).get(entry.pk, [])
    return {"entry": entry, "serving": serving, "evidence": queries.evidence_of(entry, serving)}


@register.inclusion_tag("usage/supplier_short.html", takes_context=True)
def used_and_served(context: RequestContext, entries: Sequence[Entry], entry: Entry) -> dict[str, Any]:
    """In a line: which of the reader's neighbours use one of several entries, and how many suppliers serve it."""
    request = context["request"]
    if not hasattr(request, "used_and_served"):
        home = organisations.my_body(request.user)
        near = queries.neighbours_near(home, queries.radar_pack()) if home is not None else []
        runs = queries.runners_among(request.user, near, timezone.localdate())
        request.used_and_served = (runs, queries.suppliers_of([one.pk for one in entries]))
    runs, serving = request.used_and_served
    return {
        "entry": entry,
        "runners": runs.get(entry.pk, ()),
        "serving": serving.get(entry.pk, ()),
    }


@register.inclusion_tag("usage/supplier_link.html", takes_context=True)
def as_supplier(context: RequestContext, body: Body) -> dict[str, Any]:
    """Where a body says what it does for others, and for its people where they say so."""
    supplier = queries.supplier_of(body)
    is_listed = supplier is not None and supplier.closed_at is None
    may_offer = permissions.allows(context["request"].user, Permission.OFFER_SERVICES, on=body)
    may_read = queries.may_read_radar(context["request"].user, body)
    return {"body": body, "is_listed": is_listed, "may_offer": may_offer, "may_read": may_read}


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

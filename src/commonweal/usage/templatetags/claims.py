"""Parts about use on pages of contexts below, which know them by name only."""

from typing import Any

from django import template
from django.template import RequestContext

from commonweal.catalogue.models import Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.usage import queries
from commonweal.usage.permissions import Permission, is_own
from commonweal.usage.queries import UserSearch
from commonweal.usage.views.claims_users import rows

register = template.Library()
MOST_USERS, MOST_SOFTWARE = 5, 8


@register.inclusion_tag("usage/claims_users_of.html", takes_context=True)
def users_of(context: RequestContext, entry: Entry) -> dict[str, Any]:
    """Who uses a piece of software: the five nearest to the reader's body, how many there are, and the way on."""
    request = context["request"]
    home = organisations.my_body(request.user)
    return {
        "entry": entry,
        "home": home,
        "told": queries.count_told(request.user, entry),
        "rows": rows(queries.users_of(request.user, entry, UserSearch(), home, size=MOST_USERS)),
    }


@register.inclusion_tag("usage/claims_use_of.html", takes_context=True)
def use_of(context: RequestContext, body: Body, name: str) -> dict[str, Any]:
    """What a body uses, as far as the reader may see: the first few, and the ways on."""
    user = context["request"].user
    claims = list(queries.in_use(queries.portfolio(user, body))[: 4 * MOST_SOFTWARE])
    entries = list({claim.entry_id: claim.entry for claim in claims}.values())
    return {
        "body": body,
        "name": name,
        "entries": entries[:MOST_SOFTWARE],
        "has_more": len(entries) > MOST_SOFTWARE,
        "may_state": is_own(user, Permission.ANSWER_CLAIMS, on=body),
    }

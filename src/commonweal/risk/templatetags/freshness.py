"""How far one may rely on what is said about vulnerabilities: a line for every page that says it."""

from typing import Any

from django import template

from commonweal.risk.queries import sources as queries

register = template.Library()


@register.inclusion_tag("risk/freshness.html")
def advisories_freshness() -> dict[str, Any]:
    """A sentence: as of when advisories are, and whether that is old or not known."""
    return {"fresh": queries.freshness()}

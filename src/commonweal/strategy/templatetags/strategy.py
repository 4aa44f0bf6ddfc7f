"""The way to the strategy of a body, on pages of contexts below, which know it by name only."""

from typing import Any

from django import template

from commonweal.organisations.models import Body

register = template.Library()


@register.inclusion_tag("strategy/of_body.html")
def strategy_of_body(body: Body) -> dict[str, Any]:
    """The way to what a body wants and does."""
    return {"body": body}

"""Ways to strategies and initiatives, on pages of contexts below, which know them by name only."""

from typing import Any

from django import template

from commonweal.organisations.models import Body

register = template.Library()


@register.inclusion_tag("strategy/of_body.html")
def strategy_of_body(body: Body) -> dict[str, Any]:
    """The way to what a body wants and does."""
    return {"body": body}


@register.inclusion_tag("strategy/ways.html")
def ways_of_strategy() -> dict[str, Any]:
    """The ways to initiatives and to what countries ask of their offices."""
    return {}

"""Tags by which pages of other contexts show skills."""

from typing import Any

from django import template

from commonweal.organisations.models import Body

register = template.Library()


@register.inclusion_tag("skills/of_body.html")
def skills_of_body(body: Body) -> dict[str, Any]:
    """The way to what people of a body can."""
    return {"body": body}

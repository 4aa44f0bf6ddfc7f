"""Tags by which pages of other contexts show skills."""

from typing import Any

from django import template

from commonweal.organisations.models import Body, Office

register = template.Library()


@register.inclusion_tag("skills/of_body.html")
def skills_of_body(body: Body) -> dict[str, Any]:
    """The way to what people of a body can."""
    return {"body": body}


@register.inclusion_tag("skills/mentor_ways.html")
def ways_of_help() -> dict[str, Any]:
    """The way to those who offer help."""
    return {}


@register.inclusion_tag("skills/mentor_office.html")
def hours_of_office(office: Office) -> dict[str, Any]:
    """The way to the hours given and taken around an office."""
    return {"office": office}

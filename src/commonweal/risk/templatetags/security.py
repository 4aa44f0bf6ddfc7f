"""Ways to the safety of a system and a body, on pages of contexts below, which know them by name only."""

from typing import Any

from django import template
from django.template import RequestContext

from commonweal.components.queries import scope_of, system_in
from commonweal.organisations.models import Body
from commonweal.usage.models import System

register = template.Library()


@register.inclusion_tag("risk/security_of_system.html", takes_context=True)
def security_of(context: RequestContext, system: System) -> dict[str, Any]:
    """The way to a system's findings; nothing for those who may not see them."""
    return {"system": system, "is_seen": system_in(scope_of(context["request"].user), system.pk) is not None}


@register.inclusion_tag("risk/security_of_body.html", takes_context=True)
def security_of_body(context: RequestContext, body: Body) -> dict[str, Any]:
    """The way to a body's lights; nothing for those who may not see them."""
    return {"body": body, "is_seen": body.pk in scope_of(context["request"].user)}

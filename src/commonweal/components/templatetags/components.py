"""Parts about lists of components on pages of contexts below, which know them by name only."""

from typing import Any

from django import template
from django.template import RequestContext

from commonweal.components import permissions, queries
from commonweal.components.permissions import Permission
from commonweal.organisations.models import Body
from commonweal.usage.models import System

register = template.Library()


@register.inclusion_tag("components/of_system.html", takes_context=True)
def components_of(context: RequestContext, system: System) -> dict[str, Any]:
    """What a system is made of, in two lines; nothing for those who may not see it."""
    user = context["request"].user
    scope = queries.scope_of(user)
    seen = queries.system_in(scope, system.pk)
    if seen is None:
        return {"is_seen": False}
    return {
        "is_seen": True,
        "system": seen,
        "documents": list(queries.standing_documents(scope, seen)),
        "may_send": permissions.allows(user, Permission.SEND_SBOM, on=seen.owner),
    }


@register.inclusion_tag("components/of_body.html", takes_context=True)
def components_of_body(context: RequestContext, body: Body) -> dict[str, Any]:
    """The way to what a body's systems are made of; nothing for those who may not see it."""
    return {"body": body, "is_seen": body.pk in queries.scope_of(context["request"].user)}

"""Licences of systems, bodies and packages on pages of other contexts, which know them by name only."""

from typing import Any

from django import template
from django.template import RequestContext

from commonweal.components.models import Package
from commonweal.components.queries import Scope, scope_of, system_in
from commonweal.licensing.queries.of_package import seen_of
from commonweal.licensing.queries.standings import facts_by_system
from commonweal.licensing.rules.lights import Facts, together
from commonweal.licensing.views.standing_words import shown
from commonweal.organisations.models import Body
from commonweal.usage.models import System

register = template.Library()


@register.inclusion_tag("licensing/of_system.html", takes_context=True)
def compliance_of(context: RequestContext, system: System) -> dict[str, Any]:
    """The light of a system's licences and the way to them; nothing for those who may not see them."""
    scope = scope_of(context["request"].user)
    if system_in(scope, system.pk) is None:
        return {"is_seen": False}
    facts = facts_by_system(scope, [system.pk]).get(system.pk, Facts())
    return {"is_seen": True, "system": system, "light": shown(facts)}


@register.inclusion_tag("licensing/light_of_body.html", takes_context=True)
def compliance_of_body(context: RequestContext, body: Body) -> dict[str, Any]:
    """The light of the licences of a body's systems; nothing for those who may not see them."""
    if body.pk not in scope_of(context["request"].user):
        return {"is_seen": False}
    facts = facts_by_system(Scope(bodies=frozenset({body.pk})))
    return {"is_seen": True, "body": body, "light": shown(together(facts.values()))}


@register.inclusion_tag("licensing/of_body.html", takes_context=True)
def licences_of_body(context: RequestContext, body: Body) -> dict[str, Any]:
    """The way to the licences of a body's systems; nothing for those who may not see them."""
    return {"body": body, "is_seen": body.pk in scope_of(context["request"].user)}


@register.inclusion_tag("licensing/of_package.html", takes_context=True)
def licences_of_package(context: RequestContext, package: Package) -> dict[str, Any]:
    """What lists that the reader may see say of the licence of a package."""
    return {"package": package, "seen": seen_of(scope_of(context["request"].user), package)}

"""Ends of life on pages of other contexts, which know them by name only."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from commonweal.components.queries import Scope, scope_of, system_in
from commonweal.health.documents.lifecycles import category_name
from commonweal.health.documents.sustainability import shown_light
from commonweal.health.queries.sustainability import facts_by_system
from commonweal.health.rules.sustainability import SustainabilityFacts, together
from commonweal.organisations.models import Body
from commonweal.usage.models import System

register = template.Library()


@register.simple_tag
def category_words(category: str) -> str:
    """A category of products in words."""
    return category_name(category)


@register.inclusion_tag("health/sustainability_of_system.html", takes_context=True)
def sustainability_of(context: RequestContext, system: System) -> dict[str, Any]:
    """The way to what in a system ends; nothing for those who may not see it."""
    return {"system": system, "is_seen": system_in(scope_of(context["request"].user), system.pk) is not None}


@register.inclusion_tag("health/sustainability_of_body.html", takes_context=True)
def sustainability_of_body(context: RequestContext, body: Body) -> dict[str, Any]:
    """The way to what of a body ends; nothing for those who may not see it."""
    return {"body": body, "is_seen": body.pk in scope_of(context["request"].user)}


@register.inclusion_tag("health/sustainability_light.html")
def body_sustainability_light(body: Body) -> dict[str, Any]:
    """The light of a body, for a page that only those see who may."""
    facts = facts_by_system(Scope(bodies=frozenset({body.pk})))
    light = shown_light(together(facts.values()) if facts else SustainabilityFacts())
    return {"light": light, "address": reverse("body-sustainability", args=[body.slug])}

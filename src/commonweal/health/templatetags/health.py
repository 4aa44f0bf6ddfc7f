"""Ways to the health of software and of a body's parts, on pages of contexts below, which know them by name only."""

from typing import Any

from django import template

from commonweal.catalogue.models import Entry
from commonweal.health.documents.words import said
from commonweal.health.models import Project
from commonweal.health.queries.words import words_of
from commonweal.organisations.models import Body

register = template.Library()


@register.inclusion_tag("health/health_of_entry.html")
def health_of(entry: Entry) -> dict[str, Any]:
    """The four words of a piece of software, and the way to their facts."""
    project = Project.objects.filter(entry=entry).order_by("pk").first()
    words = [said(each) for each in words_of(project)] if project is not None else []
    return {"entry": entry, "words": words, "is_watched": project is not None}


@register.inclusion_tag("health/health_of_body.html")
def health_of_body(body: Body) -> dict[str, Any]:
    """The way to the parts of a body's software."""
    return {"body": body}

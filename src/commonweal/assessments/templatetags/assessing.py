"""Texts of packs in the reader's language, and ways to assessments on pages of contexts below."""

from typing import Any

from django import template

from commonweal.assessments.documents.sentences import MUSTS, UNITS, number, spoken
from commonweal.assessments.rules.instrument import Must
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body

register = template.Library()
register.filter(spoken)
register.filter(number)


@register.filter
def must_words(must: str) -> str:
    """How strongly a requirement is meant."""
    return str(MUSTS[Must(must)])


@register.filter
def unit_words(unit: str) -> str:
    """What a number counts."""
    return str(UNITS.get(unit, ""))


@register.inclusion_tag("assessments/of_body.html")
def assessments_of_body(body: Body) -> dict[str, Any]:
    """The way to the assessments of a body."""
    return {"body": body}


@register.inclusion_tag("assessments/of_entry.html")
def assessments_of_entry(entry: Entry) -> dict[str, Any]:
    """The way to the assessments of a piece of software."""
    return {"entry": entry}

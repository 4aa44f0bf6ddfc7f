"""Texts of packs in the reader's language, and ways to assessments on pages of contexts below."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format

from commonweal.assessments.documents.sentences import MUSTS, UNITS, number, spoken
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.declarations import is_declarable
from commonweal.assessments.rules.instrument import Must
from commonweal.catalogue.models import Entry
from commonweal.organisations.models import Body, Visibility

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


@register.filter
def day_words(day: str) -> str:
    """A day that a pack writes as 2026-11-22."""
    return date_format(date.fromisoformat(day))


@register.inclusion_tag("assessments/of_body.html")
def assessments_of_body(body: Body) -> dict[str, Any]:
    """The way to the assessments of a body."""
    return {"body": body}


@register.inclusion_tag("assessments/of_entry.html")
def assessments_of_entry(entry: Entry) -> dict[str, Any]:
    """The way to the assessments of a piece of software."""
    return {"entry": entry}


@register.inclusion_tag("assessments/declare.html", takes_context=True)
def declare_box(context: dict[str, Any], assessment: Assessment) -> dict[str, Any]:
    """Who reads a self-check by the UN principles, and the button that changes it; nothing for other assessments."""
    return {
        "assessment": assessment,
        "is_declarable": is_declarable(assessment),
        "is_declared": assessment.visibility == Visibility.PUBLIC,
        "csrf_token": context.get("csrf_token"),
    }

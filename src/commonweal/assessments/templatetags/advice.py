"""The page of this platform that helps with an action."""

from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from commonweal.assessments.documents.sentences import spoken
from commonweal.assessments.queries.advice_packs import advice_pack

STEP = timedelta(days=30)
STEPS = 3  # so that what is taken up as proposed is a plan of 90 days

register = template.Library()


@register.filter
def proposed_day(place: int) -> str:
    """A day for the action at a place: 30, 60 or 90 days from today, as a date field has it."""
    return (timezone.localdate() + STEP * min(place, STEPS)).isoformat()


@register.simple_tag(takes_context=True)
def tool_link(context: template.Context, page: str) -> str:
    """A link to the page with this name; "" where this version has none, or no organisation is known whose it is."""
    tool = advice_pack().tools.get(page)
    body = _body_of(context)
    if tool is None or (tool.is_of_body and body is None):
        return ""
    address = reverse(page, args=[body.slug] if tool.is_of_body else [])
    return format_html('<a href="{}">{}</a>', address, spoken(tool.name))


def _body_of(context: template.Context) -> Any:
    assessment = context.get("assessment")
    return assessment.owner if assessment is not None else context.get("body")

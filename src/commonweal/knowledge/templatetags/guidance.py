"""A link to a page of guidance, for the templates of others: {% load guidance %}{% guide_link "write-a-strategy" %}."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonweal.knowledge.documents.effort import effort
from commonweal.knowledge.queries.guides import shipped_guide

register = template.Library()
register.filter("effort", effort)


@register.simple_tag
def guide_link(slug: str) -> SafeString:
    """The title of a shipped page as a link, nothing where there is no such page."""
    language = (get_language() or "en").split("-", 1)[0]
    guide = shipped_guide(slug, language)
    if guide is None:
        return SafeString("")
    address = reverse("guidance-page", args=[slug])
    if guide.language == language:
        return format_html('<a href="{}">{}</a>', address, guide.title)
    return format_html('<a href="{}" lang="{}">{}</a>', address, guide.language, guide.title)

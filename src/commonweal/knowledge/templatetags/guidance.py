"""Links to guidance, papers and courses for the templates of others.

{% load guidance %}{% guide_link "write-a-strategy" %}{% paper_link "council-mandate" %}{% course_link "lfd121" %}
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonweal.knowledge.documents.effort import effort
from commonweal.knowledge.queries.guides import shipped_guide
from commonweal.knowledge.queries.packs import courses
from commonweal.knowledge.rules.guides import Shelf

register = template.Library()
register.filter("effort", effort)


@register.simple_tag
def guide_link(slug: str) -> SafeString:
    """The title of a shipped page as a link, nothing where there is no such page."""
    return _link(slug, Shelf.GUIDANCE, "guidance-page")


@register.simple_tag
def paper_link(slug: str) -> SafeString:
    """The title of a shipped paper as a link, nothing where there is no such paper."""
    return _link(slug, Shelf.PAPERS, "paper")


@register.simple_tag
def course_link(identifier: str) -> SafeString:
    """The title of a course of others as a link to what is known of it, nothing where there is no such course."""
    course = courses().get(identifier)
    if course is None:
        return SafeString("")
    return format_html('<a href="{}#{}">{}</a>', reverse("guidance-courses"), course.id, course.title)


def _link(slug: str, shelf: Shelf, route: str) -> SafeString:
    language = (get_language() or "en").split("-", 1)[0]
    guide = shipped_guide(slug, language, shelf)
    if guide is None:
        return SafeString("")
    address = reverse(route, args=[slug])
    if guide.language == language:
        return format_html('<a href="{}">{}</a>', address, guide.title)
    return format_html('<a href="{}" lang="{}">{}</a>', address, guide.language, guide.title)

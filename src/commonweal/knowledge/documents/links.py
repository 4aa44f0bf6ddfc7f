"""Links from a page to the pages of this product that do what it asks for."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.knowledge.queries.packs import guidance_pack, in_language
from commonweal.knowledge.rules.guides import Guide
from commonweal.organisations.queries import Viewer, my_body


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A page of this product; the hint says what comes first where it is that of an organisation not known yet."""

    name: str
    address: str
    hint: str = ""


def tool_links(guide: Guide, language: str, viewer: Viewer, here: str) -> list[ToolLink]:
    """Where the reader does what the page asks for, at their own organisation."""
    body = my_body(viewer)
    links = []
    for tool in (guidance_pack().tools[each] for each in guide.tools):
        name = in_language(tool.names, language)
        if not tool.is_of_body:
            links.append(ToolLink(name, reverse(tool.route)))
        elif body is not None:
            links.append(ToolLink(name, reverse(tool.route, args=[body.slug])))
        elif viewer.is_authenticated:
            links.append(ToolLink(name, reverse("bodies"), _("choose an organisation first")))
        else:
            links.append(ToolLink(name, f"{reverse('account_login')}?next={here}", _("sign in first")))
    return links

"""Links from a page to the pages of this product that do what it asks for."""

from dataclasses import dataclass

from django.urls import reverse

from commonweal.knowledge.queries.packs import guidance_pack, in_language
from commonweal.knowledge.rules.guides import Guide
from commonweal.organisations.models import Body


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A page of this product; `needs_sign_in` where it is that of one's own organisation, which is not known yet."""

    name: str
    address: str
    needs_sign_in: bool = False


def tool_links(guide: Guide, language: str, body: Body | None, here: str) -> list[ToolLink]:
    """Where the reader does what the page asks for; `body` is their own, None where nobody knows it."""
    links = []
    for tool in (guidance_pack().tools[each] for each in guide.tools):
        name = in_language(tool.names, language)
        if not tool.is_of_body:
            links.append(ToolLink(name, reverse(tool.route)))
        elif body is not None:
            links.append(ToolLink(name, reverse(tool.route, args=[body.slug])))
        else:
            links.append(ToolLink(name, f"{reverse('account_login')}?next={here}", needs_sign_in=True))
    return links

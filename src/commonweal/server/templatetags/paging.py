"""Long lists page by page: the links to the other pages."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context

register = template.Library()


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, object]:
    """Links to the first, last and nearest pages of a list; the rest of the address stays as it is."""
    request: HttpRequest = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "pages": page.paginator.num_pages,
        "page": page.number,
        "addresses": [(number, _address(request, number) if isinstance(number, int) else "") for number in numbers],
        "previous_address": _address(request, page.previous_page_number()) if page.has_previous() else "",
        "next_address": _address(request, page.next_page_number()) if page.has_next() else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"

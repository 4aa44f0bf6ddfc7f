"""Long lists page by page."""

from typing import TypeVar

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

Item = TypeVar("Item", bound=Model)
PAGE_SIZE = 50


def page_of(items: QuerySet[Item], request: HttpRequest) -> tuple[list[Item], dict[str, object]]:
    """The page of a list that the address asks for, and what the pager needs.

    Raises Http404 for a page that is not there.
    """
    paginator = Paginator(items, PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    elided = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return list(page.object_list), {
        "total": paginator.count,
        "page": page.number,
        "pages": paginator.num_pages,
        "addresses": [(number, _address(request, number) if isinstance(number, int) else "") for number in elided],
        "previous_address": _address(request, page.number - 1) if page.has_previous() else "",
        "next_address": _address(request, page.number + 1) if page.has_next() else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"

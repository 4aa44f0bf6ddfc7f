"""Long lists page by page."""

from typing import TypeVar

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

Item = TypeVar("Item", bound=Model)
PAGE_SIZE = 50


def page_of(items: QuerySet[Item], request: HttpRequest) -> Page[Item]:
    """The page of a list that the address asks for.

    Raises Http404 for a page that is not there.
    """
    try:
        return Paginator(items, PAGE_SIZE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error

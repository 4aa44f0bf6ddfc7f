"""A package, and where it runs."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.components import queries

PAGE_SIZE, MOST_VERSIONS = 100, 200


@require_GET
def package_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a package in order, and which systems that the reader may see run them."""
    scope = queries.scope_of(request.user)
    found = queries.package(scope, pk)
    if found is None:
        raise Http404
    versions = queries.versions_of(scope, found)
    page = Paginator(queries.runners(scope, found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"package": found, "versions": versions[:MOST_VERSIONS], "page": page}
    return render(request, "components/package.html", context)

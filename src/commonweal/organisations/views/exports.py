"""The list of bodies and the directory of offices as files."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from commonweal.organisations import documents, queries
from commonweal.organisations.views.bodies import search_of


@require_GET
def bodies_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The bodies as a table, to be brought in again here or elsewhere."""
    bodies = queries.bodies(search_of(request)).order_by("pk")
    return _stream(documents.bodies_csv(bodies), "text/csv; charset=utf-8", "bodies.csv")


@require_GET
def bodies_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same for programs."""
    bodies = queries.bodies(search_of(request)).order_by("pk")
    return _stream(documents.bodies_json(bodies), "application/json", "bodies.json")


@require_GET
def offices_yaml(request: HttpRequest) -> HttpResponse:
    """Everything, to be read again by this program."""
    text = documents.directory_yaml(documents.directory_of(request.user))
    return _file(text, "application/yaml", "offices.yaml")


@require_GET
def offices_csv(request: HttpRequest) -> HttpResponse:
    """The offices as a table."""
    return _file(documents.offices_csv(queries.offices(request.user)), "text/csv; charset=utf-8", "offices.csv")


@require_GET
def offices_graphml(request: HttpRequest) -> HttpResponse:
    """The links for a program that draws networks."""
    text = documents.network_graphml(list(queries.offices(request.user)), list(queries.links(request.user)))
    return _file(text, "application/graphml+xml", "offices.graphml")


@require_GET
def offices_json(request: HttpRequest) -> HttpResponse:
    """The links as nodes and edges."""
    text = documents.network_json(list(queries.offices(request.user)), list(queries.links(request.user)))
    return _file(text, "application/json", "offices.json")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _stream(pieces: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)

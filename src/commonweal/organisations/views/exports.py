"""The directory of offices as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from commonweal.organisations import documents, queries


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

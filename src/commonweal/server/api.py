"""The public API: every context's routes under one address, with errors as RFC 9457 problems."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from commonweal.catalogue import queries
from commonweal.catalogue.api import router as catalogue
from commonweal.catalogue.api.cursors import CursorUnreadable
from commonweal.organisations.api import router as organisations
from commonweal.organisations.permissions import NotAllowed

PROBLEM = "application/problem+json"


class PublicAPI(NinjaAPI):
    """A NinjaAPI whose description says in which media type errors come."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with every error as a problem document."""
        schema = super().get_openapi_schema(**options)
        operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
        for status, answer in [pair for operation in operations for pair in operation["responses"].items()]:
            if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in answer.get("content", {}):
                answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return schema


api = PublicAPI(
    title=f"{settings.SITE_NAME} API",
    version="1",
    description="The catalogue, public bodies and programme offices for machines. Open to all, read only.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", catalogue)
api.add_router("", organisations)


def problem(request: HttpRequest, status: int, title: str, detail: str = "", **more: object) -> HttpResponse:
    """An error answer as RFC 9457 has it."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = PROBLEM
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"field": ".".join(str(part) for part in each["loc"]), "message": each["msg"]} for each in error.errors]
    return problem(
        request,
        422,
        "Some parameters are not valid",
        "; ".join(f"{each['field']}: {each['message']}" for each in faults),
        errors=faults,
    )


@api.exception_handler(CursorUnreadable)
def _bad_cursor(request: HttpRequest, error: CursorUnreadable) -> HttpResponse:
    return problem(request, 400, "Cursor not readable", str(error))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "Not found", "There is nothing at this address that you may see.")


@api.exception_handler(NotAllowed)
def _refused(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return problem(request, 403, "Not allowed", str(error))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "The request failed", str(error))


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The API's routes and parameters as a page, from its own OpenAPI description."""
    schema = api.get_openapi_schema()
    routes = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "server/api.html", {"routes": routes, "info": schema["info"]})


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Every way to take the catalogue along: files, feeds, the API."""
    return render(request, "server/data.html", {"count": queries.entries_for(request.user).count()})

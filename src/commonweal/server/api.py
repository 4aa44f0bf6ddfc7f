"""The public API: every context's routes under one address, with errors as RFC 9457 problems."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from commonweal.assessments.api.campaigns import router as campaigns
from commonweal.catalogue import queries
from commonweal.catalogue.api import router as catalogue
from commonweal.catalogue.api.cursors import CursorUnreadable
from commonweal.components.api import AUTH
from commonweal.components.api import router as components
from commonweal.health.api.projects import router as health
from commonweal.knowledge.api import router as knowledge
from commonweal.licensing.api.licences import router as licences
from commonweal.licensing.api.systems import router as licences_of_systems
from commonweal.organisations.api import router as organisations
from commonweal.organisations.permissions import NotAllowed
from commonweal.publishing.api import OPERATION, PATH
from commonweal.risk.api.exposure import router as exposure
from commonweal.risk.api.gate import VisitorAuth
from commonweal.risk.api.gate import router as gate
from commonweal.risk.api.vex import router as vex
from commonweal.screening.api import router as screening
from commonweal.skills.api import router as skills
from commonweal.standards.http_problems import RequestRefused
from commonweal.strategy.api import router as strategy
from commonweal.usage.api.claims import router as usage
from commonweal.usage.api.suppliers import router as suppliers

PROBLEM = "application/problem+json"
DESCRIBED = {
    "slug": "The name in the address of its page, which is also its `id`.",
    "size": "How many a page holds at most.",
}


class PublicAPI(NinjaAPI):
    """A NinjaAPI whose description says in which media type errors come."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with every error as a problem document."""
        schema = super().get_openapi_schema(**options)
        operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
        for parameter in [each for operation in operations for each in operation.get("parameters", [])]:
            if parameter["name"] in DESCRIBED:
                parameter.setdefault("description", DESCRIBED[parameter["name"]])
        for status, answer in [pair for operation in operations for pair in operation["responses"].items()]:
            if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in answer.get("content", {}):
                answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        # It lies outside the versions, because it says nothing of the catalogue.
        schema["paths"].setdefault(PATH, {"post": OPERATION})
        return schema


api = PublicAPI(
    title=f"{settings.SITE_NAME} API",
    version="1",
    description=(
        "The catalogue, public bodies and programme offices for machines. Open to all, read only; lists of components "
        "(SBOMs) are handed in and read with a token."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", catalogue)
api.add_router("", organisations)
api.add_router("", usage)
api.add_router("", suppliers)
api.add_router("", components)
api.add_router("", licences)
api.add_router("", health)
api.add_router("", strategy)
api.add_router("", skills)
api.add_router("", knowledge)
api.add_router("", campaigns, auth=AUTH)
api.add_router("", exposure, auth=AUTH)
api.add_router("", licences_of_systems, auth=AUTH)
api.add_router("", vex, auth=AUTH)
api.add_router("", gate, auth=[*AUTH, VisitorAuth()])
api.add_router("", screening, auth=[*AUTH, VisitorAuth()])


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


@api.exception_handler(RequestRefused)
def _request_refused(request: HttpRequest, error: RequestRefused) -> HttpResponse:
    return problem(request, error.status.value, error.status.phrase, str(error), **error.more)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "The request failed", str(error))


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Tell programs in their own words that there is nothing at an address of the API."""
    return problem(request, 404, "Not found", "The API has no such address. Its description: /api/v1/openapi.json")


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The API's routes and parameters as a page, from its own OpenAPI description."""
    schema = api.get_openapi_schema()
    hints = [
        _("Lists come page by page: send the `next` of a page as `cursor` (bodies: as `after`), until it is null."),
        _("Ask with `changed_since` for what is new; what was removed is in the answer, with the reason."),
        _("Send the ETag of the last answer as If-None-Match, and an unchanged answer costs nothing (304)."),
        _("Errors are problem documents as in RFC 9457."),
    ]
    routes = [
        {"path": path, "method": method.upper(), **_shown(operation)}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "server/api.html", {"routes": routes, "hints": [_with_code(hint) for hint in hints]})


def _shown(operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with its descriptions in the reader's language."""
    parameters = [
        {**each, "description": _with_code(_(each["description"])) if each.get("description") else ""}
        for each in operation.get("parameters", [])
    ]
    about = operation.get("description")
    return {**operation, "parameters": parameters, "description": _with_code(_(about)) if about else ""}


def _with_code(text: str) -> SafeString:
    """The text with what stands between backticks as code."""
    parts = text.split("`")
    return format_html_join("", "{}{}{}", (_marked(part, place % 2 == 1) for place, part in enumerate(parts)))


def _marked(part: str, is_code: bool) -> tuple[SafeString, str, SafeString]:  # noqa: FBT001
    return (mark_safe("<code>"), part, mark_safe("</code>")) if is_code else (mark_safe(""), part, mark_safe(""))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Every way to take the catalogue along: files, feeds, the API."""
    return render(request, "server/data.html", {"count": queries.entries_for(request.user).count()})

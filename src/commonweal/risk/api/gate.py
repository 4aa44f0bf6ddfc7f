"""The gate under /api/v1: what is known of the parts of a release. It keeps nothing of what is sent."""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.security import APIKeyCookie

from commonweal.components import queries
from commonweal.components.queries import NOTHING, Scope
from commonweal.organisations.models import Body
from commonweal.risk.api.badges import router as badges
from commonweal.risk.api.callers import Caller
from commonweal.risk.documents.gate import GateDocument, document_of, sarif_of
from commonweal.risk.queries.gate import Asking, gate
from commonweal.risk.rules.gate import FailOn
from commonweal.standards import purl, sbom
from commonweal.standards.http_problems import ProblemDocument, RequestRefused, file_problem
from commonweal.standards.sbom import Component

router = Router(tags=["risk"])  # who may call is said where it is added to the API; visitors may
router.add_router("", badges)

SARIF = "application/sarif+json"
MOST_PURLS, MOST_PURLS_OF_A_VISITOR, LONGEST_PURL = 5_000, 500, 2_000
MOST_COMPONENTS, MOST_PROBLEMS = 50_000, 100
BIG = 2**62
_ONLY_PURLS = re.compile(rb'\s*\{\s*"purls"\s*:')


@dataclass(frozen=True, slots=True)
class Visitor:
    """Nobody in particular, who is told what everybody may know."""

    scope: Scope = NOTHING
    body_id: int | None = None


class VisitorAuth(APIKeyCookie):
    """Where neither a token nor a session was sent, so that none can be wrong, the caller is a visitor."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Visitor | None:
        """A visitor, unless somebody tried to be more."""
        return Visitor() if key is None and "authorization" not in request.headers else None


SENT = {
    "requestBody": {
        "required": True,
        "description": "The list itself (CycloneDX, SPDX or a lock file), or package URLs as JSON.",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {
                "schema": {"type": "object", "properties": {"purls": {"type": "array", "items": {"type": "string"}}}}
            },
        },
    }
}
Slug = Annotated[str, Query(max_length=300, description="the body, by the name in the address of its page")]
Number = Annotated[int | None, Query(ge=1, le=BIG, description="the system, by the number in the address of its page")]
FileName = Annotated[str, Query(max_length=300, description="tells lock files apart")]
Strict = Annotated[bool, Query(description="fail where something cannot be judged")]
From = Annotated[FailOn | None, Query(description="from where on to fail, in place of the pack of rules")]


@router.post(
    "/risk/gate",
    response={200: GateDocument} | dict.fromkeys((400, 401, 403, 404, 413, 422), ProblemDocument),
    summary="May this release go out?",
    openapi_extra=SENT,
)
def ask_gate(
    request: HttpRequest,
    body: Slug = "",
    system: Number = None,
    file_name: FileName = "",
    strict: Strict = False,  # noqa: FBT002
    fail_on: From = None,
) -> GateDocument | HttpResponse:
    """Send a list of components as the body of the request, or `purls` as JSON; nothing of it is kept.

    With a token or a session the decisions of the body, or of one system of it, count. Visitors may ask with `purls`
    about what is published. Send `Accept: application/sarif+json` for SARIF.
    """
    caller: Caller | Visitor = request.auth  # type: ignore[attr-defined]
    asking = _asking(caller, body.strip(), system, is_strict=strict, fail_on=fail_on)
    components, problems = _components(request, caller, file_name)
    document = document_of(gate(components, asking), settings.SITE_URL)
    document["problems"] = problems
    if SARIF in request.headers.get("Accept", ""):
        written = sarif_of(document, file_name, version="1", site=settings.SITE_URL)
        return HttpResponse(written, content_type=SARIF)
    return document


def _asking(caller: Caller | Visitor, slug: str, pk: int | None, *, is_strict: bool, fail_on: FailOn | None) -> Asking:
    """For whom is asked, if the caller may."""
    if isinstance(caller, Visitor) and (slug or pk is not None):
        raise RequestRefused(HTTPStatus.UNAUTHORIZED, _("What a body has decided is told only by token or session."))
    if pk is not None:
        system = queries.system_in(caller.scope, pk)
        if system is None or (slug and (system.owner is None or system.owner.slug != slug)):
            raise Http404
        return Asking(system.owner, system, is_strict, fail_on)
    if not slug and caller.body_id is None:
        return Asking(None, None, is_strict, fail_on)
    body = Body.objects.filter(slug=slug).first() if slug else Body.objects.filter(pk=caller.body_id or 0).first()
    if body is None or body.pk not in caller.scope:
        raise Http404
    return Asking(body, None, is_strict, fail_on)


def _components(
    request: HttpRequest, caller: Caller | Visitor, file_name: str
) -> tuple[tuple[Component, ...], list[dict[str, Any]]]:
    """The parts that were sent, and what is wrong with the list of them."""
    is_visitor = isinstance(caller, Visitor)
    most_purls = MOST_PURLS_OF_A_VISITOR if is_visitor else MOST_PURLS
    most = most_purls * LONGEST_PURL if is_visitor else settings.SBOM_LARGEST_BYTES
    content: bytes = request.read(most + 1)
    if len(content) > most:
        raise _too_much(_("The file is larger than %(most)s MB.") % {"most": most // 1_000_000})
    if _ONLY_PURLS.match(content):
        return _from_purls(content, most_purls), []
    if is_visitor:
        detail = _('Without a token, send package URLs as JSON: {"purls": ["pkg:npm/left-pad@1.3.0"]}.')
        raise RequestRefused(HTTPStatus.UNAUTHORIZED, detail)
    found, problems = sbom.read(content, file_name)
    told = [file_problem(each) for each in problems[:MOST_PROBLEMS]]
    if found is None or not found.packages:
        detail = _("This file cannot be read.") if found is None else _("This list names no component.")
        raise RequestRefused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems=told)
    if len(found.packages) > MOST_COMPONENTS:
        raise _too_much(_("The list has more than %(most)s components.") % {"most": MOST_COMPONENTS})
    return found.packages, told


def _from_purls(content: bytes, most: int) -> tuple[Component, ...]:
    try:
        sent = json.loads(content)
    except (ValueError, RecursionError):
        raise RequestRefused(HTTPStatus.BAD_REQUEST, _("This is not JSON.")) from None
    purls = sent.get("purls") if isinstance(sent, dict) else None
    if not isinstance(purls, list) or not purls or not all(isinstance(each, str) for each in purls):
        raise RequestRefused(HTTPStatus.BAD_REQUEST, _("“purls” must be a list of package URLs."))
    if len(purls) > most or any(len(each) > LONGEST_PURL for each in purls):
        raise _too_much(_("Send at most %(most)s package URLs at once, each of ordinary length.") % {"most": most})
    return tuple(_component(each.encode("utf-8", "replace").decode()) for each in purls)


def _component(text: str) -> Component:
    read, _problems = purl.read(text)
    return Component(ref=text, name=read.name if read else text, version=read.version if read else None, purl=text)


def _too_much(detail: str) -> RequestRefused:
    return RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)

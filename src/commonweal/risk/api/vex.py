"""Statements about vulnerabilities (VEX) under /api/v1, for those who answer for a body, signed in or with a token."""

from datetime import UTC
from http import HTTPStatus
from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from commonweal.components.queries import system_in
from commonweal.organisations.models import Body
from commonweal.risk.actions import vex as actions
from commonweal.risk.api.callers import Caller
from commonweal.risk.documents.vex import ENDINGS, HINDRANCES, written
from commonweal.risk.models import VexImport, Vulnerability
from commonweal.risk.queries.told import told_by
from commonweal.risk.queries.vex import Line, understood
from commonweal.standards.http_problems import ProblemDocument, RequestRefused, file_problem, plain

router = Router(tags=["risk"])  # who may call is said where it is added to the API

BIG, MOST_PROBLEMS, MOST_LINES = 2**62, 100, 1_000
REFUSALS = (actions.VexSourceUnclear, actions.VexTakenBack, actions.VexOutdated, actions.VexTooLarge)


class NotDecided(Schema):
    """A statement that decides nothing here, and why; `statement` is its place in the file, from 1."""

    statement: int
    vulnerability: str
    product: str
    reason: str
    detail: str


class TakenIn(Schema):
    """A document that was kept; `counts` is false as long as somebody has to look at it first.

    `understood` and `decisions` count its statements that are about something known here, and what of them stands.
    """

    id: int
    url: str
    reference: str
    format: str
    counts: bool
    understood: int
    decisions: int
    not_decided: list[NotDecided]


SENT = {
    "requestBody": {
        "required": True,
        "description": "The file itself: CycloneDX, OpenVEX or CSAF.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
FAULTS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), ProblemDocument)
Form = Literal["cyclonedx-1.6", "openvex-0.2.0", "csaf-2.0"]
Source = Literal["vendor", "peer", "local"]
Following = Literal["show", "suggest", "apply"]


@router.get(
    "/bodies/{slug}/vex",
    response=dict.fromkeys((400, 401, 404, 422), ProblemDocument),
    summary="What a body decided about vulnerabilities, as VEX",
    openapi_extra={
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}}
    },
)
def body_vex(
    request: HttpRequest,
    slug: str,
    format: Form = "cyclonedx-1.6",  # noqa: A002  the name in the address
    system: Annotated[int | None, Query(ge=1, le=BIG, description="one system alone, by its number")] = None,
    vulnerability: Annotated[str, Query(max_length=120, description="one vulnerability alone, by its name")] = "",
    others: Annotated[bool, Query(description="with what others said and what counts")] = False,  # noqa: FBT002
) -> HttpResponse:
    """One statement for each package, named by its package URL, so that the document is understood alone."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    body = _body_or_404(caller, slug)
    chosen = system_in(caller.scope, system) if system else None
    wanted = Vulnerability.objects.filter(name=vulnerability).first() if "\x00" not in vulnerability else None
    if (system and (chosen is None or chosen.owner_id != body.pk)) or (vulnerability and wanted is None):
        raise Http404
    export = told_by(body, caller.scope, system=chosen, vulnerability=wanted, with_others=others)
    content = written(export, format, made=timezone.now().astimezone(UTC))
    named = f'attachment; filename="vex-{body.slug}.{ENDINGS[format]}"'
    headers = {"Content-Disposition": named, "Cache-Control": "private"}
    return HttpResponse(content, content_type="application/json", headers=headers)


@router.post(
    "/bodies/{slug}/vex",
    response={200: TakenIn} | FAULTS,
    summary="Take in what others say of vulnerabilities, as VEX",
    openapi_extra=SENT,
)
def send_vex(
    request: HttpRequest,
    slug: str,
    source: Annotated[Source, Query(description="who speaks")],
    source_name: Annotated[str, Query(min_length=1, max_length=300, description="their name")],
    trust: Annotated[Following, Query(description="how far to follow")] = "suggest",
    file_name: Annotated[str, Query(max_length=300)] = "",
) -> TakenIn:
    """Send the file as the body of the request. The same changes nothing; a newer one ends what it says no more."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    body = _body_or_404(caller, slug)
    content: bytes = request.read(settings.SBOM_LARGEST_BYTES + 1)
    if len(content) > settings.SBOM_LARGEST_BYTES:
        most = {"most": settings.SBOM_LARGEST_BYTES // 1_000_000}
        raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The file is larger than %(most)s MB.") % most)
    try:
        found = actions.import_vex(
            body=body,
            content=content,
            file_name=file_name,
            source=source,
            source_name=source_name,
            trust=trust,
            by=caller.user,
        )
    except REFUSALS as refusal:
        raise RequestRefused(HTTPStatus.CONFLICT, str(refusal)) from refusal
    except actions.VexUnreadable as refusal:
        problems = [file_problem(each) for each in refusal.problems[:MOST_PROBLEMS]]
        raise RequestRefused(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal), problems=problems) from refusal
    return _taken_in(body, found)


def _body_or_404(caller: Caller, slug: str) -> Body:
    body = Body.objects.filter(slug=slug).first() if "\x00" not in slug else None
    if body is None or body.pk not in caller.scope:
        raise Http404
    return body


def _taken_in(body: Body, found: VexImport) -> TakenIn:
    read = understood(found)
    return TakenIn(
        id=found.pk,
        url=f"{settings.SITE_URL}{body.get_absolute_url()}/security/vex/{found.pk}",
        reference=found.reference,
        format=found.format,
        counts=found.applied_at is not None,
        understood=len(read.lines) - len(read.hindered),
        decisions=found.decisions.filter(ended_at=None).count(),
        not_decided=[_not_decided(line) for line in read.hindered[:MOST_LINES]],
    )


def _not_decided(line: Line) -> NotDecided:
    return NotDecided(
        statement=line.number,
        vulnerability=plain(line.vulnerability),
        product=plain(line.product),
        reason=line.hindrance.value if line.hindrance else "",
        detail=str(HINDRANCES[line.hindrance]) if line.hindrance else "",
    )

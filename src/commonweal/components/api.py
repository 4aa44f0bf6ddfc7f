"""Routes under /api/v1 that take and give lists of components; for those who are signed in or send a token."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db.models import Max, Q
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from ninja.security import HttpBearer, SessionAuth

from commonweal.components import actions, queries
from commonweal.components.models import Channel, Occurrence, SbomDocument
from commonweal.components.queries import Scope
from commonweal.organisations.models import Body, User
from commonweal.standards.http_problems import FileProblem, ProblemDocument, RequestRefused, file_problem
from commonweal.usage import actions as usage
from commonweal.usage.models import System

router = Router(tags=["components"])

MOST_PROBLEMS = 100
BIG = 2**62
REFUSALS = (usage.NamelessSystem, usage.ReferenceTaken, actions.SystemIsPrivate, actions.SystemNotInUse)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a person, perhaps by a token that opens one body only."""

    user: User
    scope: Scope
    body_id: int | None = None

    def reaches(self, body: Body | None) -> bool:
        """Whether the caller may speak of this body at all."""
        return self.body_id is None or (body is not None and body.pk == self.body_id)


class TokenAuth(HttpBearer):
    """A token of a body, made on the page of its components."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller behind a secret."""
        found = queries.token_of(token)
        if found is None:
            return None
        actions.note_use(token=found, on=timezone.localdate(), by=found.made_by)
        return Caller(found.made_by, queries.scope_of_token(found), found.body_id)


class PersonAuth(SessionAuth):
    """A person who is signed in and sends no token; forms of other sites cannot send in their name."""

    def __call__(self, request: HttpRequest) -> Any:
        """The caller, None where nobody is signed in: then there is no form to be protected."""
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and "authorization" not in request.headers
        return super().__call__(request) if is_signed_in else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """The caller behind a session."""
        user = request.user
        return Caller(user, queries.scope_of(user)) if isinstance(user, User) and user.is_active else None


AUTH = [TokenAuth(), PersonAuth()]


class ReceivedDocument(Schema):
    """A list that was taken in, or that stands already (`is_new` false).

    `counts` tells how many components there are, and how many can be looked up (`assessable`). `quality` tells whether
    the measures of NTIA and BSI are met, null where that is not fully known.
    """

    id: int
    url: str
    system: int
    part: str
    is_new: bool
    format: str
    format_version: str
    counts: dict[str, int]
    quality: dict[str, bool | None]
    problems: list[FileProblem]


class ComponentDocument(Schema):
    """A version of a package that a system runs.

    `depth` is 1 for what the system itself asks for, more for what comes along, null where the list does not tell.
    `is_source` marks the source package of a distribution's packages, under which advisories are published.
    """

    id: int
    purl: str
    type: str
    name: str
    version: str
    distribution: str
    depth: int | None
    is_optional: bool
    is_source: bool
    part: str
    list: int


class ComponentPage(Schema):
    """What a system is made of; `next` is the `after` of the following page, null on the last."""

    system: int
    data: list[ComponentDocument]
    next: int | None


FAULTS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), ProblemDocument)
SENT = {
    "requestBody": {
        "required": True,
        "description": "The file itself: CycloneDX, SPDX or a lock file.",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    }
}
Number = Annotated[int | None, Query(ge=1, le=BIG, description="the system, by the number in the address of its page")]
Text = Annotated[str, Query(max_length=300)]


@router.post(
    "/sboms",
    auth=AUTH,
    response={200: ReceivedDocument, 201: ReceivedDocument} | FAULTS,
    summary="Hand in what a system is made of",
    openapi_extra=SENT,
)
def send_sbom(
    request: HttpRequest,
    system: Number = None,
    body: Annotated[str, Query(max_length=300, description="the body, by the name in the address of its page")] = "",
    reference: Annotated[str, Query(max_length=100, description="the body's own reference of the system")] = "",
    create: Annotated[bool, Query(description="enter the system where there is none")] = False,  # noqa: FBT002
    name: Annotated[str, Query(max_length=300, description="the name of the system to enter")] = "",
    part: Annotated[str, Query(max_length=100, description="which part of the system; each keeps its own list")] = "",
    file_name: Annotated[str, Query(max_length=300, description="tells lock files apart")] = "",
) -> Status[ReceivedDocument]:
    """Send the file as the body of the request. It replaces the list of its part; the same file changes nothing."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    try:
        wanted = _system(caller, system, body.strip(), reference.strip(), name.strip(), creates=create)
        content, sent_name = _content(request)
        latest = SbomDocument.objects.filter(system=wanted).aggregate(latest=Max("pk"))["latest"] or 0
        document = actions.receive_sbom(
            system=wanted,
            content=content,
            file_name=file_name or sent_name,
            part=part,
            channel=Channel.API,
            by=caller.user,
        )
    except REFUSALS as refusal:
        raise RequestRefused(HTTPStatus.CONFLICT, str(refusal)) from refusal
    except actions.SbomUnreadable as refusal:
        problems = [file_problem(each) for each in refusal.problems[:MOST_PROBLEMS]]
        raise RequestRefused(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal), problems=problems) from refusal
    is_new = document.pk > latest
    return Status(201 if is_new else 200, _received(document, is_new=is_new))


@router.get(
    "/systems/{int:pk}/components",
    auth=AUTH,
    response={200: ComponentPage} | dict.fromkeys((400, 401, 404, 422), ProblemDocument),
    summary="What a system is made of",
)
def components_of_system(
    request: HttpRequest,
    pk: int,
    after: Annotated[int, Query(ge=0, le=BIG, description="the `next` of the page before")] = 0,
    size: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> ComponentPage:
    """The versions of packages that the lists that count name by a package URL."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    system = queries.system_in(caller.scope, pk)
    if system is None:
        raise Http404
    found = queries.components(caller.scope, system).filter(pk__gt=after).order_by("pk")
    rows = list(found[: size + 1])
    return ComponentPage(
        system=system.pk,
        data=[_component(row) for row in rows[:size]],
        next=rows[size - 1].pk if len(rows) > size else None,
    )


def _system(caller: Caller, pk: int | None, slug: str, reference: str, name: str, *, creates: bool) -> System:
    """The system that is meant, entered where that is asked for."""
    body = Body.objects.filter(slug=slug).first() if slug else None
    if creates:
        if body is None or not name or not caller.reaches(body):
            raise RequestRefused(HTTPStatus.BAD_REQUEST, _("To enter a system, give body and name."))
        return actions.find_or_enter_system(body=body, name=name, reference=reference, by=caller.user)
    if pk is None and (body is None or not reference):
        raise RequestRefused(HTTPStatus.BAD_REQUEST, _("Name the system: by its number, or by body and reference."))
    chosen = Q(pk=pk) if pk is not None else Q(owner=body, reference=reference)
    system = queries.system_to_send(caller.user, chosen)
    if system is None or not caller.reaches(system.owner):
        raise Http404
    return system


def _content(request: HttpRequest) -> tuple[bytes, str]:
    """The bytes sent and the name of their file."""
    most = settings.SBOM_LARGEST_BYTES
    too_large = RequestRefused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The file is larger than %(most)s MB.") % {"most": most // 1_000_000}
    )
    if request.content_type == "multipart/form-data":
        try:
            file: Any = next(iter(request.FILES.values()), None)
        except RequestDataTooBig:
            raise too_large from None
        except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent):
            file = None
        if file is None:
            raise RequestRefused(HTTPStatus.BAD_REQUEST, _("The form has no file in it."))
        if file.size > most:
            raise too_large
        return bytes(file.read()), file.name or ""
    content: bytes = request.read(most + 1)
    if len(content) > most:
        raise too_large
    return content, ""


def _received(document: SbomDocument, *, is_new: bool) -> ReceivedDocument:
    return ReceivedDocument(
        id=document.pk,
        url=f"{settings.SITE_URL}{document.get_absolute_url()}",
        system=document.system_id,
        part=document.part,
        is_new=is_new,
        format=document.format,
        format_version=document.format_version,
        counts=document.counted,
        quality=document.quality,
        problems=[FileProblem(**each) for each in document.problems],
    )


def _component(row: Occurrence) -> ComponentDocument:
    version = row.package_version
    return ComponentDocument(
        id=row.pk,
        purl=version.purl,
        type=version.package.type,
        name=version.package.name,
        version=version.version,
        distribution=version.package.distribution,
        depth=row.depth,
        is_optional=row.is_optional,
        is_source=row.is_source,
        part=row.document.part,
        list=row.document_id,
    )

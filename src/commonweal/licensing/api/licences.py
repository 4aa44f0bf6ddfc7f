"""Routes under /api/v1 that tell what licences say; open to all, they know nothing of who uses what."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from commonweal.licensing.documents.answers import (
    AdviceDocument,
    CompatibilityDocument,
    LicenceCheckDocument,
    advised,
    checked,
    compared,
    readable,
)
from commonweal.licensing.queries import listed
from commonweal.licensing.rules.advice import Publisher, What, Wish
from commonweal.standards.http_problems import ProblemDocument
from commonweal.standards.licence_kinds import Kind

router = Router(tags=["licences"])
FAULTS = dict.fromkeys((400, 422), ProblemDocument)
Text = Annotated[str, Query(max_length=1_000, description="an expression or the name of a licence")]
Words = Annotated[str, Query(max_length=200, description="words of its name")]
Chosen = Annotated[Kind | None, Query(description="the kind of licence")]
Open = Annotated[bool, Query(description="only those approved by OSI or listed as free by FSF")]
BuiltOn = Annotated[list[str], Query(max_length=30, description="licences of what it is built on")]
Joins = Annotated[str, Query(max_length=300, description="the licence of the program that it becomes a part of")]
ForClosed = Annotated[bool, Query(description="closed programs should be able to build it in")]
ComeBack = Annotated[bool, Query(description="changes must come back")]
Service = Annotated[bool, Query(description="it is offered over a network")]
Patents = Annotated[bool, Query(description="the licence has to grant patents in words")]
Funded = Annotated[bool, Query(description="it was paid for with money of the European Union")]


class LicenceRow(Schema):
    """A licence of SPDX's list."""

    id: str
    name: str
    kind: str
    is_osi_approved: bool
    is_fsf_free: bool


class LicenceList(Schema):
    """Licences in use today, by identifier."""

    data: list[LicenceRow]


@router.get("/licences", response={200: LicenceList} | FAULTS, summary="List licences")
def list_licences(
    request: HttpRequest,
    q: Words = "",
    kind: Chosen = None,
    open: Open = False,  # noqa: A002, FBT002
) -> LicenceList:
    """Licences that SPDX lists, with their kind and who calls them open."""
    return LicenceList(data=[_row(each) for each in listed.licences(q, kind, only_open=open)])


@router.get("/licences/check", response={200: LicenceCheckDocument} | FAULTS, summary="Check a licence")
def check_licence(request: HttpRequest, text: Text) -> LicenceCheckDocument:
    """What an expression or a name means, what it asks for each use, and what the policy says."""
    return checked(text)


@router.get(
    "/licences/compatibility",
    response={200: CompatibilityDocument} | FAULTS,
    summary="May code under one licence go into a work under another?",
)
def check_compatibility(request: HttpRequest, inbound: Text, outbound: Text) -> CompatibilityDocument:
    """`answer` is yes, check (it depends), unknown or no; null where one of the two cannot be read."""
    return compared(inbound, outbound)


@router.get("/licences/advice", response={200: AdviceDocument} | FAULTS, summary="Which licence fits?")
def advise(
    request: HttpRequest,
    what: What = What.SOFTWARE,
    publisher: Publisher = Publisher.MEMBER,
    built_on: BuiltOn = [],  # noqa: B006
    plugs_into: Joins = "",
    for_closed: ForClosed = False,  # noqa: FBT002
    come_back: ComeBack = True,  # noqa: FBT002
    service: Service = False,  # noqa: FBT002
    patents: Patents = False,  # noqa: FBT002
    funded: Funded = False,  # noqa: FBT002
) -> AdviceDocument:
    """Licences that fit what is published and what it is built on, the best first, and why others do not."""
    wish = Wish(
        what=what,
        built_on=tuple(readable(each) for each in built_on if each.strip()),
        plugs_into=readable(plugs_into),
        is_for_closed=for_closed,
        come_back=come_back,
        is_service=service,
        needs_patents=patents,
        publisher=publisher,
        is_funded=funded,
    )
    return advised(wish)


@router.get(
    "/licences/{identifier}",
    response={200: LicenceRow, 404: ProblemDocument} | FAULTS,
    summary="One licence",
)
def one_licence(request: HttpRequest, identifier: str) -> LicenceRow:
    """A licence by its SPDX identifier, whatever its case."""
    found = listed.licence_named(identifier)
    if found is None:
        raise Http404
    return _row(found)


def _row(found: listed.Listed) -> LicenceRow:
    return LicenceRow(
        id=found.identifier,
        name=found.name,
        kind=found.kind.value,
        is_osi_approved=found.is_osi_approved,
        is_fsf_free=found.is_fsf_free,
    )

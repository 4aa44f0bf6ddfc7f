"""Bodies and offices for machines. Read only."""

from datetime import date
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from commonweal.organisations import queries
from commonweal.organisations.models import Body, Office
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["organisations"])


class NameDocument(Schema):
    """A name in a language: official, alias or former."""

    language: str
    name: str
    kind: str


class IdentifierDocument(Schema):
    """What another register calls a body; `page` is its page there."""

    scheme: str
    value: str
    page: str | None


class BodyDocument(Schema):
    """A body. What is not known is null."""

    id: str
    uri: str
    page: str
    name: str
    names: list[NameDocument]
    kind: str
    tier: str
    country: str | None
    nuts_code: str | None
    lau_code: str | None
    identifiers: list[IdentifierDocument]
    place: str | None
    latitude: float | None
    longitude: float | None
    population: int | None
    population_year: int | None
    website: str | None
    is_public_sector: bool
    ended_on: date | None


class BodyPage(Schema):
    """A page of bodies; `next` is the `after` of the following one, null on the last."""

    data: list[BodyDocument]
    next: int | None


class HostDocument(Schema):
    """A body that houses an office, and in which part of it."""

    uri: str
    name: str
    part: str | None


class OfficeServiceDocument(Schema):
    """What an office does, for whom, how long it takes, and whom to ask; what is not known is null."""

    what: str
    for_whom: str | None
    takes: str | None
    contact: str | None


class OfficeDocument(Schema):
    """An office. What is not known is null."""

    id: str
    page: str
    name: str
    archetype: str | None
    level: str | None
    country: str | None
    hosts: list[HostDocument]
    serves: str | None
    goal: str | None
    budget_kind: str
    services: list[str]
    service_catalogue: list[OfficeServiceDocument]
    website: str | None
    active_from: date | None
    active_to: date | None
    end_reason: str | None
    sources: list[str]


@router.get("/bodies", response={200: BodyPage, 400: ProblemDocument, 422: ProblemDocument}, summary="List bodies")
def list_bodies(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=2**62, description="the `next` of the page before")] = 0,
    size: Annotated[int, Query(ge=1, le=500)] = 100,
    country: Annotated[str | None, Query(pattern="^[A-Z]{2}$")] = None,
) -> BodyPage:
    """Every body of the register, page by page."""
    bodies = (
        queries.with_verification(Body.objects.filter(pk__gt=after))
        .prefetch_related("names", "identifiers")
        .order_by("pk")
    )
    if country:
        bodies = bodies.filter(country=country)
    rows = list(bodies[: size + 1])
    more = len(rows) > size
    return BodyPage(data=[_body(body) for body in rows[:size]], next=rows[size - 1].pk if more else None)


@router.get(
    "/bodies/{slug}", response={200: BodyDocument, 400: ProblemDocument, 404: ProblemDocument}, summary="One body"
)
def one_body(request: HttpRequest, slug: str) -> BodyDocument:
    """A body by its id."""
    body = queries.with_verification(Body.objects.filter(slug=slug)).prefetch_related("names", "identifiers").first()
    if body is None:
        raise Http404
    return _body(body)


@router.get("/offices", response={200: list[OfficeDocument], 400: ProblemDocument}, summary="List programme offices")
def list_offices(request: HttpRequest) -> list[OfficeDocument]:
    """The directory of offices, closed ones included."""
    return [_office(office) for office in queries.offices(request.user).order_by("name")]


@router.get(
    "/offices/{slug}",
    response={200: OfficeDocument, 400: ProblemDocument, 404: ProblemDocument},
    summary="One programme office",
)
def one_office(request: HttpRequest, slug: str) -> OfficeDocument:
    """An office by its id."""
    office = queries.offices(request.user).filter(slug=slug).first()
    if office is None:
        raise Http404
    return _office(office)


def _body(body: Body) -> BodyDocument:
    return BodyDocument(
        id=body.slug,
        uri=body.uri,
        page=settings.SITE_URL + body.get_absolute_url(),
        name=body.name,
        names=[NameDocument(language=each.language, name=each.name, kind=each.kind) for each in body.names.all()],
        kind=body.kind,
        tier=body.tier,
        country=body.country or None,
        nuts_code=body.nuts_code or None,
        lau_code=body.lau_code or None,
        identifiers=[
            IdentifierDocument(scheme=each.scheme, value=each.value, page=each.address or None)
            for each in body.identifiers.all()
        ],
        place=body.place or None,
        latitude=body.latitude,
        longitude=body.longitude,
        population=body.population,
        population_year=body.population_year,
        website=body.website or None,
        is_public_sector=bool(getattr(body, "is_verified", False)),
        ended_on=body.ended_on,
    )


def _office(office: Office) -> OfficeDocument:
    return OfficeDocument(
        id=office.slug,
        page=settings.SITE_URL + office.get_absolute_url(),
        name=office.name,
        archetype=office.archetype or None,
        level=office.level or None,
        country=office.country or None,
        hosts=[
            HostDocument(uri=host.body.uri, name=host.body.name, part=host.part or None) for host in office.hosts.all()
        ],
        serves=office.serves or None,
        goal=office.goal or None,
        budget_kind=office.budget_kind,
        services=[service.description for service in office.services.all()],
        service_catalogue=[
            OfficeServiceDocument(
                what=service.description,
                for_whom=service.for_whom or None,
                takes=service.takes or None,
                contact=service.contact or None,
            )
            for service in office.services.all()
        ],
        website=office.website or None,
        active_from=office.active_from,
        active_to=office.active_to,
        end_reason=office.end_reason or None,
        sources=[source.url for source in office.sources.all()],
    )

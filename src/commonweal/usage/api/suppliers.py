"""Routes under /api/v1 that read suppliers, their services and offers."""

from datetime import date
from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from commonweal.standards.http_problems import ProblemDocument
from commonweal.usage import queries
from commonweal.usage.models import SupplierProfile

router = Router(tags=["suppliers"])
Text = Annotated[str, Query(max_length=100, description="words of its name, or of software")]


class WorkDocument(Schema):
    """Checked work that a project accepted from a supplier."""

    software: str
    title: str
    url: str
    accepted_on: date
    checked_on: date


class ServiceDocument(Schema):
    """What a supplier does with a piece of software; where `countries` is empty nobody said."""

    software: str
    kinds: list[str]
    countries: list[str]
    qualified: bool


class OfferDocument(Schema):
    """The terms of an offer; sums in cents for what `price_model` says, null is not known."""

    id: int
    software: str
    title: str
    kind: str
    price_model: str
    low_cents: int | None
    likely_cents: int | None
    high_cents: int | None
    currency: str
    service_level: str
    capacity: int | None
    hosting_country: str
    exit_terms: str
    valid_until: date | None


class SupplierDocument(Schema):
    """A supplier; it is qualified only for software for which it has checked work."""

    slug: str
    name: str
    kind: str
    description: str
    countries: list[str]
    is_small: bool | None
    services: list[ServiceDocument]
    checked_work: list[WorkDocument]
    offers: list[OfferDocument]


class SupplierRow(Schema):
    """A supplier in a list, and the software for which it is qualified."""

    slug: str
    name: str
    countries: list[str]
    software_count: int
    qualified_for: list[str]


class SupplierList(Schema):
    """Suppliers, those with checked work first."""

    data: list[SupplierRow]


@router.get(
    "/suppliers", response={200: SupplierList, 400: ProblemDocument, 422: ProblemDocument}, summary="List suppliers"
)
def list_suppliers(request: HttpRequest, q: Text = "", service: str = "", country: str = "") -> SupplierList:
    """Who serves public bodies: by name or software, service and country."""
    search = queries.SupplierSearch(text=q, service=service[:20], country=country[:2].upper())
    return SupplierList(
        data=[
            SupplierRow(
                slug=one.supplier.body.slug,
                name=one.supplier.body.name,
                countries=one.supplier.countries,
                software_count=one.software_count,
                qualified_for=[work.entry.slug for work in one.qualified],
            )
            for one in queries.find_suppliers(AnonymousUser(), search)
        ]
    )


@router.get(
    "/suppliers/{slug}",
    response={200: SupplierDocument, 400: ProblemDocument, 404: ProblemDocument},
    summary="One supplier",
)
def one_supplier(request: HttpRequest, slug: str) -> SupplierDocument:
    """A supplier by the id of its organisation."""
    supplier = queries.open_suppliers().filter(body__slug=slug).first()
    if supplier is None:
        raise Http404
    return _document(supplier)


def _document(supplier: SupplierProfile) -> SupplierDocument:
    served = queries.served_by(AnonymousUser(), supplier)
    return SupplierDocument(
        slug=supplier.body.slug,
        name=supplier.body.name,
        kind=supplier.body.kind,
        description=supplier.description,
        countries=supplier.countries,
        is_small=supplier.is_small,
        services=[
            ServiceDocument(
                software=entry.slug,
                kinds=[service.kind for service in serving.services],
                countries=list(serving.countries),
                qualified=serving.is_qualified,
            )
            for entry, serving in served
        ],
        checked_work=[
            WorkDocument(
                software=entry.slug,
                title=work.title,
                url=work.url,
                accepted_on=work.accepted_on,
                checked_on=work.checked_at.date(),
            )
            for entry, serving in served
            for work in serving.checked
            if work.checked_at is not None
        ],
        offers=_offers(supplier),
    )


def _offers(supplier: SupplierProfile) -> list[OfferDocument]:
    return [
        OfferDocument(
            id=offer.pk,
            software=offer.entry.slug,
            title=offer.title,
            kind=offer.kind,
            price_model=offer.price_model,
            low_cents=offer.low_cents,
            likely_cents=offer.likely_cents,
            high_cents=offer.high_cents,
            currency=offer.currency,
            service_level=offer.service_level,
            capacity=offer.capacity,
            hosting_country=offer.hosting_country,
            exit_terms=offer.exit_terms,
            valid_until=offer.valid_until,
        )
        for offer in queries.offers_of(AnonymousUser(), timezone.localdate(), supplier=supplier)
    ]

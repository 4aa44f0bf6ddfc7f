"""Routes under /api/v1 that read products and what could stand in for them."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Schema

from commonweal.catalogue import queries
from commonweal.catalogue.api.entries import router
from commonweal.catalogue.models import Product
from commonweal.standards.http_problems import ProblemDocument

Text = Annotated[str, Query(max_length=100, description="words of its name or its maker's")]
MOST = 500


class AlternativeDocument(Schema):
    """Software that could stand in for a product, and who says so."""

    software: str
    name: str
    url: str
    source: str
    source_url: str
    stated_on: date | None
    pack: str


class ProductDocument(Schema):
    """A product by name, and what could stand in for it."""

    slug: str
    name: str
    other_names: list[str]
    vendor: str
    wikidata: str
    functions: list[str]
    alternatives: list[AlternativeDocument]


class ProductList(Schema):
    """Products by name."""

    data: list[ProductDocument]


@router.get(
    "/products", response={200: ProductList, 400: ProblemDocument, 422: ProblemDocument}, summary="List products"
)
def list_products(request: HttpRequest, q: Text = "") -> ProductList:
    """Products that bodies run, most often closed, with what could stand in for each."""
    return ProductList(data=_documents(request, list(queries.products_for(request.user, text=q)[:MOST])))


@router.get(
    "/products/{slug}",
    response={200: ProductDocument, 400: ProblemDocument, 404: ProblemDocument},
    summary="What could replace a product",
)
def one_product(request: HttpRequest, slug: str) -> ProductDocument:
    """A product by its id."""
    product = queries.product_for(request.user, slug)
    if product is None:
        raise Http404
    return _documents(request, [product])[0]


def _documents(request: HttpRequest, products: list[Product]) -> list[ProductDocument]:
    standing_in = queries.stand_ins(request.user, [product.pk for product in products])
    return [
        ProductDocument(
            slug=product.slug,
            name=product.name,
            other_names=product.other_names,
            vendor=product.vendor_name,
            wikidata=product.wikidata,
            functions=product.functions,
            alternatives=[
                AlternativeDocument(
                    software=one.entry.slug,
                    name=one.entry.name,
                    url=one.entry.url,
                    source=said.source,
                    source_url=said.source_url,
                    stated_on=said.stated_on,
                    pack=said.pack,
                )
                for one in standing_in.get(product.pk, [])
                for said in one.statements
            ],
        )
        for product in products
    ]

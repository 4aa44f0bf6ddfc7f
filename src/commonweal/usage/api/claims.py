"""Routes under /api/v1 that read claims of use; everybody is told what they may see."""

from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import Body
from commonweal.standards.http_problems import ProblemDocument
from commonweal.usage import queries
from commonweal.usage.documents.claims import ClaimDocument, CountsDocument, claim_document, counts_document

router = Router(tags=["usage"])

After = Annotated[int, Query(ge=0, le=2**62, description="the `next` of the page before")]
Size = Annotated[int, Query(ge=1, le=500)]


class SoftwareUsage(Schema):
    """Who uses a piece of software; `next` is the `after` of the following page, null on the last."""

    software: str
    counts: CountsDocument
    data: list[ClaimDocument]
    next: int | None


class BodyUsage(Schema):
    """What a body uses and used; `next` is the `after` of the following page, null on the last."""

    body: str
    data: list[ClaimDocument]
    next: int | None


@router.get(
    "/software/{slug}/usage",
    response={200: SoftwareUsage, 400: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument},
    summary="Who uses an entry",
)
def usage_of_software(request: HttpRequest, slug: str, after: After = 0, size: Size = 100) -> SoftwareUsage:
    """The claims you may see that somebody uses it, ended ones included, and how many bodies do, by region and tier."""
    entry = catalogue.entries_seen_by(request.user).filter(slug=slug).first()
    if entry is None:
        raise Http404
    claims = queries.claims_for(request.user).filter(entry=entry, pk__gt=after).select_related("owner", "entry")
    rows = list(claims.order_by("pk")[: size + 1])
    today = timezone.localdate()
    return SoftwareUsage(
        software=entry.slug,
        counts=counts_document(queries.counts(request.user, entry)),
        data=[claim_document(claim, site_url=settings.SITE_URL, today=today) for claim in rows[:size]],
        next=rows[size - 1].pk if len(rows) > size else None,
    )


@router.get(
    "/bodies/{slug}/usage",
    response={200: BodyUsage, 400: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument},
    summary="What a body uses",
)
def usage_of_body(request: HttpRequest, slug: str, after: After = 0, size: Size = 100) -> BodyUsage:
    """The claims you may see about a body, ended ones included."""
    body = Body.objects.filter(slug=slug).first()
    if body is None:
        raise Http404
    claims = queries.portfolio(request.user, body).filter(pk__gt=after).select_related("owner", "entry").order_by("pk")
    rows = list(claims[: size + 1])
    today = timezone.localdate()
    return BodyUsage(
        body=body.slug,
        data=[claim_document(claim, site_url=settings.SITE_URL, today=today) for claim in rows[:size]],
        next=rows[size - 1].pk if len(rows) > size else None,
    )

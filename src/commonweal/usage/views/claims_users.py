"""Who uses a piece of software: the page, its files, and where software runs for everybody to look at."""

import csv
from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.catalogue.models import Entry
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Tier
from commonweal.organisations.queries import country_name, name_of
from commonweal.usage import queries
from commonweal.usage.documents.claims import ClaimDocument, claim_document, claim_rows, counts_document
from commonweal.usage.models import Status
from commonweal.usage.queries import Users, UserSearch
from commonweal.usage.views.asking import entry_or_404, home_of
from commonweal.usage.views.claims_words import distance, source

CHUNK = 500
MOST_INSTANCES = 100


class _Echo:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


@require_safe
def software_users(request: HttpRequest, slug: str) -> HttpResponse:
    """Who uses a piece of software, nearest to the reader's body first, with numbers by region and a map."""
    entry = entry_or_404(request, slug)
    search, home = read_search(request), home_of(request)
    found = queries.users_of(request.user, entry, search, home)
    counts = queries.counts(request.user, entry)
    instances = queries.public_instances(request.user, entry)[:MOST_INSTANCES]
    context = {
        "entry": entry,
        "search": search,
        "home": home,
        "near": request.GET.get("near", "").strip() or (home.name if home else ""),
        "rows": rows(found),
        "placed": [row.body for row in found.rows],
        "counts": counts,
        "countries": sorted({(region.country, country_name(region.country)) for region in counts.regions}),
        "regions": [(country_name(region.country), region) for region in counts.regions],
        "statuses": Status.choices,
        "tiers": Tier.choices,
        "instances": [(claim, claim.owner.name if claim.owner else "") for claim in instances],
        "terms": queries.terms(),
        "may_contact": organisations.is_of_the_network(request.user),
        "addresses": _addresses(request, found),
        "query": _query(request),
    }
    return render(request, "usage/claims_users.html", context)


@require_safe
def software_users_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The users of a piece of software that the reader may see, as a table."""
    entry = entry_or_404(request, slug)
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in claim_rows(_documents(request, entry)))
    response = StreamingHttpResponse(chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{entry.slug}-users.csv"'
    return response


@require_safe
def software_users_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The users of a piece of software that the reader may see, with the numbers, as JSON."""
    entry = entry_or_404(request, slug)
    told = counts_document(queries.counts(request.user, entry)).model_dump()
    users = [document.model_dump() for document in _documents(request, entry)]
    return JsonResponse({"software": entry.slug, "counts": told, "users": users})


@require_safe
def instances(request: HttpRequest) -> HttpResponse:
    """Where software runs for everybody to look at, newest first."""
    shown = list(queries.public_instances(request.user)[:MOST_INSTANCES])
    return render(request, "usage/claims_instances.html", {"claims": shown, "most": MOST_INSTANCES})


def rows(found: Users) -> list[dict[str, object]]:
    """The rows of a list of users as templates show them."""
    return [
        {
            "body": row.body,
            "name": name_of(row.body),
            "country": country_name(row.body.country),
            "use": row.use,
            "source": source(row.use.claim),
            "distance": distance(row.distance_km),
        }
        for row in found.rows
    ]


def read_search(request: HttpRequest) -> UserSearch:
    """What the address asks for."""
    page = request.GET.get("page", "1")
    return UserSearch(
        status=request.GET.get("status", "")[:20],
        tier=request.GET.get("tier", "")[:20],
        country=request.GET.get("country", "")[:2],
        only_confirmed=request.GET.get("confirmed") == "1",
        page=int(page) if page.isdecimal() and len(page) < 4 else 1,
    )


def _documents(request: HttpRequest, entry: Entry) -> Iterator[ClaimDocument]:
    today = timezone.localdate()
    claims = queries.all_users(request.user, entry, read_search(request))
    for claim in claims.iterator(chunk_size=CHUNK):
        yield claim_document(claim, site_url=settings.SITE_URL, today=today)


def _addresses(request: HttpRequest, found: Users) -> dict[str, str]:
    """The addresses of the pages before and after; "" where there is none."""
    return {
        "previous": _page_address(request, found.page - 1) if found.page > 1 else "",
        "next": _page_address(request, found.page + 1) if found.has_next else "",
    }


def _page_address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()

"""Numbers that somebody stated, by subject, conflicting ones side by side."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.organisations import queries
from commonweal.organisations.models import Claim
from commonweal.organisations.queries import country_name
from commonweal.organisations.views.words import shown_date


@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """Every claim with its source; the later of two that disagree is marked."""
    named = {office.slug: office for office in queries.offices(request.user)}
    claims = list(queries.claims())
    later = {claim.superseded_by_id for claim in claims}
    subjects = [
        (_subject(key), named.get(key), [_row(claim, later) for claim in group])
        for key, group in groupby(claims, key=lambda claim: claim.subject)
    ]
    return render(request, "organisations/claim_list.html", {"subjects": subjects})


def _row(claim: Claim, later: set[int | None]) -> tuple[Claim, str, bool]:
    return claim, shown_date(claim.published_on, claim.published_known_to), claim.pk in later


def _subject(key: str) -> str:
    kind, _, rest = key.partition(":")
    return country_name(rest) if kind == "country" else key.replace("-", " ").capitalize()

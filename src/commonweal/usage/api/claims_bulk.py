"""Every public claim of use in one file, streamed: JSON Lines and CSV."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.catalogue.models import Entry
from commonweal.organisations.queries import visible
from commonweal.usage import queries
from commonweal.usage.documents.claims import LICENCE, ClaimDocument, claim_document, claim_rows

CHUNK = 1000


class _Echo:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


@require_safe
def claims_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Every public claim, one JSON object a line, whoever asks."""
    return _file((document.model_dump_json() + "\n" for document in _documents()), "application/jsonl", "usage.jsonl")


@require_safe
def claims_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every public claim as a table for a spreadsheet, whoever asks."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in claim_rows(_documents()))
    return _file(chain(["\ufeff"], lines), "text/csv; charset=utf-8", "usage.csv")


def _documents() -> Iterator[ClaimDocument]:
    visitor, today = AnonymousUser(), timezone.localdate()
    claims = queries.claims_for(visitor).filter(entry__in=visible(Entry.objects.all(), visitor))
    for claim in claims.select_related("owner", "entry").order_by("pk").iterator(chunk_size=CHUNK):
        yield claim_document(claim, site_url=settings.SITE_URL, today=today)


def _file(lines: Iterable[str], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = f'<https://spdx.org/licenses/{LICENCE}>; rel="license"'
    return response

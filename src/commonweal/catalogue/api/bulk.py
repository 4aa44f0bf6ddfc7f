"""The whole catalogue in one file, streamed: JSON Lines and CSV."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from commonweal.catalogue import queries
from commonweal.catalogue.documents import EntryDocument, csv_rows, entry_document

CHUNK = 500


class _Echo:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


@require_safe
def entries_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Every entry you may see, one JSON object a line, as `/api/v1/software/{id}` gives it."""
    lines = (document.model_dump_json() + "\n" for document in _documents(request))
    return _file(lines, "application/jsonl", "software.jsonl")


@require_safe
def entries_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every entry you may see as a table for a spreadsheet (UTF-8 with a byte order mark, so that Excel reads it)."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in csv_rows(_documents(request)))
    return _file(chain(["\ufeff"], lines), "text/csv; charset=utf-8", "software.csv")


def _documents(request: HttpRequest) -> Iterator[EntryDocument]:
    entries = queries.with_details(queries.entries_for(request.user)).order_by("pk")
    for entry in entries.iterator(chunk_size=CHUNK):
        yield entry_document(entry, site_url=settings.SITE_URL)


def _file(lines: Iterable[str], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

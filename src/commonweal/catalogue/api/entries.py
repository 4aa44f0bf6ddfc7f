"""Routes under /api/v1 that read the catalogue."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from commonweal.catalogue import queries
from commonweal.catalogue.api import cursors
from commonweal.catalogue.documents import (
    EntryDocument,
    RecordDocument,
    codemeta_document,
    entry_document,
    record_document,
)
from commonweal.catalogue.models import Entry
from commonweal.journal import queries as journal
from commonweal.standards.http_problems import ProblemDocument

router = Router(tags=["catalogue"])

Cursor = Annotated[str | None, Query(max_length=300, description="the `next` of the page before")]
Size = Annotated[int, Query(ge=1, le=100, description="entries a page")]


class EntryPage(Schema):
    """A page of entries; `next` is the cursor of the following one, null on the last."""

    data: list[EntryDocument]
    next: str | None


class Change(Schema):
    """Something that happened to an entry, at a position of the journal."""

    position: int
    event: str
    at: datetime
    entry: str
    url: str


class ChangePage(Schema):
    """Changes in order; ask again with `after=last` for what comes later."""

    data: list[Change]
    last: int


class FoundFacet(Schema):
    """How many hits each value of a facet has."""

    name: str
    label: str
    values: list[dict[str, Any]]


class Found(Schema):
    """What a search found."""

    total: int
    page: int
    pages: int
    did_you_mean: str | None
    expanded: list[str]
    data: list[EntryDocument]
    facets: list[FoundFacet]


@router.get(
    "/software",
    response={200: EntryPage, 400: ProblemDocument, 422: ProblemDocument},
    summary="List entries",
)
def list_entries(
    request: HttpRequest,
    changed_since: Annotated[
        datetime | None, Query(description="only what changed at or after this time, removals included")
    ] = None,
    cursor: Cursor = None,
    size: Size = 25,
) -> EntryPage:
    """Every entry you may see, oldest change first when `changed_since` is given, removals then included."""
    if changed_since is None:
        entries = queries.entries_for(request.user).order_by("id")
        if cursor:
            (last_id,) = cursors.decode(cursor, (int,))
            entries = entries.filter(pk__gt=last_id)
    else:
        since = cursors.utc(changed_since)
        entries = queries.entries_changed(request.user, since=since, after=_change_cursor(cursor))
    rows = list(queries.with_details(entries)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return EntryPage(data=_documents(rows), next=_next(rows[-1], changed_since) if more else None)


@router.get(
    "/software/{slug}", response={200: EntryDocument, 400: ProblemDocument, 404: ProblemDocument}, summary="One entry"
)
def one_entry(request: HttpRequest, slug: str) -> EntryDocument:
    """An entry by its id; one that is gone still answers, with its `removal`."""
    return entry_document(_entry(request, slug), site_url=settings.SITE_URL)


@router.get(
    "/software/{slug}/records",
    response={200: list[RecordDocument], 400: ProblemDocument, 404: ProblemDocument},
    summary="What each source says",
)
def records_of(request: HttpRequest, slug: str) -> list[RecordDocument]:
    """The same entry as each source describes it, foremost source first, with the problems found in it."""
    return [record_document(record) for record in _entry(request, slug).records.all()]


@router.get(
    "/software/{slug}/codemeta",
    summary="One entry as CodeMeta 3.0",
    response={200: dict[str, Any], 400: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument},
)
def codemeta_of(
    request: HttpRequest, slug: str, language: Annotated[str, Query(max_length=35)] = "en"
) -> dict[str, Any]:
    """JSON-LD for research and archive software, described in the language or the nearest one there is."""
    document = codemeta_document(_entry(request, slug), language=language)
    if document is None:
        raise Http404
    return document


@router.get(
    "/lookup",
    response={200: EntryDocument, 400: ProblemDocument, 404: ProblemDocument, 422: ProblemDocument},
    summary="The entry of a repository",
)
def lookup(
    request: HttpRequest,
    url: Annotated[str, Query(max_length=1000, description="a repository's address, also an old one")],
    component_path: Annotated[str, Query(max_length=500)] = "",
) -> EntryDocument:
    """Find an entry by the address of its repository, however it is written."""
    found = queries.find_by_url(url, component_path)
    if found is None:
        raise Http404
    return entry_document(_entry(request, found.slug), site_url=settings.SITE_URL)


@router.get(
    "/changes",
    response={200: ChangePage, 400: ProblemDocument, 422: ProblemDocument},
    summary="What happened, in order",
)
def changes(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=2**62, description="the `last` you have seen")] = 0,
    size: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> ChangePage:
    """Every change of a public entry by its position in the journal: nothing is skipped, nothing comes twice."""
    events = journal.events_after(after, names=queries.ENTRY_EVENTS, limit=size)
    public = queries.public_entries({int(event.subject_id) for event in events})
    data = [
        Change(
            position=event.position or 0,
            event=event.name,
            at=event.recorded_at,
            entry=public[int(event.subject_id)].slug,
            url=public[int(event.subject_id)].url,
        )
        for event in events
        if int(event.subject_id) in public
    ]
    return ChangePage(data=data, last=(events[-1].position or after) if events else after)


@router.get(
    "/search", response={200: Found, 400: ProblemDocument, 422: ProblemDocument}, summary="Search as the pages do"
)
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=300)] = "",
    labels: Annotated[str, Query(pattern="^(en|it|fr|de)$", description="the language of labels")] = "en",
) -> Found:
    """Search with the words, facets (`category`, `licence`, `language`, …), `sort` and `page` of the search page."""
    found = queries.search(request.user, queries.SearchRequest.from_query(request.GET, labels))
    entries = queries.with_details(Entry.objects.filter(pk__in=[hit.entry.pk for hit in found.hits])).in_bulk()
    return Found(
        total=found.total,
        page=found.page,
        pages=found.pages,
        did_you_mean=found.did_you_mean,
        expanded=list(found.expanded),
        data=_documents([entries[hit.entry.pk] for hit in found.hits]),
        facets=[
            FoundFacet(
                name=facet.name,
                label=str(facet.label),
                values=[{"value": each.value, "label": str(each.label), "count": each.count} for each in facet.values],
            )
            for facet in found.facets
        ],
    )


def _entry(request: HttpRequest, slug: str) -> Entry:
    seen = queries.with_details(queries.entries_seen_by(request.user)).prefetch_related(queries.shown_records())
    entry = seen.filter(slug=slug).first()
    if entry is None:
        raise Http404
    return entry


def _documents(entries: list[Entry]) -> list[EntryDocument]:
    return [entry_document(entry, site_url=settings.SITE_URL) for entry in entries]


def _change_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    if not cursor:
        return None
    moment, pk = cursors.decode(cursor, (str, int))
    return cursors.moment(str(moment)), int(pk)


def _next(last: Entry, changed_since: datetime | None) -> str:
    return cursors.encode(last.pk) if changed_since is None else cursors.encode(last.changed_at.isoformat(), last.pk)

"""The radar of a body, its files, beginning to replace something, and tasks for which there is nothing open."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.standards import spreadsheet
from commonweal.usage import actions, queries
from commonweal.usage.documents import radar as documents
from commonweal.usage.models import Contract, System
from commonweal.usage.queries import Item, Radar
from commonweal.usage.views.asking import body_or_404
from commonweal.usage.views.keeping import frame

MONTHS = (6, 12, 24, 36)
WRITTEN = ("title", "supplier", "currency", "alternatives")


@require_safe
def radar_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The contracts of a body that come near, most pressing first, with what could take their place."""
    found = _radar(request, slug)
    body = body_or_404(slug)
    context = frame(request, body, "radar") | shown(found) | {"choices": MONTHS}
    return render(request, "usage/radar_page.html", context)


@require_safe
def radar_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The radar as a table."""
    found = _radar(request, slug)
    text = io.StringIO()
    writer = csv.DictWriter(text, documents.CSV_COLUMNS)
    writer.writeheader()
    for row in documents.csv_rows(found):
        # Sums below nought begin with a minus and are left alone: what people wrote is in the other columns.
        writer.writerow(row | {column: spreadsheet.harmless(row[column]) for column in WRITTEN})
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="radar-{slug}.csv"'
    return answer


@require_safe
def radar_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The radar with every point and its reason."""
    return JsonResponse(documents.json_document(_radar(request, slug)))


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to look for another way than a contract or a system, with the software that was ticked."""
    body, person = body_or_404(slug), actor(request)
    _require_reader(request, body)
    subject = _subject(request, request.POST.get("key", ""))
    entries = list(catalogue.entries_for(request.user).filter(slug__in=request.POST.getlist("entry")[:20]))
    try:
        actions.begin_replacement(body=body, subject=subject, entries=entries, by=person)
    except actions.OfAnotherBody as refusal:
        raise Http404 from refusal
    messages.success(request, _("Begun. It is marked here, and can be taken back."))
    return redirect(f"/bodies/{slug}/radar?months={_months(request.POST.get('months', ''))}#begun")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a body looks for another way."""
    person, start = actor(request), queries.start_for(request.user, pk)
    if start is None:
        raise Http404
    actions.undo_replacement(start=start, at=timezone.now(), by=person)
    messages.success(request, _("Taken back."))
    return redirect("body-radar", start.body.slug)


@require_safe
def gap_list(request: HttpRequest) -> HttpResponse:
    """The tasks for which bodies run systems and the catalogue has nothing open."""
    language = get_language() or "en"
    rows = [(gap, catalogue.label("category", gap.function, language)) for gap in queries.gaps(request.user)]
    return render(request, "usage/radar_gaps.html", {"rows": rows})


def shown(found: Radar) -> dict[str, object]:
    """A radar as its page shows it."""
    rows = [(item, documents.sums(item.money, found.pack.years)) for item in found.items]
    dateless = [(item, documents.sums(item.money, found.pack.years)) for item in found.dateless]
    begun = [item for item in (*found.items, *found.dateless) if item.start is not None]
    return {"radar": found, "rows": rows, "dateless": dateless, "begun": begun, "tasks": _tasks(found)}


def _tasks(found: Radar) -> dict[str, str]:
    language = get_language() or "en"
    items: tuple[Item, ...] = (*found.items, *found.dateless)
    functions = {function for item in items for function in item.subject.functions}
    return {function: catalogue.label("category", function, language) for function in functions}


def _radar(request: HttpRequest, slug: str) -> Radar:
    body = body_or_404(slug)
    _require_reader(request, body)
    months = _months(request.GET.get("months", ""))
    return queries.radar_of(request.user, body, timezone.localdate(), months=months)


def _require_reader(request: HttpRequest, body: Body) -> None:
    if not queries.may_read_radar(request.user, body):
        raise NotAllowed(_("Only people of this organisation see its radar."))


def _months(text: str) -> int:
    return min(max(int(text), 1), 120) if text.isdecimal() and len(text) < 5 else 12


def _subject(request: HttpRequest, key: str) -> Contract | System:
    """The contract or system with this key, if the reader may see it.

    Raises Http404.
    """
    wanted = queries.subject_model(key)
    if wanted is None:
        raise Http404
    kind, pk = wanted
    contract = queries.seen_contracts(request.user).filter(pk=pk).first() if kind == "contract" else None
    system = queries.seen_systems(request.user).filter(pk=pk).first() if kind == "system" else None
    found = contract or system
    if found is None:
        raise Http404
    return found

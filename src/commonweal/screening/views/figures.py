"""How long it takes: counts and times by kind and month, as a page and as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.drawing.bars import Bar, draw_bars
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.screening.documents.words import duration
from commonweal.screening.models import RequestKind
from commonweal.screening.queries.figures import Figure, figures
from commonweal.standards.spreadsheet import csv_text

COLUMNS = (
    "month", "kind", "asked", "fast_lane", "earlier", "person", "withdrawn", "waiting", "median_seconds",
    "ninetieth_seconds", "median_of_persons_seconds",
)  # fmt: skip


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """The figures, with a chart and the table beside it."""
    whole, months = figures(_scope(request))
    context = {"whole": _words(whole), "figure": whole, "rows": [(each, _words(each)) for each in months]}
    return render(request, "screening/figures.html", context | {"chart": _chart(whole)})


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    _whole, months = figures(_scope(request))
    rows = []
    for each in months:
        times = (each.median, each.ninetieth, each.median_of_persons)
        counts = (each.asked, each.fast_lane, each.earlier, each.person, each.withdrawn, each.waiting)
        month = each.month.strftime("%Y-%m") if each.month else ""
        rows.append([month, each.kind, *counts, *(None if time is None else round(time) for time in times)])
    answer = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="screening.csv"'
    return answer


def _scope(request: HttpRequest) -> Scope:
    scope = scope_of(actor(request))
    if scope.is_empty:
        raise NotAllowed(_("Only those who rule for an organisation see its figures."))
    return scope


def _words(figure: Figure) -> dict[str, str]:
    share = figure.at_once_share
    return {
        "month": date_format(figure.month, "YEAR_MONTH_FORMAT") if figure.month else "",
        "kind": str(RequestKind(figure.kind).label) if figure.kind else "",
        "share": "" if share is None else f"{round(share * 100)} %",
        "median": duration(figure.median),
        "ninetieth": duration(figure.ninetieth),
        "median_of_persons": duration(figure.median_of_persons),
    }


def _chart(figure: Figure) -> SafeString:
    """Where what was asked stands."""
    if not figure.asked:
        return mark_safe("")
    named = (
        (_("approved or refused by the fast lane"), figure.fast_lane),
        (_("by an earlier ruling"), figure.earlier),
        (_("by a person"), figure.person),
        (_("withdrawn"), figure.withdrawn),
        (_("waiting"), figure.waiting),
    )
    bars = [
        Bar(
            name, count / figure.asked, ngettext("%(number)s request", "%(number)s requests", count) % {"number": count}
        )
        for name, count in named
    ]
    return mark_safe(draw_bars(bars, label=_("What became of what was asked")))  # noqa: S308  escaped by the drawing


def _requests(count: int) -> str:
    return ngettext("%(number)s request", "%(number)s requests", count) % {"number": count}

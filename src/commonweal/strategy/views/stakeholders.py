"""With whom a body talks: a matrix of sectors and reaches, and where nobody stands."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations.permissions import actor
from commonweal.standards.spreadsheet import csv_text
from commonweal.strategy import actions
from commonweal.strategy.forms.stakeholders import StakeholderForm
from commonweal.strategy.models import Reach
from commonweal.strategy.queries.stakeholders import Circles, circles_of, stakeholder_for
from commonweal.strategy.views.keeping import body_or_404, download, found_or_404, frame, owner_of, saved

REFUSALS = (actions.StakeholderUnclear,)
COLUMNS = ("sector", "reach", "name", "about", "spoken_on")


@require_http_methods(["GET", "POST"])
def stakeholders(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix; what is sent is one more."""
    body = body_or_404(slug)
    form = StakeholderForm(request.POST or None)
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: actions.add_stakeholder(body=body, draft=form.draft(), by=by), REFUSALS):
            return redirect("body-stakeholders", slug)
    circles = circles_of(request.user, body)
    page = frame(request, body, "stakeholders") | {
        "circles": circles,
        "reaches": [reach.label for reach in Reach],
        "empty": [(sector.label, reach.label) for sector, reach in circles.empty],
        "form": form,
    }
    return render(request, "strategy/stakeholders.html", page, status=422 if form.is_bound else 200)


@require_safe
def stakeholders_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a table; a place where nobody stands is a row without a name."""
    body = body_or_404(slug)
    text = csv_text(COLUMNS, _rows(circles_of(request.user, body)))
    return download(text, "text/csv; charset=utf-8", f"{body.slug}-stakeholders.csv")


@require_POST
def withdraw_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that they do not talk any more."""
    stakeholder = found_or_404(stakeholder_for(request.user, pk))
    actions.withdraw_stakeholder(stakeholder=stakeholder, by=actor(request))
    return redirect("body-stakeholders", owner_of(stakeholder).slug)


def _rows(circles: Circles) -> Iterator[tuple[object, ...]]:
    for row in circles.rows:
        for reach, cell in zip(Reach, row.cells, strict=True):
            place = (row.sector.value, reach.value)
            yield from ((*place, each.name, each.about, each.spoken_on) for each in cell)
            if not cell:
                yield (*place, "", "", None)

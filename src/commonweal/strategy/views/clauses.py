"""Clauses of documents, and which of them have what helps people to follow them."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.drawing.letters import MEDIA_TYPES, Kind
from commonweal.drawing.marking import as_markdown
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import letter, name_of
from commonweal.standards.spreadsheet import csv_text
from commonweal.strategy import actions, permissions
from commonweal.strategy.documents.clauses import clause_sheet
from commonweal.strategy.forms.clauses import ClauseForm, SupportForm
from commonweal.strategy.models import Clause, ClauseSupport, SupportKind
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.clauses import Matrix, clause_for, matrix_of
from commonweal.strategy.queries.strategies import goal_seen
from commonweal.strategy.rules.coverage import KINDS
from commonweal.strategy.views.keeping import body_or_404, download, form_page, found_or_404, frame, owner_of, saved

REFUSALS = (actions.ClauseUnclear, actions.ClauseEnded, actions.SupportUnclear, actions.OfAnotherBody)


@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """The clauses against what helps people to follow them, and those that miss something."""
    body = body_or_404(slug)
    matrix = matrix_of(request.user, body)
    page = frame(request, body, "coverage") | {
        "matrix": matrix,
        "kinds": [SupportKind(kind).label for kind in KINDS],
        "uncovered": [(row.clause, _kinds(row.misses)) for row in matrix.uncovered],
    }
    return render(request, "strategy/coverage.html", page)


@require_safe
def coverage_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix as a table for other programs: what helps, a clause a row."""
    body = body_or_404(slug)
    text = csv_text(("document", "reference", "says", *KINDS, "missing"), _rows(matrix_of(request.user, body)))
    return download(text, "text/csv; charset=utf-8", f"{body.slug}-coverage.csv")


@require_safe
def coverage_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The clauses and the matrix to write on with."""
    body = body_or_404(slug)
    text = as_markdown(clause_sheet(matrix_of(request.user, body), name_of(body)))
    return download(text, "text/markdown; charset=utf-8", f"{body.slug}-coverage.md")


@require_safe
def coverage_letter(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    """The clauses and the matrix in the letterhead of the body."""
    body = body_or_404(slug)
    sheet = clause_sheet(matrix_of(request.user, body), name_of(body))
    return download(letter(request.user, sheet, kind, body), MEDIA_TYPES[kind], f"{body.slug}-coverage.{kind}")


@require_http_methods(["GET", "POST"])
def add_clause(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a clause."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    form = ClauseForm(request.POST or None, body=body)
    made = saved(form, lambda: actions.add_clause(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect("clause", made.pk)
    lead = _("Any document that names open source counts, also where you have no strategy of your own.")
    back = reverse("body-coverage", args=[slug])
    return form_page(request, form, title=_("Add a clause"), back=back, back_name=_("Rules and help"), lead=lead)


@require_http_methods(["GET", "POST"])
def clause_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A clause with what helps to follow it; what is sent is one more."""
    clause = found_or_404(clause_for(request.user, pk))
    form = SupportForm(request.POST or None)
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: actions.support_clause(clause=clause, by=by, **form.cleaned_data), REFUSALS):
            return redirect("clause", pk)
    given = {support.kind for support in clause.supports.all()}
    page = frame(request, owner_of(clause), "") | {
        "clause": clause,
        "form": form,
        "goal": goal_seen(request.user, clause.goal),
        "misses": _kinds(tuple(kind for kind in KINDS if kind not in given)),
    }
    return render(request, "strategy/clause.html", page, status=422 if form.is_bound else 200)


@require_POST
def end_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a clause holds no more."""
    clause = found_or_404(clause_for(request.user, pk))
    actions.end_clause(clause=clause, by=actor(request))
    messages.success(request, _("It holds no more and is no longer counted."))
    return redirect("body-coverage", owner_of(clause).slug)


@require_POST
def end_support(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something helps no more."""
    support = ClauseSupport.objects.select_related("clause").filter(pk=pk).first()
    if support is None:
        raise Http404
    clause: Clause = found_or_404(clause_for(request.user, support.clause_id))
    actions.end_support(support=support, by=actor(request))
    return redirect("clause", clause.pk)


def _kinds(kinds: tuple[str, ...]) -> list[str]:
    return [str(SupportKind(kind).label) for kind in kinds]


def _rows(matrix: Matrix) -> Iterator[list[str]]:
    for row in matrix.rows:
        cells = ("; ".join(support.title for support in cell) for cell in row.cells)
        yield [row.clause.document, row.clause.reference, row.clause.says, *cells, " ".join(row.misses)]

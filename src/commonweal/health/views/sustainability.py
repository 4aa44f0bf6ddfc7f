"""Pages of sustainability: a system, a body, and what is used most and maintained least over all."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonweal.components.queries import Scope, scope_of, system_in
from commonweal.drawing.lights import Colour
from commonweal.health.documents.sustainability import (
    COLOURS,
    COLUMNS,
    KINDS,
    STEPS,
    concern_words,
    ranked_rows,
    shown_light,
    step_words,
)
from commonweal.health.queries.end_of_life import run_lines
from commonweal.health.queries.lifecycle_runs import runs
from commonweal.health.queries.lifecycle_source import lifecycle_freshness
from commonweal.health.queries.most_used import RankedUse, most_used
from commonweal.health.queries.sustainability import coverage_of, facts_by_system
from commonweal.health.queries.sustainability_pack import sustainability_pack
from commonweal.health.rules.sustainability import SustainabilityFacts, together
from commonweal.health.views.end_of_life import run_row
from commonweal.organisations.models import Body
from commonweal.standards.spreadsheet import csv_text

PAGE_SIZE = 50


@require_safe
def system_sustainability(request: HttpRequest, pk: int) -> HttpResponse:
    """How long a system lasts: its light, and everything in it of which an end of life is known."""
    scope = scope_of(request.user)
    system = system_in(scope, pk)
    if system is None:
        raise Http404
    facts = facts_by_system(scope, [system.pk]).get(system.pk, SustainabilityFacts())
    lines = run_lines(runs(scope, systems=[system.pk]), scope)
    context = {
        "system": system,
        "body": system.owner,
        "light": shown_light(facts, is_one=True),
        "rows": [run_row(line) for line in lines],
        "coverage": coverage_of(scope, system.pk),
        "fresh": lifecycle_freshness(),
        "pack": sustainability_pack(),
    }
    return render(request, "health/system_sustainability.html", context)


@require_safe
def body_sustainability(request: HttpRequest, slug: str) -> HttpResponse:
    """How long the systems of a body last, as far as it is known."""
    scope = scope_of(request.user)
    body = Body.objects.prefetch_related("names").filter(slug=slug).first()
    if body is None or body.pk not in scope:
        raise Http404
    alone = Scope(bodies=frozenset({body.pk}))
    by_system = facts_by_system(alone)
    gravest = list(COLOURS)
    shown = [
        (system, shown_light(by_system[system.pk], is_one=True))
        for system in alone.systems().order_by("folded_name", "pk")
        if system.pk in by_system
    ]
    shown.sort(key=lambda row: gravest.index(Colour(row[1].colour)))
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "name": body.name_in(get_language() or "en"),
        "light": shown_light(together(by_system.values()) if by_system else SustainabilityFacts()),
        "page": page,
        "rows": list(page),
        "fresh": lifecycle_freshness(),
        "pack": sustainability_pack(),
    }
    return render(request, "health/body_sustainability.html", context)


@require_safe
def most_used_page(request: HttpRequest) -> HttpResponse:
    """What is used most and maintained least; software by claims for everybody, components within the scope only."""
    scope = scope_of(request.user)
    found = list(enumerate(most_used(request.user, scope), 1))
    chosen = _chosen(request, found)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "q": request.GET.get("q", "")[:200].strip(),
        "kind": request.GET.get("kind", ""),
        "kinds": list(KINDS.items()),
        "step": request.GET.get("step", ""),
        "steps": [(step, words) for step, (words, _tone) in STEPS.items()],
        "counts": [(step, *STEPS[step], sum(row.step == step for _, row in found)) for step in STEPS],
        "page": page,
        "rows": [
            (number, row, step_words(row), STEPS[row.step][1], concern_words(row), str(KINDS[row.kind]))
            for number, row in page
        ],
        "query": request.GET.urlencode(),
        "sees_systems": not scope.is_empty,
        "is_searched": any(request.GET.get(name) for name in ("q", "kind", "step")),
        "fresh": lifecycle_freshness(),
        "pack": sustainability_pack(),
    }
    return render(request, "health/most_used.html", context)


@require_safe
def most_used_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, narrowed as the page is."""
    found = list(enumerate(most_used(request.user, scope_of(request.user)), 1))
    text = csv_text(COLUMNS, ranked_rows(_chosen(request, found)))
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="most-used-least-maintained.csv"'
    return answer


def _chosen(request: HttpRequest, found: list[tuple[int, RankedUse]]) -> list[tuple[int, RankedUse]]:
    """What the address narrows the list to; every row keeps its place in the whole list."""
    text = request.GET.get("q", "")[:200].strip().casefold()
    kind, step = request.GET.get("kind", ""), request.GET.get("step", "")
    return [
        (number, row)
        for number, row in found
        if (not kind or row.kind == kind)
        and (not step or row.step == step)
        and (not text or text in row.use.name.casefold())
    ]

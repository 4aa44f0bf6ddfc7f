"""Pages of ends of life: all products, one product and who runs it, and what comes to its end when."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.health.actions.lifecycles import (
    NothingSudden,
    accept_lifecycles,
    ask_for_lifecycles,
    open_lifecycle_source,
    switch_lifecycles,
)
from commonweal.health.documents.lifecycles import (
    COLUMNS,
    PHASES,
    TONES,
    WAYS,
    category_name,
    end_words,
    life_picture,
    table_rows,
)
from commonweal.health.models import LifecycleProduct
from commonweal.health.permissions import Permission, allows, require
from commonweal.health.queries.end_of_life import (
    BoundUnclear,
    CycleLine,
    RunLine,
    categories,
    cycle_lines,
    due_lines,
    lifecycle_products,
    product_runs,
    run_lines,
)
from commonweal.health.queries.lifecycle_pack import lifecycle_pack
from commonweal.health.queries.lifecycle_source import lifecycle_freshness
from commonweal.health.rules.phases import Phase
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.standards.spreadsheet import csv_text
from commonweal.usage.models import Criticality

PAGE_SIZE = 50
DAYS = (0, 30, 90, 180, 365, 730)
MOST_DAYS = 3_650
_HALVES = {"ended": True, "soon": False}


@dataclass(frozen=True, slots=True)
class Row:
    """A cycle or a run with the words that a page shows."""

    line: CycleLine | RunLine
    standing: str
    tone: str
    end: str
    more: str


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """All products of which ends of life are known, and how fresh that is; nobody's secret."""
    text = request.GET.get("q", "")[:200].strip()
    category = request.GET.get("category", "")[:60]
    found = lifecycle_products(text, category)
    context = {
        "q": text,
        "category": category,
        "categories": [(code, f"{category_name(code)} ({number})") for code, number in categories()],
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "fresh": lifecycle_freshness(),
        "pack": lifecycle_pack(),
        "may_keep": allows(request.user, Permission.KEEP_LIFECYCLES),
        "sees_systems": not scope_of(request.user).is_empty,
    }
    return render(request, "health/end_of_life.html", context)


@require_safe
def product(request: HttpRequest, name: str) -> HttpResponse:
    """One product: its cycles, and which systems within the reader's scope run which, all or those before a version."""
    found = get_object_or_404(LifecycleProduct, name=name)
    scope, today = scope_of(request.user), timezone.localdate()
    bound = request.GET.get("below", "")[:40].strip()
    cycle = request.GET.get("cycle", "")[:120]
    problem = ""
    try:
        runs = product_runs(found, scope, bound)
    except BoundUnclear:
        runs, problem = [], _("Write a version in numbers, such as 14 or 3.10.")
    cycles = cycle_lines(found, runs if not bound else product_runs(found, scope), scope)
    lines = [line for line in run_lines(runs, scope) if not cycle or (line.cycle and line.cycle.name == cycle)]
    context = {
        "product": found,
        "category": category_name(found.category),
        "cycles": [_cycle_row(each) for each in cycles],
        "picture": life_picture(cycles, today),
        "below": bound,
        "problem": problem,
        "cycle": cycle,
        "page": (page := Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))),
        "rows": [run_row(each) for each in page],
        "body_count": len({line.system.owner_id for line in lines}),
        "system_count": len({line.system.pk for line in lines}),
        "sees_systems": not scope.is_empty,
        "fresh": lifecycle_freshness(),
        "pack": lifecycle_pack(),
    }
    return render(request, "health/lifecycle_product.html", context, status=422 if problem else 200)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What is past its end or comes to it soon, by day and by how critical the system is."""
    asked = _Asked.of(request)
    lines = asked.lines()
    page = Paginator([line for line in lines if asked.shows(line)], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "days": asked.days,
        "show": asked.show,
        "shows": [("ended", _("what has ended")), ("soon", _("what ends soon"))],
        "problem": asked.problem,
        "choices": DAYS,
        "body_slug": asked.body_slug,
        "bodies": _bodies(asked.whole),
        "criticality": asked.criticality,
        "criticalities": [(value, label) for value, label in Criticality.choices if value],
        "past": sum(line.run.phase is Phase.PAST for line in lines),
        "extended": sum(line.run.phase is Phase.EXTENDED for line in lines),
        "later": sum(not _has_ended(line) for line in lines),
        "page": page,
        "ended_rows": [run_row(each) for each in page if _has_ended(each)],
        "soon_rows": [run_row(each) for each in page if not _has_ended(each)],
        "query": request.GET.urlencode(),
        "soon_query": urlencode({**request.GET.dict(), "show": "soon", "page": 1}),
        "fresh": lifecycle_freshness(),
        "pack": lifecycle_pack(),
    }
    return render(request, "health/due.html", context, status=422 if asked.problem else 200)


@require_safe
def due_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, narrowed as the page is."""
    asked = _Asked.of(request)
    text = csv_text(COLUMNS, table_rows(line for line in asked.lines() if asked.shows(line)))
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="end-of-life.csv"'
    return answer


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Let ends of life be read from now on, or leave the source alone."""
    is_on = request.POST.get("on") == "yes"
    source = switch_lifecycles(is_on=is_on, by=actor(request))
    text = (
        _("%(name)s is switched on and will be read in a moment.")
        if is_on
        else _("%(name)s is switched off. What came from it stays.")
    )
    messages.success(request, text % {"name": source.name})
    return redirect("/end-of-life#source")


@require_POST
def read_now(request: HttpRequest) -> HttpResponse:
    """Put a reading into the queue."""
    source = open_lifecycle_source(by=actor(request))
    is_new = ask_for_lifecycles(source=source, by=actor(request))
    text = _("The source will be read in a moment.") if is_new else _("A reading of this source waits already.")
    messages.success(request, text)
    return redirect("/end-of-life#source")


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Say that sudden changes are right."""
    person = actor(request)
    require(person, Permission.KEEP_LIFECYCLES)
    try:
        accept_lifecycles(source=open_lifecycle_source(by=person), by=person)
    except NothingSudden as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The source will be read again in a moment, and its changes are taken in."))
    return redirect("/end-of-life#source")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which part of the list somebody looks at; `whole` is all that they may see."""

    whole: Scope
    scope: Scope
    days: int
    body_slug: str
    criticality: str
    show: str
    problem: str

    @classmethod
    def of(cls, request: HttpRequest) -> "_Asked":
        """What is asked for by the address. Raises NotAllowed for who sees nothing at all."""
        whole = scope_of(request.user)
        if whole.is_empty:
            raise NotAllowed(_("Only those who answer for the safety of an organisation see what its systems run."))
        text = request.GET.get("days", "").strip()
        is_number = text.isascii() and text.isdigit() and len(text) < 6
        days = int(text) if is_number else lifecycle_pack().soon_days
        problem = _("Give a whole number of days, 0 or more.") if text and not is_number else ""
        slug = request.GET.get("body", "")[:200].strip()
        body = Body.objects.filter(slug=slug).first() if slug else None
        # A body that may not be seen answers as one that does not exist: with nothing.
        seen = Scope(bodies=frozenset({body.pk} if body is not None and body.pk in whole else set()))
        criticality = request.GET.get("criticality", "")[:10]
        show = request.GET.get("show", "")[:10]
        return cls(whole, seen if slug else whole, min(days, MOST_DAYS), slug, criticality, show, problem)

    def lines(self) -> list[RunLine]:
        """What is asked for, in order."""
        found = due_lines(self.scope, self.days)
        return [line for line in found if not self.criticality or line.system.criticality == self.criticality]

    def shows(self, line: RunLine) -> bool:
        """Whether a line is of the half that is asked for: what has ended, or what will."""
        return self.show not in _HALVES or _has_ended(line) is _HALVES[self.show]


def _has_ended(line: RunLine) -> bool:
    """Whether the maker mends it no longer for everybody."""
    return line.run.phase in (Phase.PAST, Phase.EXTENDED)


def _bodies(scope: Scope, most: int = 300) -> list[tuple[str, str]]:
    """The bodies of a scope that have a system, to choose from; none where there are too many for a list."""
    found = Body.objects.filter(pk__in=scope.systems().values("owner")).order_by("sort_name", "pk")
    bodies = [(body.slug, body.name) for body in found[: most + 1]]
    return bodies if len(bodies) <= most else []


def _cycle_row(line: CycleLine) -> Row:
    cycle = line.cycle
    has_extended = cycle.extended_until or cycle.extended_over
    extended = end_words(cycle.extended_until, cycle.extended_over) if has_extended else ""
    end = end_words(cycle.ends_on, cycle.is_over)
    return Row(line, str(PHASES[line.phase]), TONES[line.phase], end, extended)


def run_row(line: RunLine) -> Row:
    """A run with its words."""
    run = line.run
    is_over = line.cycle.is_over if line.cycle else ""
    return Row(line, str(PHASES[run.phase]), TONES[run.phase], end_words(run.ends_on, is_over), str(WAYS[run.way]))

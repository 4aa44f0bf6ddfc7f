"""The worklist: what comes first, narrowed and as a table, and deciding about many at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.components.queries import Scope, scope_of
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import NotAllowed, actor
from commonweal.risk.actions.deciding import MOST_AT_ONCE, NotDecidable, decide_many, end_many
from commonweal.risk.documents.words import BANDS
from commonweal.risk.forms.decisions import DecisionForBodyForm
from commonweal.risk.models import Decision, Vulnerability
from commonweal.risk.queries.in_force import deciding_for
from commonweal.risk.queries.priority_pack import priorities
from commonweal.risk.queries.tasks import TaskSearch, chosen, counts_of, details
from commonweal.risk.queries.worklist import Task, worklist
from commonweal.risk.views.reasons import place_words
from commonweal.standards.spreadsheet import csv_text

PAGE_SIZE, UNDO = 50, "decisions-to-undo"
STANDINGS = [
    ("accepted", gettext_lazy("risk accepted")),
    ("closed", gettext_lazy("nothing left to do")),
    ("all", gettext_lazy("all")),
]
YES = [("yes", gettext_lazy("yes"))]
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
CRITICALITIES = [("vital", gettext_lazy("must not stop")), ("high", gettext_lazy("can wait for hours at most"))]
COLUMNS = (
    "place", "vulnerability", "summary", "standing", "systems", "organisations", "findings", "open", "accepted",
    "exploited_on", "forecast", "severity", "score", "known_since", "due",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the worklist somebody looks at; `body` where they look at one."""

    scope: Scope
    search: TaskSearch
    body: Body | None


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest) -> HttpResponse:
    """The worklist; by POST a decision about all that is ticked, all or none."""
    person, asked = actor(request), asked_of(request)
    deciding = deciding_for(request.user, asked.body)
    form = DecisionForBodyForm(request.POST or None, deciding=deciding)
    ticked = [int(text) for text in request.POST.getlist("pick") if text.isdecimal() and len(text) < 18]
    if request.method == "POST" and form.is_valid():
        try:
            made = decide_many(
                vulnerabilities=_named(ticked), body=form.body(), draft=form.draft(), by=person
            )  # fmt: skip
        except NotDecidable as refusal:
            form.add_error(None, str(refusal))
        else:
            return _decided(request, made)
    return _page(request, asked, form, ticked)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just decided."""
    person = actor(request)
    made = Decision.objects.filter(pk__in=request.session.pop(UNDO, []), by=person).select_related("body")
    ended = end_many(decisions=list(made), by=person)
    text = ngettext("%(number)s decision was taken back.", "%(number)s decisions were taken back.", len(ended))
    messages.success(request, text % {"number": len(ended)})
    return redirect("worklist")


@require_safe
def work_csv(request: HttpRequest) -> HttpResponse:
    """The worklist as a table, narrowed as the page is."""
    actor(request)
    asked = asked_of(request)
    tasks = worklist(asked.scope)
    places = {task.vulnerability.pk: number for number, task in enumerate(tasks, 1)}
    rows = (_row(places[task.vulnerability.pk], task) for task in chosen(tasks, asked.search, timezone.localdate()))
    answer = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="worklist.csv"'
    return answer


def asked_of(request: HttpRequest) -> Asked:
    """What is asked for by the address, within what the reader may see.

    Raises NotAllowed for who sees nothing at all.
    """
    scope = scope_of(request.user)
    if scope.is_empty:
        raise NotAllowed(_("Only those who answer for the safety of an organisation see its worklist."))
    given = {
        name: request.GET.get(name, "")[:100].strip() for name in TaskSearch.__dataclass_fields__ if name != "text"
    }
    search = TaskSearch(text=request.GET.get("q", "")[:200].strip(), **given)
    slug = request.GET.get("body", "")[:200].strip()
    body = Body.objects.filter(slug=slug).first() if slug else None
    if slug:
        # A body that may not be seen answers as one that does not exist: with nothing.
        seen = frozenset({body.pk} if body is not None and body.pk in scope else set())
        return Asked(Scope(bodies=seen), search, body if seen else None)
    return Asked(scope, search, None)


def _named(ticked: list[int]) -> list[Vulnerability]:
    """The vulnerabilities that were ticked.

    Raises NotDecidable where there is none.
    """
    if not ticked:
        raise NotDecidable(_("Tick at least one vulnerability in the list."))
    if len(ticked) > MOST_AT_ONCE:
        raise NotDecidable(_("Decide about at most %(most)s at once.") % {"most": MOST_AT_ONCE})
    return list(Vulnerability.objects.filter(pk__in=ticked).order_by("name"))


def _decided(request: HttpRequest, made: list[Decision]) -> HttpResponse:
    """Back to the same part of the list, where the decisions can be undone."""
    request.session[UNDO] = [each.pk for each in made]
    text = ngettext("%(number)s decision was written down.", "%(number)s decisions were written down.", len(made))
    messages.success(request, text % {"number": len(made)})
    return redirect(request.get_full_path())


def _page(request: HttpRequest, asked: Asked, form: DecisionForBodyForm, ticked: list[int]) -> HttpResponse:
    today = timezone.localdate()
    tasks = worklist(asked.scope)
    page = Paginator(chosen(tasks, asked.search, today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "search": asked.search,
        "body": asked.body,
        "body_slug": request.GET.get("body", "")[:200].strip(),
        "bodies": bodies_to_choose(scope_of(request.user)),
        "is_searched": any(request.GET.get(name) for name in ("q", "body", *TaskSearch.__dataclass_fields__)),
        "counts": counts_of(tasks, today),
        "page": page,
        "rows": [(detail, place_words(detail.task, today)) for detail in details(list(page), asked.scope)],
        "form": form,
        "ticked": ticked,
        "may_decide": not deciding_for(request.user, asked.body).is_nobody,
        "undo": len(request.session.get(UNDO, [])),
        "query": request.GET.urlencode(),
        "standings": STANDINGS,
        "bands": list(BANDS.items()),
        "yes": YES,
        "yes_no": YES_NO,
        "criticalities": CRITICALITIES,
        "pack": priorities(),
    }
    return render(request, "risk/worklist.html", context, status=422 if form.errors else 200)


def bodies_to_choose(scope: Scope, most: int = 300) -> list[tuple[str, str]]:
    """The bodies of a scope that have a system, to choose from; none where there are too many for a list."""
    found = Body.objects.filter(pk__in=scope.systems().values("owner")).order_by("sort_name", "pk")
    bodies = [(body.slug, body.name) for body in found[: most + 1]]
    return bodies if len(bodies) <= most else []


def _row(place: int, task: Task) -> dict[str, object]:
    found = task.vulnerability
    return {
        "place": place,
        "vulnerability": found.name,
        "summary": found.summary,
        "standing": task.standing.value,
        "systems": task.systems,
        "organisations": task.bodies,
        "findings": task.findings,
        "open": task.open,
        "accepted": task.accepted,
        "exploited_on": found.exploited_on or "",
        "forecast": "" if found.forecast is None else found.forecast,
        "severity": found.band,
        "score": "" if found.score is None else found.score,
        "known_since": task.known_since,
        "due": task.due or "",
    }

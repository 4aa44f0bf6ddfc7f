"""What a system is made of, and handing in a list of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from commonweal.components import actions, queries
from commonweal.components.forms import SbomForm
from commonweal.components.models import Channel, SbomDocument
from commonweal.components.views.asking import frame, system_or_404
from commonweal.organisations.permissions import actor
from commonweal.standards.problems import Problem
from commonweal.usage.models import System

PAGE_SIZE, MOST_EARLIER, MOST_PROBLEMS = 100, 20, 20
WAYS = [
    ("direct", gettext_lazy("asked for by the system itself")),
    ("indirect", gettext_lazy("brought along by another part")),
    ("unknown", gettext_lazy("not told by the list")),
]
NEEDS = [("needed", gettext_lazy("needed to run")), ("optional", gettext_lazy("optional, or for building only"))]


@require_http_methods(["GET", "POST"])
def system_components(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of a system, searched and filtered; by POST a new list."""
    scope = queries.scope_of(request.user)
    system = system_or_404(scope, pk)
    form = SbomForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            document = _received(request, system, form)
        except actions.SbomUnreadable as refusal:
            form.add_error("file", str(refusal))
            problems = list(refusal.problems)
        except (actions.SystemIsPrivate, actions.SystemNotInUse) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(document)
    search = _search(request)
    page = Paginator(queries.components(scope, system, search), PAGE_SIZE).get_page(request.GET.get("page"))
    standing = list(queries.standing_documents(scope, system))
    earlier = queries.documents_of(scope, system).exclude(replaced_at=None)[:MOST_EARLIER]
    context = frame(request, system) | {
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "search": search,
        "is_searched": any(request.GET.get(name) for name in ("q", "type", "way", "need", "part")),
        "page": page,
        "standing": standing,
        "earlier": earlier,
        "types": [(one, one) for one in queries.types_of(scope, system)] if standing else [],
        "parts": [(one.part, one.part) for one in standing if one.part],
        "ways": WAYS,
        "needs": NEEDS,
        "counted": {key: sum(one.counted.get(key, 0) for one in standing) for key in ("components", "assessable")},
    }
    return render(request, "components/system.html", context, status=422 if form.is_bound else 200)


def _received(request: HttpRequest, system: System, form: SbomForm) -> SbomDocument:
    file = form.cleaned_data["file"]
    before = {one.pk for one in queries.standing_documents(queries.scope_of(request.user), system)}
    document = actions.receive_sbom(
        system=system,
        content=file.read(),
        file_name=file.name or "",
        part=form.cleaned_data["part"],
        channel=Channel.PAGE,
        by=actor(request),
    )
    if document.pk in before:
        messages.info(request, _("This list is here already. Nothing has changed."))
    else:
        messages.success(request, _("The list is taken in."))
    return document


def _search(request: HttpRequest) -> queries.ComponentSearch:
    chosen = {name: request.GET.get(name, "")[:100].strip() for name in ("type", "way", "need", "part")}
    return queries.ComponentSearch(text=request.GET.get("q", "")[:200].strip(), **chosen)

"""For curators: names in metadata that stand for no body yet, and lists of who uses what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.organisations.permissions import actor
from commonweal.usage import actions, queries
from commonweal.usage.actions import ListOutcome, RowState
from commonweal.usage.forms.claims import ListForm, MatchForm
from commonweal.usage.models import NamedUser
from commonweal.usage.permissions import Permission, allows, require
from commonweal.usage.rules.matching import Reason
from commonweal.usage.rules.use_lists import RowProblem, read_list
from commonweal.usage.views.asking import entry_or_404

MOST_NAMES, MOST_ROWS, LARGEST_BYTES = 200, 200, 5_000_000
REASONS: dict[str, Promise] = {
    Reason.IDENTIFIER: gettext_lazy("by its code or address"),
    Reason.EXACT: gettext_lazy("by its name"),
    Reason.FORM: gettext_lazy("by its name without what says what it is"),
    Reason.ABROAD: gettext_lazy("by its name, though in another country"),
    Reason.SEVERAL: gettext_lazy("several organisations have this name"),
    Reason.NOBODY: gettext_lazy("no organisation of the register has this name"),
    Reason.PERSON: gettext_lazy("a person decided it"),
}
STATES: dict[RowState, Promise] = {
    RowState.NEW: gettext_lazy("new"),
    RowState.CHANGED: gettext_lazy("changed"),
    RowState.SAME: gettext_lazy("already here"),
    RowState.NO_SOFTWARE: gettext_lazy("software not in the catalogue"),
    RowState.NO_BODY: gettext_lazy("organisation not recognised"),
}


@require_safe
def named(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the metadata of a piece of software names as users, and for whom we take them."""
    entry = entry_or_404(request, slug)
    found = [(each, REASONS.get(each.reason, "")) for each in queries.named_users(entry)]
    context = {"entry": entry, "names": found, "may_match": allows(request.user, Permission.MATCH_NAMES)}
    return render(request, "usage/claims_named.html", context)


@require_safe
def unmatched(request: HttpRequest) -> HttpResponse:
    """Names that stand for no body of the register as yet."""
    require(actor(request), Permission.MATCH_NAMES)
    waiting = queries.names_without_body()
    names = [(each, REASONS.get(each.reason, "")) for each in waiting[:MOST_NAMES]]
    context = {"names": names, "count": waiting.count(), "may_match": True}
    return render(request, "usage/claims_unmatched.html", context)


@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which body a name stands for."""
    by = actor(request)
    require(by, Permission.MATCH_NAMES)
    name = get_object_or_404(NamedUser.objects.select_related("entry__publisher", "body"), pk=pk)
    form = MatchForm(request.POST or None, initial={"body": name.body.slug if name.body else ""})
    if request.method == "POST" and form.is_valid():
        actions.correct_match(named=name, body=form.cleaned_data["body"], by=by)
        messages.success(request, _("Saved."))
        return redirect("software-named", slug=name.entry.slug)
    context = {
        "title": _("Whom does “%(name)s” stand for?") % {"name": name.text},
        "text": _("%(software)s names it as a user.") % {"software": name.entry.name},
        "form": form,
        "body": name.entry,
        "back": f"{name.entry.get_absolute_url()}/named",
    }
    return render(request, "usage/claims_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Take in a list of who uses what: first a look at what would happen, then, with a tick, the thing itself."""
    by = actor(request)
    require(by, Permission.MATCH_NAMES)
    form = ListForm(request.POST or None, request.FILES or None)
    outcome: ListOutcome | None = None
    problems: list[RowProblem] = []
    is_trial = request.POST.get("do") != "take"
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            form.add_error("file", _("The file is larger than 5 MB. Please take it in parts."))
        else:
            rows, problems = read_list(content)
            outcome = actions.import_claims(
                rows=rows,
                source_name=form.cleaned_data["source_name"],
                country=form.cleaned_data["country"],
                is_trial=is_trial,
                by=by,
            )
    context = {
        "form": form,
        "outcome": outcome,
        "is_trial": is_trial,
        "problems": problems[:MOST_ROWS],
        "sums": _sums(outcome) if outcome else [],
        "rows": [(each.row, STATES[each.state], REASONS.get(each.reason, "")) for each in outcome.rows[:MOST_ROWS]]
        if outcome
        else [],
    }
    return render(request, "usage/claims_import.html", context, status=422 if form.errors else 200)


def _sums(outcome: ListOutcome) -> list[tuple[Promise, int]]:
    return [(label, outcome.count(state)) for state, label in STATES.items()]

"""Pages: sources, runs, and what is not in the catalogue and why."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.catalogue import queries as catalogue
from commonweal.harvest import actions, permissions, queries
from commonweal.harvest.forms import PauseForm, RejectionFilter, RemoveForm, SourceForm
from commonweal.harvest.models import Rejection, RunEnd, Source
from commonweal.harvest.permissions import Permission
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import country_name

PAGE_SIZE = 50
RUNS_SHOWN = 20
PUBLISHERS_SHOWN = 30
POLL_SECONDS = 2


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources with their state."""
    page = _page(request, queries.listed_sources(request.user))
    context = {
        "lines": queries.source_lines(page.object_list),
        "may_keep": permissions.allows(request.user, Permission.KEEP_SOURCES),
        "page": page,
    }
    return render(request, "harvest/sources.html", context)


@require_http_methods(["GET", "POST"])
def new_source(request: HttpRequest) -> HttpResponse:
    """Add a source."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    may_read_files = permissions.allows(request.user, Permission.KEEP_LOCAL_SOURCES)
    form = SourceForm(request.POST or None, may_read_files=may_read_files)
    if request.method == "POST" and form.is_valid():
        added = actions.add_source(draft=form.draft(), by=actor(request))
        messages.success(request, _("The source is added. It will be harvested within five minutes."))
        return HttpResponseRedirect(added.get_absolute_url())
    return render(request, "harvest/new_source.html", {"form": form})


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its state, its runs, what may be done."""
    found = get_object_or_404(queries.sources_for(request.user), pk=pk)
    may_keep = permissions.allows(request.user, Permission.KEEP_SOURCES)
    context = {
        "line": queries.source_lines([found])[0],
        "runs": queries.runs_of(found)[:RUNS_SHOWN],
        "pause": found.pauses.filter(resumed_at=None).select_related("by").first(),
        "pause_form": PauseForm(),
        "may_keep": may_keep,
        "shows_paths": may_keep or not found.is_local,
        "may_run": permissions.allows(request.user, Permission.RUN_HARVEST),
    }
    return render(request, "harvest/source.html", context)


@require_POST
def pause_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a source alone."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = _source(request, pk)
    form = PauseForm(request.POST)
    if form.is_valid():
        actions.pause_source(source=found, reason=form.cleaned_data["reason"], by=actor(request))
        messages.success(request, _("The source is paused."))
    else:
        messages.error(request, _("Please say why the source is paused."))
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
def resume_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a source up again."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = actions.resume_source(source=_source(request, pk), by=actor(request))
    messages.success(request, _("The source is harvested again."))
    return HttpResponseRedirect(found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def remove_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a source, after saying what leaves with it."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = _source(request, pk)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_source(source=found, reason=form.cleaned_data["reason"], by=actor(request))
        messages.success(request, _("The source is removed. What came from it leaves the catalogue within minutes."))
        return HttpResponseRedirect(found.get_absolute_url())
    entries = queries.entries_of(found)
    context = {
        "title": _("Remove %(name)s") % {"name": found},
        "text": _(
            "Entries that name this source: %(count)d. Those that no other source has leave the catalogue; "
            "their pages say so. The history of its harvests stays, and you can resume the source later."
        )
        % {"count": entries},
        "form": form,
        "button": _("Remove the source"),
        "back": found.get_absolute_url(),
    }
    return render(request, "parts/confirm.html", context, status=422 if form.errors else 200)


@require_POST
def run_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a harvest of a source into the queue."""
    permissions.require(actor(request), Permission.RUN_HARVEST)
    found = _source(request, pk)
    try:
        is_new = actions.ask_for_run(source=found, by=actor(request))
    except actions.SourcePaused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The harvest starts in a moment.") if is_new else _("A harvest of this source waits already.")
        messages.success(request, text)
    return HttpResponseRedirect(found.get_absolute_url())


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run, with its progress while it goes on."""
    found = queries.run_for(request.user, pk)
    if found is None:
        raise Http404
    may_keep = permissions.allows(request.user, Permission.KEEP_SOURCES)
    context = {
        "run": found,
        "poll_seconds": POLL_SECONDS,
        "may_confirm": may_keep and found.end == RunEnd.DOUBTFUL,
        "shows_paths": may_keep or not found.source.is_local,
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "harvest/progress.html" if is_part else "harvest/run.html", context)


@require_POST
def confirm_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what a run did not find is gone."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = queries.run_for(request.user, pk)
    if found is None:
        raise Http404
    try:
        actions.confirm_departures(run=found, by=actor(request))
    except actions.NothingToConfirm as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("What is missing is marked as gone."))
    return HttpResponseRedirect(found.get_absolute_url())


@require_safe
def rejections(request: HttpRequest) -> HttpResponse:
    """Everything that is not in the catalogue, and why."""
    form = RejectionFilter(request.GET)
    rows = queries.rejections_for(request.user)
    if form.is_valid():
        rows = queries.chosen_rejections(rows, reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])
    page = _page(request, rows)
    context = {
        "form": form,
        "rejections": [_explained(row) for row in page.object_list],
        "publishers": queries.rejecting_publishers(request.user)[:PUBLISHERS_SHOWN],
        "page": page,
    }
    return render(request, "harvest/rejections.html", context)


@require_safe
def publisher_rejections(request: HttpRequest, slug: str) -> HttpResponse:
    """Why something of a publisher is missing, and how to mend it."""
    if not queries.is_known_publisher(request.user, slug):
        raise Http404
    rows = list(queries.rejections_for(request.user).filter(publisher_slug=slug)[:PAGE_SIZE])
    bare = queries.repositories_without_metadata(request.user, slug)
    context = {
        "slug": slug,
        "name": rows[0].publisher_name if rows else queries.publisher_name(slug),
        "rejections": [_explained(row) for row in rows],
        "bare": bare[:PAGE_SIZE],
        "bare_count": bare.count(),
    }
    return render(request, "harvest/publisher_rejections.html", context)


@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """Public publishers by country, to be switched on and off."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    on = queries.harvested_by_country()
    named = [
        (code, country_name(code), rows, on.get(code, 0)) for code, rows in queries.publishers_by_country().items()
    ]
    return render(request, "harvest/publishers.html", {"countries": sorted(named, key=lambda each: each[1])})


@require_http_methods(["GET", "POST"])
def switch_on(request: HttpRequest, country: str) -> HttpResponse:
    """Switch the publishers of a country on, after saying how many sources that makes."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    rows = _publishers_of(country)
    if request.method == "POST":
        added = actions.switch_on_publishers(country=country, by=actor(request))
        messages.success(request, _("%(count)d sources are switched on.") % {"count": len(added)})
        return HttpResponseRedirect("/sources")
    name = country_name(country)
    context = {
        "title": _("Switch on the publishers of %(country)s") % {"country": name},
        "text": _("This makes %(sources)d sources of %(publishers)d publishers. They are asked over the internet.")
        % {"sources": sum(len(row.accounts) for row in rows), "publishers": len(rows)},
        "button": _("Switch them on"),
        "back": reverse("source-publishers"),
        "is_harmless": True,
    }
    return render(request, "parts/confirm.html", context)


@require_http_methods(["GET", "POST"])
def switch_off(request: HttpRequest, country: str) -> HttpResponse:
    """Pause the sources of a country's publishers, after saying how many these are."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    _publishers_of(country)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = actions.pause_publishers(country=country, reason=form.cleaned_data["reason"], by=actor(request))
        messages.success(request, _("%(count)d sources are paused.") % {"count": count})
        return HttpResponseRedirect(reverse("source-publishers"))
    name = country_name(country)
    context = {
        "title": _("Switch off the publishers of %(country)s") % {"country": name},
        "text": _("This pauses %(sources)d sources. What they brought stays in the catalogue.")
        % {"sources": len(queries.sources_of_publishers(country))},
        "form": form,
        "button": _("Switch them off"),
        "back": reverse("source-publishers"),
    }
    return render(request, "parts/confirm.html", context, status=422 if form.errors else 200)


def _publishers_of(country: str) -> list[queries.PublisherRow]:
    rows = queries.publishers_by_country().get(country)
    if not rows:
        raise Http404
    return rows


def _explained(row: Rejection) -> dict[str, Any]:
    """A rejection with each problem's way to mend it; what makes the file invalid comes first."""
    is_unreadable = any(problem["rule"] in catalogue.UNREADABLE_RULES for problem in row.problems)
    told = [problem for problem in row.problems if not (is_unreadable and problem["rule"] == "required")]
    problems = sorted(told, key=lambda problem: problem["severity"] != "error")
    lines = [
        problem
        | {
            "introduction": catalogue.introduction(problem["rule"]),
            "message": problem["message"].rstrip(".") + ".",
            "mending": catalogue.mending(problem["rule"]),
        }
        for problem in problems
    ]
    return {"row": row, "lines": lines, "is_local": row.url.startswith("file:")}


def _source(request: HttpRequest, pk: int) -> Source:
    return get_object_or_404(queries.sources_for(request.user), pk=pk)


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))

"""Pages: where advisories come from, how fresh they are, and advisories of one's own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.organisations.permissions import actor
from commonweal.risk import actions, permissions
from commonweal.risk.forms.advisories import LocalAdvisoryForm
from commonweal.risk.models import Advisory, AdvisorySource, FeedKind
from commonweal.risk.permissions import Permission
from commonweal.risk.queries import sources as queries

RUNS_SHOWN, ADVISORIES_SHOWN = 20, 100


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its freshness, and those that could be switched on."""
    lines = queries.source_lines()
    is_used = [line.source is not None and (line.source.is_on or line.read_at is not None) for line in lines]
    context = {
        "used": [line for line, used in zip(lines, is_used, strict=True) if used],
        "others": [line for line, used in zip(lines, is_used, strict=True) if not used],
        "may_keep": permissions.allows(request.user, Permission.KEEP_SOURCES),
        "may_write": permissions.allows(request.user, Permission.WRITE_ADVISORIES),
        "has_local": AdvisorySource.objects.filter(slug=queries.LOCAL_SLUG).exists(),
    }
    return render(request, "risk/sources.html", context)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: what it is, its readings, what was wrong, what may be done."""
    line = queries.source_for(slug)
    if line is None:
        raise Http404
    is_local = line.draft.kind == FeedKind.LOCAL
    context = {
        "line": line,
        "kind": FeedKind(line.draft.kind).label,
        "runs": queries.runs_of(line.source)[:RUNS_SHOWN] if line.source else [],
        "is_held": line.state == queries.SourceState.HELD,
        "is_local": is_local,
        "advisories": queries.local_advisories()[:ADVISORIES_SHOWN] if is_local else [],
        "may_keep": permissions.allows(request.user, Permission.KEEP_SOURCES),
        "may_write": permissions.allows(request.user, Permission.WRITE_ADVISORIES),
    }
    return render(request, "risk/source.html", context)


@require_POST
def switch_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a source be read from now on."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    try:
        found = actions.switch_on(slug=slug, by=actor(request))
    except actions.SourceUnknown as refusal:
        raise Http404 from refusal
    except actions.SourceHasNoAddress as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("advisory-source", args=[slug]))
    messages.success(request, _("%(name)s is switched on and will be read in a moment.") % {"name": found.name})
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
def switch_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a source alone."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = actions.switch_off(source=get_object_or_404(AdvisorySource, slug=slug), by=actor(request))
    messages.success(request, _("%(name)s is switched off. What came from it stays.") % {"name": found.name})
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
def sync(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a reading of the source into the queue."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = get_object_or_404(AdvisorySource, slug=slug)
    try:
        is_new = actions.ask_for_sync(source=found, by=actor(request))
    except actions.SourceHasNoAddress as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The source will be read in a moment.") if is_new else _("A reading of this source waits already.")
        messages.success(request, text)
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that sudden changes are right."""
    permissions.require(actor(request), Permission.KEEP_SOURCES)
    found = get_object_or_404(AdvisorySource, slug=slug)
    try:
        actions.accept_held_back(source=found, by=actor(request))
    except (actions.NothingHeldBack, actions.SourceHasNoAddress) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The source will be read again in a moment, and its changes are taken in."))
    return HttpResponseRedirect(found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def new_advisory(request: HttpRequest) -> HttpResponse:
    """Write an advisory."""
    permissions.require(actor(request), Permission.WRITE_ADVISORIES)
    form = LocalAdvisoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_advisory(draft=form.draft(), by=actor(request))
        except actions.PackageUnclear as refusal:
            form.add_error("package", str(refusal))
        except actions.VersionUnclear as refusal:
            form.add_error(None, str(refusal))
        except actions.SeverityUnclear as refusal:
            form.add_error("vector", str(refusal))
        else:
            text = _("%(name)s is written. It is matched with everything that is run from now on.")
            messages.success(request, text % {"name": written.identifier})
            return HttpResponseRedirect(written.source.get_absolute_url())
    return render(request, "risk/new_advisory.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw_advisory(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an advisory that was written here, after saying what that means."""
    permissions.require(actor(request), Permission.WRITE_ADVISORIES)
    found = get_object_or_404(Advisory.objects.select_related("source"), pk=pk, source__kind=FeedKind.LOCAL)
    if request.method == "POST":
        actions.withdraw_advisory(advisory=found, by=actor(request))
        messages.success(request, _("%(name)s is withdrawn.") % {"name": found.identifier})
        return HttpResponseRedirect(found.source.get_absolute_url())
    context = {
        "title": _("Withdraw %(name)s") % {"name": found.identifier},
        "text": _("Nothing is affected by it any more. It stays on file with everything that was decided about it."),
        "button": _("Withdraw it"),
        "back": found.source.get_absolute_url(),
    }
    return render(request, "parts/confirm.html", context)

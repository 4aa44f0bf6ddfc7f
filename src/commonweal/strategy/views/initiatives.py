"""Initiatives: which run, which may stop, which ended; a page each, and how long such things live."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.drawing.bars import Bar, draw_bars
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.standards.spreadsheet import csv_text
from commonweal.strategy import actions, permissions
from commonweal.strategy.documents.words import sentence_of, years_shown
from commonweal.strategy.forms.initiatives import CloseForm, InitiativeForm, MilestoneForm
from commonweal.strategy.models import Initiative, Milestone
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.alarms import milestones_of
from commonweal.strategy.queries.initiatives import (
    initiative_for,
    initiatives_for,
    survival_of_initiatives,
    survival_of_offices,
    watched,
)
from commonweal.strategy.queries.taking_part import part_pack
from commonweal.strategy.queries.watch_pack import watch_pack
from commonweal.strategy.rules.alarms import month_after
from commonweal.strategy.rules.survival import Survival
from commonweal.strategy.views.keeping import body_or_404, download, form_page, found_or_404, owner_of, saved
from commonweal.strategy.views.participations import part_rows
from commonweal.strategy.views.words import Row, rows_of

REFUSALS = (
    actions.NamelessInitiative, actions.EndsBeforeItBegan, actions.InitiativeEnded, actions.NamelessMilestone,
    actions.NoReason,
)  # fmt: skip
PAGE_SIZE = 100
COLUMNS = (
    "title", "organisation", "since", "paid_until", "answers_for_it", "people", "review_on", "ended_on", "end_reason",
    "alarms",
)  # fmt: skip


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    """The initiatives that the reader may see: all, those that call for somebody, those that ended."""
    show = request.GET.get("show", "")
    rows = _rows(request)
    body = Body.objects.filter(slug=request.GET.get("body", "")[:120]).first()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "strategy/initiatives.html",
        {
            "page": page,
            "rows": page.object_list,
            "show": show,
            "body": body,
            "body_name": name_of(body) if body else "",
            "query": request.GET.urlencode(),
            "pack": watch_pack(),
            "today": timezone.localdate(),
        },
    )


@require_safe
def initiatives_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table for other programs."""
    return download(csv_text(COLUMNS, _cells(_rows(request))), "text/csv; charset=utf-8", "initiatives.csv")


@require_http_methods(["GET", "POST"])
def initiative_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of one initiative with its plan; what is sent is a step of it."""
    initiative = found_or_404(initiative_for(request.user, pk))
    form = MilestoneForm(request.POST or None)
    if request.method == "POST":
        by = actor(request)
        if saved(form, lambda: actions.plan_milestone(initiative=initiative, draft=form.draft(), by=by), REFUSALS):
            return redirect(initiative)
    body, pack, today = owner_of(initiative), watch_pack(), timezone.localdate()
    starts = initiative.started_on
    page = {
        "initiative": initiative,
        "body": body,
        "name": name_of(body),
        "alarms": [sentence_of(alarm) for each in watched([initiative], today) for alarm in each.alarms],
        "milestones": milestones_of(initiative),
        "parts": part_rows(initiative),
        "part_pack": part_pack(),
        "plan_until": month_after(starts, pack.plan_months) if starts else None,
        "plan_due": month_after(starts, pack.terms.plan_month) if starts else None,
        "may_keep": permissions.allows(request.user, Permission.KEEP_INITIATIVES, on=body),
        "is_over": initiative.ended_on is not None,
        "form": form,
        "pack": pack,
        "today": today,
    }
    return render(request, "strategy/initiative.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def add_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down an initiative."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_INITIATIVES, on=body)
    form = InitiativeForm(request.POST or None)
    made = saved(form, lambda: actions.register_initiative(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    lead = _("Only the title is needed. What you leave empty is shown as not known, never as all right.")
    title, back = _("Enter an initiative"), reverse("initiatives")
    return form_page(request, form, title=title, back=back, back_name=_("Initiatives"), lead=lead)


@require_http_methods(["GET", "POST"])
def change_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an initiative."""
    initiative, by = _kept(request, pk), actor(request)
    form = InitiativeForm(request.POST or None, initiative=initiative)
    made = saved(form, lambda: actions.change_initiative(initiative=initiative, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    back = initiative.get_absolute_url()
    return form_page(request, form, title=_("Change the initiative"), back=back, back_name=str(initiative))


@require_http_methods(["GET", "POST"])
def close_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that it ended."""
    initiative, by = _kept(request, pk), actor(request)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    made = saved(form, lambda: actions.close_initiative(initiative=initiative, by=by, **form.cleaned_data), REFUSALS)
    if made:
        messages.success(request, _("Written down. It stays in the list, as ended."))
        return redirect(made)
    back = initiative.get_absolute_url()
    return form_page(request, form, title=_("It has ended"), back=back, back_name=str(initiative))


@require_POST
def reach_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a step was reached."""
    milestone = Milestone.objects.select_related("initiative").filter(pk=pk).first()
    if milestone is None:
        raise Http404
    initiative = _kept(request, milestone.initiative_id)
    actions.reach_milestone(milestone=milestone, by=actor(request))
    return redirect(initiative)


@require_safe
def survival(request: HttpRequest) -> HttpResponse:
    """How long programme offices and initiatives live."""
    today = timezone.localdate()
    kinds = (
        (_("Programme offices"), survival_of_offices(request.user, today)),
        (_("Initiatives"), survival_of_initiatives(request.user, today)),
    )
    rows = [
        (name, found, years_shown(found.median_age), years_shown(found.median_life_of_closed)) for name, found in kinds
    ]
    charts = [(name, found, _chart(name, found)) for name, found in kinds if found.steps]
    return render(request, "strategy/survival.html", {"rows": rows, "charts": charts})


def _cells(rows: list[Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        one = row.initiative
        days = (one.started_on, one.funding_ends_on)
        more = (one.owner_name, one.people_count, one.review_on, one.ended_on, one.end_reason, " ".join(row.alarms))
        yield (one.title, row.body_name, *days, *more)


def _rows(request: HttpRequest) -> list[Row]:
    """What the address asks for: `show` is "fragile", "running", "ended" or everything; `body` is one body's."""
    show, slug = request.GET.get("show", ""), request.GET.get("body", "")[:120]
    found, today = initiatives_for(request.user), timezone.localdate()
    if slug:
        found = found.filter(owner__slug=slug)
    if show in ("running", "fragile"):
        found = found.filter(ended_on=None)
    elif show == "ended":
        found = found.exclude(ended_on=None)
    rows = rows_of(watched(found, today))
    return [row for row in rows if row.alarms] if show == "fragile" else rows


def _chart(name: str, found: Survival) -> SafeString:
    """The share that lives longer, by years."""
    bars = [
        Bar(
            _("longer than %(years)s years") % {"years": f"{step.years:.1f}"},
            step.share,
            f"{round(step.share * 100)} %",
        )
        for step in found.steps
    ]
    return mark_safe(draw_bars(bars, label=name))  # noqa: S308  escaped by the drawing


def _kept(request: HttpRequest, pk: int) -> Initiative:
    """An initiative that the reader keeps.

    Raises Http404, NotAllowed.
    """
    initiative = found_or_404(initiative_for(request.user, pk))
    permissions.require(actor(request), Permission.KEEP_INITIATIVES, on=initiative.owner)
    return initiative

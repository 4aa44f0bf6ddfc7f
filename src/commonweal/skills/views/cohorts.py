"""Trainings: the list, a page each with what it changed, keeping them, and codes to print."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.drawing.bars import Bar, draw_bars
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.skills import actions, permissions
from commonweal.skills.documents import cohorts as shown
from commonweal.skills.forms.cohorts import CloseForm, CodesForm, CohortForm
from commonweal.skills.models import Cohort
from commonweal.skills.permissions import Permission
from commonweal.skills.queries.codes import printed
from commonweal.skills.queries.cohorts import (
    Counted,
    cohort_for,
    cohorts_for,
    counted,
    keeps,
    participant_of,
    takes_part,
)
from commonweal.skills.queries.pack import skills_pack
from commonweal.skills.rules.cohorts import trained
from commonweal.skills.views.keeping import body_or_404, download, form_page, found_or_404, frame, owner_of, saved, sent
from commonweal.standards.spreadsheet import csv_text

REFUSALS = (
    actions.NamelessCohort, actions.NoSkills, actions.EndsBeforeItStarts, actions.NeverPrivate, actions.SkillsAnswered,
    actions.CohortClosed, actions.TooManyCodes,
)  # fmt: skip
PAGE_SIZE = 50


@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """The trainings that the reader may see; those of one body (`body` of the address)."""
    body = Body.objects.prefetch_related("names").filter(slug=request.GET.get("body", "")[:120]).first()
    page = Paginator(cohorts_for(request.user, body), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        (each, name_of(owner_of(each)), shown.reached(each, is_exact=keeps(request.user, each)))
        for each in page.object_list
    ]
    name = name_of(body) if body else ""
    may_keep = body is not None and permissions.allows(request.user, Permission.KEEP_COHORTS, on=body)
    over = [reached for cohort, _owner, reached in rows if cohort.closed_at is not None]
    came = trained((each.attended, each.target) for each in over)
    known = {"page": page, "rows": rows, "body": body, "name": name, "may_keep": may_keep, "sum": came}
    return render(request, "skills/cohorts.html", known)


@require_safe
def cohort_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One training, and what it changed as far as the reader may see it."""
    cohort = found_or_404(cohort_for(request.user, pk))
    found = counted(request.user, cohort)
    mine = participant_of(request.user, cohort)
    pack = skills_pack()
    page = frame(request, owner_of(cohort), "trainings") | {
        "cohort": cohort,
        "found": found,
        "changes": shown.changes_shown(found),
        "satisfaction": shown.satisfaction_shown(found),
        "reached": shown.reached(cohort, is_exact=found.is_exact),
        "chart": _chart(found),
        "skills": [(pack.skills.get(each), each) for each in cohort.skills],
        "bodies": [(each, name_of(each)) for each in cohort.bodies.all()],
        "takes_part": takes_part(request.user, cohort),
        "answered": {each.moment for each in mine.answers.all()} if mine else set(),
        "codes": CodesForm(),
        "pack": pack,
    }
    return render(request, "skills/cohort.html", page)


@require_safe
def cohort_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """What it changed, skill by skill, as a table for other programs."""
    cohort = found_or_404(cohort_for(request.user, pk))
    text = csv_text(shown.COLUMNS, shown.rows(counted(request.user, cohort)))
    return download(text, "text/csv; charset=utf-8", f"training-{pk}.csv")


@require_safe
def cohort_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with what is known of the training, as JSON."""
    cohort = found_or_404(cohort_for(request.user, pk))
    text = json.dumps(shown.as_json(counted(request.user, cohort)), indent=2)
    return download(text, "application/json", f"training-{pk}.json")


@require_http_methods(["GET", "POST"])
def add_cohort(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a training."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_COHORTS, on=body)
    form = CohortForm(sent(request))
    made = saved(form, lambda: actions.plan_cohort(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    lead = _("Whoever comes says before and after what they can. So you see what it changed, and for how many.")
    back = f"{reverse('trainings')}?body={body.slug}"
    return form_page(request, form, title=_("Enter a training"), back=back, back_name=_("Trainings"), lead=lead)


@require_http_methods(["GET", "POST"])
def change_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a training."""
    cohort, by = _kept(request, pk), actor(request)
    form = CohortForm(sent(request), cohort=cohort)
    made = saved(form, lambda: actions.change_cohort(cohort=cohort, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    back = cohort.get_absolute_url()
    return form_page(request, form, title=_("Change the training"), back=back, back_name=str(cohort))


@require_http_methods(["GET", "POST"])
def close_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is over."""
    cohort, by = _kept(request, pk), actor(request)
    form = CloseForm(sent(request))
    made = saved(form, lambda: actions.close_cohort(cohort=cohort, by=by, **form.cleaned_data), REFUSALS)
    if made:
        messages.success(request, _("Closed. What people said is tied to nobody any more."))
        return redirect(made)
    lead = _("After this nobody answers any more. Others then read what it came to, from five people up.")
    title, back = _("It is over"), cohort.get_absolute_url()
    return form_page(request, form, title=title, back=back, back_name=str(cohort), lead=lead, button=_("Close it"))


@never_cache
@require_http_methods(["POST"])
def make_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Codes for people without an account, shown this once."""
    cohort, by = _kept(request, pk), actor(request)
    form = CodesForm(request.POST)
    codes = saved(form, lambda: actions.make_codes(cohort=cohort, by=by, **form.cleaned_data), REFUSALS)
    if codes is None:
        back = cohort.get_absolute_url()
        return form_page(request, form, title=_("Make codes"), back=back, back_name=str(cohort))
    page = frame(request, owner_of(cohort), "trainings") | {
        "cohort": cohort,
        "codes": [printed(each) for each in codes],
    }
    page["address"] = request.build_absolute_uri(reverse("training-code"))
    return render(request, "skills/codes.html", page)


def _kept(request: HttpRequest, pk: int) -> Cohort:
    """A training that the reader keeps.

    Raises Http404, NotAllowed.
    """
    cohort = found_or_404(cohort_for(request.user, pk))
    permissions.require(actor(request), Permission.KEEP_COHORTS, on=cohort.owner)
    return cohort


def _chart(found: Counted) -> SafeString:
    """Which share of those who answered twice moved up, by skill; for the holder, who reads numbers."""
    if found.outcome is None or not found.is_exact:
        return SafeString("")
    pack = skills_pack()
    bars = [
        Bar(
            pack.label_of(each.skill), each.up / each.pairs, _("%(up)s of %(all)s") % {"up": each.up, "all": each.pairs}
        )
        for each in found.outcome.changes
        if each.pairs
    ]
    return mark_safe(draw_bars(bars, label=_("How many moved up")))  # noqa: S308  escaped by the drawing

"""Campaigns: those one runs and those one is invited to, opening, inviting, progress and gaps, reports and exports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.assessments import permissions
from commonweal.assessments.actions import campaigns as actions
from commonweal.assessments.documents.campaign_export import export_csv, export_json, export_rows
from commonweal.assessments.documents.campaign_print import campaign_sheet, dimension_table, state_words, taking_part
from commonweal.assessments.documents.campaign_report import CampaignReport, report_on
from commonweal.assessments.forms.campaigns import MOST_PLACES, BodySearchForm, CampaignForm, InviteForm
from commonweal.assessments.models import Campaign
from commonweal.assessments.permissions import NotAllowed, Permission
from commonweal.assessments.queries.campaigns import (
    Filled,
    campaigns_for,
    filled,
    is_complete,
    may_answer,
    may_run,
    may_run_for_all,
    own_invitations,
    place_name,
    run_by,
)
from commonweal.assessments.queries.instruments import instrument
from commonweal.assessments.rules.instrument import Subject
from commonweal.drawing.printing import printed
from commonweal.organisations import queries as organisations
from commonweal.organisations.models import Body
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import BodySearch

PAGE_SIZE = 50
MOST_HOSTS = 20
MOST_LETTERS = 200


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns of the reader: those they run, those they are invited to."""
    page = Paginator(campaigns_for(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    runs = run_by(request.user, page)
    home = organisations.my_body(request.user)
    wanted = request.GET.get("host", "").strip()[:MOST_LETTERS]
    context: dict[str, object] = {
        "page": page,
        "campaigns": [(each, each.pk in runs) for each in page],
        "home": home if home and permissions.allows(request.user, Permission.RUN_CAMPAIGN, on=home) else None,
        "may_choose": may_run_for_all(request.user),
        "wanted": wanted,
    }
    if context["may_choose"] and wanted:
        found = organisations.bodies(BodySearch(text=wanted)).filter(ended_on=None)
        context["hosts"] = found.prefetch_related("names")[:MOST_HOSTS]
    return render(request, "assessments/campaigns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a campaign of a body."""
    host = Body.objects.filter(slug=slug).first()
    if host is None:
        raise Http404
    permissions.require(actor(request), Permission.RUN_CAMPAIGN, on=host)
    form = CampaignForm(request.POST or None, host=host)
    if form.is_valid():
        try:
            campaign = actions.open_campaign(host=host, draft=form.draft(), by=actor(request))
        except actions.CampaignUnclear as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The campaign is open. Now invite those who should answer."))
            return redirect("campaign-invite", campaign.pk)
    page = {"form": form, "host": host}
    return render(request, "assessments/campaigns/new.html", page, status=422 if form.is_bound else 200)


@require_safe
def campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign: for those who run it everything, for those invited their own part."""
    campaign = campaign_or_404(request, pk)
    invited = own_invitations(request.user, campaign)
    own = [(each, place_name(each), may_answer(request.user, each), is_complete(each)) for each in invited]
    asks = instrument(campaign.instrument)
    page: dict[str, object] = {"campaign": campaign, "own": own, "asks": asks, "today": timezone.localdate()}
    if not may_run(request.user, campaign):
        return render(request, "assessments/campaigns/invited.html", page)
    found, report = whole(campaign)
    rows = [(row, state_words(row.state), place) for row, place in zip(report.rows, found.places, strict=True)]
    page |= {
        "report": report,
        "sentence": taking_part(report),
        "rows": rows,
        "table": dimension_table(report),
        "placed": [place.invitation.body for place in found.places if place.invitation.body is not None],
        "waiting": {
            place.invitation.body_id for place in found.places if place.invitation.body_id and not place.is_complete
        },
        "lands": [
            (place.invitation.country, place.name, place.is_complete)
            for place in found.places
            if place.invitation.body is None
        ],
        "forms": campaign.forms.filter(taken_back_at=None).count(),
        "is_countries": found.instrument.subject is Subject.COUNTRY,
    }
    return render(request, "assessments/campaigns/campaign.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Find whom to invite, and invite them."""
    campaign = run_or_refused(request, pk)
    asks = instrument(campaign.instrument)
    if asks is None:
        raise Http404
    form = InviteForm(request.POST or None, asks=asks)
    if form.is_valid():
        try:
            new = actions.invite(campaign=campaign, places=form.places(), by=actor(request))
        except (actions.CampaignClosed, actions.CampaignUnclear) as refusal:
            form.add_error(None, str(refusal))
        else:
            told = ngettext("%(count)s place is invited.", "%(count)s places are invited.", len(new))
            messages.success(request, told % {"count": len(new)})
            return redirect(campaign)
    search = BodySearchForm(request.GET or None, initial={"country": campaign.host.country})
    page = {
        "campaign": campaign,
        "form": form,
        "search": search,
        "found": _found(search, campaign) if asks.subject is Subject.BODY else None,
    }
    return render(request, "assessments/campaigns/invite.html", page, status=422 if form.is_bound else 200)


@require_POST
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a campaign."""
    campaign = run_or_refused(request, pk)
    try:
        actions.close_campaign(campaign=campaign, by=actor(request))
    except actions.CampaignClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Closed. Nobody answers any more; everything stays readable."))
    return redirect(campaign)


@require_POST
def campaign_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a campaign again."""
    campaign = actions.reopen_campaign(campaign=run_or_refused(request, pk), by=actor(request))
    messages.success(request, _("Open again."))
    return redirect(campaign)


@require_safe
def campaign_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report to print."""
    campaign = run_or_refused(request, pk)
    _found_places, report = whole(campaign)
    content = printed(campaign_sheet(report), at=timezone.now())
    return download(content, "application/pdf", f"campaign-{campaign.pk}.pdf")


@require_safe
def campaign_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The report and every answer, for programs."""
    found, report = whole(run_or_refused(request, pk))
    return JsonResponse(export_json(report, export_rows(found)))


@require_safe
def campaign_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer with the id of its indicator."""
    try:
        found = filled(run_or_refused(request, pk))
    except LookupError as missing:
        raise Http404 from missing
    content = ("\ufeff" + export_csv(export_rows(found))).encode()
    return download(content, "text/csv; charset=utf-8", f"campaign-{pk}-answers.csv")


def campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    """A campaign that the reader runs or is invited to.

    Raises NotAllowed for a visitor who has not signed in, Http404.
    """
    actor(request)
    campaign = campaigns_for(request.user).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return campaign


def run_or_refused(request: HttpRequest, pk: int) -> Campaign:
    """A campaign that the reader runs.

    Raises NotAllowed, Http404.
    """
    campaign = campaign_or_404(request, pk)
    if not may_run(request.user, campaign):
        raise NotAllowed(_("Only those who run the campaign see this."))
    return campaign


def whole(campaign: Campaign) -> tuple[Filled, CampaignReport]:
    """What all places answered, and the report on it.

    Raises Http404 where this installation has the questions no more.
    """
    try:
        return report_on(campaign, made_on=timezone.localdate())
    except LookupError as missing:
        raise Http404 from missing


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(search: BodySearchForm, campaign: Campaign) -> list[Body]:
    """Those whom a search finds who are not invited yet; nothing before somebody searches."""
    if not search.is_bound or not search.is_valid():
        return []
    wanted = BodySearch(
        text=search.cleaned_data["text"],
        kind=search.cleaned_data["kind"],
        country=search.cleaned_data["country"].upper(),
    )
    invited = campaign.invitations.filter(withdrawn_at=None, body__isnull=False).values("body_id")
    found = organisations.bodies(wanted).filter(ended_on=None).exclude(pk__in=invited).exclude(pk=campaign.host_id)
    return list(found.prefetch_related("names")[:MOST_PLACES])

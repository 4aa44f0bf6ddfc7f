"""One place of a campaign: its report, its form to fill in without a network, and beginning to answer here."""

import io
import zipfile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.assessments.actions import campaigns as actions
from commonweal.assessments.documents.campaign_print import country_sheet, known_words, months_words, need_words
from commonweal.assessments.documents.country_report import LEAST_PEOPLE, MOST_PEOPLE, CountryReport, report_on_place
from commonweal.assessments.documents.offline_form import FormSheet, offline_csv, offline_html, sheet_for
from commonweal.assessments.models import Invitation
from commonweal.assessments.queries.campaigns import may_run, own_invitations
from commonweal.assessments.views.campaigns import campaign_or_404, download, run_or_refused
from commonweal.drawing.printing import printed
from commonweal.organisations.permissions import actor
from commonweal.strategy.queries.policies import policy_pack


@require_safe
def place_page(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Where a place stands, what changed, and what to do in the next 24 months."""
    invitation = _invitation(request, pk, code)
    report = _report(request, invitation)
    plan = report.plan
    page = {
        "campaign": invitation.campaign,
        "invitation": invitation,
        "runs": may_run(request.user, invitation.campaign),
        "report": report,
        "sentence": known_words(report),
        "steps": [(each, months_words(each), need_words(each)) for each in plan.steps] if plan else [],
        "left_over": [(each, need_words(each)) for each in plan.left_over] if plan else [],
        "load": list(enumerate(plan.load, 1)) if plan else [],
        "query": request.GET.urlencode(),
        "has_policies": plan is not None and policy_pack().country(invitation.country) is not None,
    }
    return render(request, "assessments/campaigns/place.html", page)


@require_safe
def place_pdf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The same to print."""
    report = _report(request, _invitation(request, pk, code))
    return download(printed(country_sheet(report), at=timezone.now()), "application/pdf", f"{code.lower()}-report.pdf")


@require_safe
def place_json(request: HttpRequest, pk: int, code: str) -> JsonResponse:
    """The same for programs."""
    return JsonResponse(_report(request, _invitation(request, pk, code)).as_json())


@require_safe
def place_form(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The form of a place as one page that works from the disk."""
    sheet = _sheet(_invitation(request, pk, code))
    return download(offline_html(sheet).encode(), "text/html; charset=utf-8", f"form-{code.lower()}.html")


@require_safe
def place_table(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The form of a place as a table."""
    sheet = _sheet(_invitation(request, pk, code))
    content = ("\ufeff" + offline_csv(sheet)).encode()
    return download(content, "text/csv; charset=utf-8", f"form-{code.lower()}.csv")


@require_safe
def every_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The forms of all places in one archive, to send them out."""
    campaign = run_or_refused(request, pk)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        invited = campaign.invitations.filter(withdrawn_at=None).select_related("body", "campaign__host")
        for each in invited.prefetch_related("body__names", "campaign__host__names"):
            sheet = _sheet(each)
            files.writestr(f"form-{each.code.lower()}.html", offline_html(sheet))
            files.writestr(f"form-{each.code.lower()}.csv", "\ufeff" + offline_csv(sheet))
    return download(archive.getvalue(), "application/zip", f"campaign-{campaign.pk}-forms.zip")


@require_POST
def place_answer(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Begin to answer here, or go on."""
    invitation = _invitation(request, pk, code)
    try:
        return redirect(actions.begin_answering(invitation=invitation, by=actor(request)))
    except actions.CampaignClosed as refusal:
        messages.error(request, str(refusal))
        return redirect(invitation.campaign)


@require_POST
def place_withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, pk, code)
    try:
        actions.withdraw_invitation(invitation=invitation, by=actor(request))
    except actions.CampaignClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Not invited any more. What was answered stays with whom it belongs to."))
    return redirect(invitation.campaign)


def _invitation(request: HttpRequest, pk: int, code: str) -> Invitation:
    """An invitation that the reader sent, or whose body is theirs.

    Raises Http404.
    """
    campaign = campaign_or_404(request, pk)
    found = campaign.invitations.filter(code=code, withdrawn_at=None).select_related("body", "campaign__host").first()
    if found is None:
        raise Http404
    if not may_run(request.user, campaign) and found.pk not in {
        each.pk for each in own_invitations(request.user, campaign)
    }:
        raise Http404
    return found


def _sheet(invitation: Invitation) -> FormSheet:
    try:
        return sheet_for(invitation)
    except LookupError as missing:
        raise Http404 from missing


def _report(request: HttpRequest, invitation: Invitation) -> CountryReport:
    people = _people(request.GET.get("people", ""))
    try:
        return report_on_place(invitation, made_on=timezone.localdate(), people=people)
    except LookupError as missing:
        raise Http404 from missing


def _people(text: str) -> float | None:
    """How many people the plan counts on; None for what is no sensible number."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if LEAST_PEOPLE <= number <= MOST_PEOPLE else None

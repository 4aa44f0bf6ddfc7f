"""The result of a finished assessment, as page, PDF, JSON and CSV of one report; and what is done about its advice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.assessments import actions
from commonweal.assessments.documents import showing
from commonweal.assessments.documents.advice import advice_document
from commonweal.assessments.documents.changing import changes_of
from commonweal.assessments.documents.paper import with_concerns, with_office
from commonweal.assessments.documents.report import ReportDocument
from commonweal.assessments.documents.reporting import report_of
from commonweal.assessments.documents.sheet import sheet_of
from commonweal.assessments.forms.starting import TakeForm
from commonweal.assessments.models import Assessment, Result, SubjectKind
from commonweal.assessments.permissions import Permission, allows
from commonweal.assessments.queries.assessments import earlier_of, instrument_of, result_of
from commonweal.assessments.queries.campaigns import campaigns_of
from commonweal.assessments.queries.near_me import near_me
from commonweal.assessments.queries.recommendations import advice_of
from commonweal.assessments.queries.results import peers
from commonweal.assessments.views.answering import assessment_or_404
from commonweal.assessments.views.of_bodies import subject_of, title_of
from commonweal.assessments.views.office import office_on_file
from commonweal.drawing.letters import MEDIA_TYPES, Kind
from commonweal.drawing.printing import printed
from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import letter
from commonweal.strategy.queries.concerns import open_concerns


@dataclass(frozen=True, slots=True)
class Refused:
    """What was written about a recommendation and is not in order: its rule, and what is wrong by field."""

    rule: str
    faults: Mapping[str, str]


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What a finished assessment came to."""
    assessment = assessment_or_404(request, pk)
    if not assessment.is_finished:
        return redirect(assessment)
    return _page(request, assessment)


@require_safe
def result_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report to print."""
    assessment = assessment_or_404(request, pk)
    report = paper_or_404(request, assessment)
    answer = HttpResponse(printed(sheet_of(report), at=report.made_at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_named(assessment)}.pdf"'
    return answer


@require_safe
def result_letter(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    """The report in the letterhead of the body."""
    assessment = assessment_or_404(request, pk)
    report = report_or_404(request, assessment)
    content = letter(request.user, sheet_of(report), kind, assessment.owner)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{_named(assessment)}.{kind}"'
    return answer


@require_safe
def result_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The report to print as JSON."""
    return JsonResponse(paper_or_404(request, assessment_or_404(request, pk)).model_dump(mode="json"))


@require_safe
def result_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a table."""
    assessment = assessment_or_404(request, pk)
    report = report_or_404(request, assessment)
    answer = HttpResponse(showing.as_csv(report), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_named(assessment)}.csv"'
    return answer


@require_POST
@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a recommendation into the plan of the body."""
    assessment = assessment_or_404(request, pk)
    rule, form = request.POST.get("rule", ""), TakeForm(request.POST)
    if not form.is_valid():
        faults = {field.name: " ".join(map(str, field.errors)) for field in form}
        return _page(request, assessment, Refused(rule, faults))
    try:
        actions.take_recommendation(assessment=assessment, rule=rule, by=actor(request), **form.cleaned_data)
    except actions.NotRecommended as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It stands in the plan of your organisation now."))
    return _back_to_advice(pk)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a recommendation is not followed, and why."""
    assessment = assessment_or_404(request, pk)
    rule, reason = request.POST.get("rule", ""), request.POST.get("reason", "")
    try:
        actions.drop_recommendation(assessment=assessment, rule=rule, reason=reason, by=actor(request))
    except actions.NoReason as refusal:
        return _page(request, assessment, Refused(rule, {"reason": str(refusal)}))
    except actions.NotRecommended as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Dropped, with your reason. The next one took its place."))
    return _back_to_advice(pk)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a dropped recommendation back."""
    assessment = assessment_or_404(request, pk)
    actions.restore_recommendation(assessment=assessment, rule=request.POST.get("rule", ""), by=actor(request))
    messages.success(request, _("It is back."))
    return _back_to_advice(pk)


def report_or_404(request: HttpRequest, assessment: Assessment, before: Result | None = None) -> ReportDocument:
    """The report on a finished assessment, beside a result before it.

    Raises Http404.
    """
    found = result_of(assessment)
    if found is None:
        raise Http404
    instrument = instrument_of(assessment)
    standing = advice_of(request.user, assessment)
    report = report_of(
        found.content,
        instrument,
        about=subject_of(assessment),
        version=found.pack_version,
        is_short=assessment.is_short,
        made_at=found.made_at,
        before=before,
    )
    if report.units and not allows(request.user, Permission.ANSWER, on=assessment.owner):
        report = report.model_copy(update={"units": []})  # what each department says is for its own house
    if standing is None:
        return report
    return report.model_copy(update={"advice": advice_document(instrument, standing.advice, standing)})


def paper_or_404(request: HttpRequest, assessment: Assessment) -> ReportDocument:
    """The report as the paper on which a body decides, as far as the reader may see what is on file.

    Raises Http404.
    """
    report = report_or_404(request, assessment, _baseline(request, assessment, earlier_of(request.user, assessment)))
    body = assessment.owner
    if body is None or assessment.subject != SubjectKind.BODY:
        return report
    if report.advice is not None:
        near = near_me(request.user, body)
        report = with_office(report, office_on_file(assessment, near), near)
    return with_concerns(report, open_concerns(request.user, body), on=timezone.localdate())


def _back_to_advice(pk: int) -> HttpResponse:
    return redirect(f"{reverse('assessment-result', args=[pk])}#next")


def _page(request: HttpRequest, assessment: Assessment, refused: Refused | None = None) -> HttpResponse:
    earlier = earlier_of(request.user, assessment)
    before, now = _baseline(request, assessment, earlier), result_of(assessment)
    report = report_or_404(request, assessment, before)
    may_act = allows(request.user, Permission.ASSESS, on=assessment.owner)
    context = {
        "assessment": assessment,
        "title": title_of(assessment),
        "subject": subject_of(assessment),
        "campaign": campaigns_of(request.user, [assessment]).get(assessment.pk),
        "instrument": instrument_of(assessment),
        "advice": report.advice,
        "may_act": may_act,
        "refused": refused,
        "changes": changes_of(before, now, instrument_of(assessment)) if before and now else None,
        "peers": showing.peer_rows(report, peers(assessment)),
        "peer_words": showing.peer_words(assessment.owner) if assessment.owner is not None else "",
        "earlier": earlier,
        "baseline": before.assessment_id if before else None,
        **showing.shown(report),
    }
    return render(request, "assessments/result.html", context, status=422 if refused else 200)


def _baseline(request: HttpRequest, assessment: Assessment, earlier: list[Assessment]) -> Result | None:
    """The result to compare with: the one in the address, else that which this one renews, else the last one alike."""
    since = request.GET.get("since", "")
    for is_it in (
        lambda each: str(each.pk) == since,
        lambda each: each.pk == assessment.renews_id,
        lambda each: each.is_short == assessment.is_short,
    ):
        found = next(filter(is_it, earlier), None)
        if found is not None:
            return result_of(found)
    return None


def _named(assessment: Assessment) -> str:
    return f"{assessment.instrument}-{slugify(subject_of(assessment))[:60] or assessment.pk}"
